import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { ConnId } from '@cordboard/shared/ids';
import type { LeftMessageView } from '@cordboard/shared/rest/messages';
import { fail, type Result, succeed } from '../../base/result.ts';
import type { LeftMessage } from '../../domain/routing/requests/left-message.ts';
import type { Session } from '../auth/session.ts';
import { type Change, StoreUnavailable } from '../call-control/call-control.ts';
import type { SwitchState } from '../switch/switch-state.ts';

/** Messages that customers left, for the agents of the group, those who supervise it, and administrators. */
export class LeftMessages {
  readonly #state: SwitchState;
  readonly #change: Change;

  constructor(parts: { readonly state: SwitchState; readonly change: Change }) {
    this.#state = parts.state;
    this.#change = parts.change;
  }

  /** What nobody has done yet, the oldest first. */
  openFor({ userName }: Session): readonly LeftMessageView[] {
    return [...this.#state.leftMessages.values()]
      .filter((message) => this.#isFor(userName, message))
      .sort((one, other) => one.leftAt - other.leftAt)
      .map(({ id, agentGroup, customer, text, leftAt }) => ({ connID: id, agentGroup, customer, text, leftAt }));
  }

  /** What the message asks for is done; who did it is on record. */
  async finish({ userName }: Session, connId: ConnId): Promise<Result<void, Refusal>> {
    try {
      return await this.#change('message done', (decision): Result<void, Refusal> => {
        const id = connId.toLowerCase() as ConnId;
        const message = this.#state.leftMessages.get(id);
        if (message === undefined || !this.#isFor(userName, message)) return fail(refuse('UnknownMessage'));
        this.#state.leftMessages.remove(id);
        const detail = { agentGroup: message.agentGroup };
        decision.recordAudit({ what: 'messageDone', who: userName, whom: null, connID: id, detail });
        return succeed(undefined);
      });
    } catch (error) {
      if (error instanceof StoreUnavailable) return fail(refuse('StoreUnavailable'));
      throw error;
    }
  }

  #isFor(userName: string, { agentGroup }: LeftMessage): boolean {
    const { configuration } = this.#state;
    const person = configuration.findPerson(userName);
    if (person?.role === 'administrator') return true;
    const isSupervised = person?.role === 'supervisor' && person.supervises.includes(agentGroup);
    return isSupervised || configuration.findAgentGroup(agentGroup)?.members.includes(userName) === true;
  }
}
