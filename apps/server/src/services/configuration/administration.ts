import type { DnOptions } from '@cordboard/shared/configuration/directory-number';
import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { Dn } from '@cordboard/shared/ids';
import type { DnOptionsChange } from '@cordboard/shared/rest/endpoints';
import { fail, type Result, succeed } from '../../base/result.ts';
import { strategyWorld } from '../../domain/configuration-checks/strategy-world.ts';
import type { Session } from '../auth/session.ts';
import type { Change } from '../call-control/call-control.ts';
import { changeDnOptions } from '../call-control/change-dn-options.ts';
import type { SwitchState } from '../switch/switch-state.ts';

/** What administrators change while the server is running. It takes effect at once. */
export class Administration {
  readonly #state: SwitchState;
  readonly #change: Change;

  constructor(parts: { readonly state: SwitchState; readonly change: Change }) {
    this.#state = parts.state;
    this.#change = parts.change;
  }

  dnOptionsOf(number: Dn): Result<DnOptions, Refusal> {
    const options = this.#state.configuration.findExtension(number)?.options;
    return options === undefined ? fail(refuse('UnknownDN')) : succeed(options);
  }

  /** Resolves with all options of the DN when they are stored. */
  setDnOptions(session: Session, number: Dn, change: DnOptionsChange): Promise<Result<DnOptions, Refusal>> {
    return this.#change('DN options', (decision) => {
      const present = decision.configuration.findExtension(number)?.options;
      if (present === undefined) return fail(refuse('UnknownDN'));
      const given = Object.entries(change).filter(([, value]) => value !== undefined);
      const options: DnOptions = { ...present, ...Object.fromEntries(given) };
      const { file } = decision.configuration;
      const lost = change['no-answer-overflow']?.find((name) => !strategyWorld(file).has('overflow destination', name));
      if (lost !== undefined) {
        return fail(refuse('InvalidAttribute', `no-answer-overflow names "${lost}", which does not exist.`));
      }
      changeDnOptions(decision, number, options, session.userName);
      return succeed(options);
    });
  }
}
