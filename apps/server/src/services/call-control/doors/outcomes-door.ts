import { endpointNoticeRefused } from '../../messaging/endpoints/endpoint-notices.ts';
import { endpointSettled } from '../../messaging/endpoints/endpoint-settled.ts';
import type { MessagingContext } from '../../messaging/network/messaging-context.ts';
import { noticeRefused } from '../../messaging/notices/notices.ts';
import { requestSettled } from '../../messaging/request-settled.ts';
import type { InviteOutcome } from '../../messaging/requests/invite-sender.ts';
import type { RequestOutcome } from '../../messaging/requests/request-outcome.ts';
import { sentInviteSettled } from '../../messaging/sent-invite-settled.ts';
import { noticeSettled } from '../../presence/notify.ts';
import type { Draft } from '../../recorder/draft.ts';
import type { Recorder } from '../../recorder/recorder.ts';
import type { Effect } from '../../switch/effects/effects.ts';

export interface OutcomesDoorParts {
  readonly recorder: Pick<Recorder<Effect>, 'submit'>;
  context(draft: Draft<Effect>): MessagingContext;
  /** An input that nobody waits for an answer to. */
  decide(what: string, decide: (context: MessagingContext) => void): void;
}

/** What became of requests of ours, as inputs. What cannot be recorded is known here until the store is back. */
export class OutcomesDoor {
  readonly #parts: OutcomesDoorParts;
  /** By branch; no more than was in flight when the store went. */
  readonly #unrecorded = new Map<string, RequestOutcome>();
  readonly #unrecordedInvites = new Map<string, InviteOutcome>();

  constructor(parts: OutcomesDoorParts) {
    this.#parts = parts;
  }

  requestSettled(legId: string, branch: string, outcome: RequestOutcome): void {
    const { recorder, context } = this.#parts;
    recorder.submit({
      what: 'request settled',
      decide: (draft) => {
        const settling = context(draft);
        const isEndpoint = settling.decision.state.endpointLegs.get(legId) !== undefined;
        (isEndpoint ? endpointSettled : requestSettled)(settling, legId, branch, outcome);
      },
      abandoned: () => this.#unrecorded.set(branch, outcome),
    });
  }

  inviteSettled(legId: string, branch: string, outcome: InviteOutcome): void {
    const { recorder, context } = this.#parts;
    recorder.submit({
      what: 'invite settled',
      decide: (draft) => sentInviteSettled(context(draft), legId, branch, outcome),
      abandoned: () => this.#unrecordedInvites.set(branch, outcome),
    });
  }

  noticeRefused(legId: string, contentType: string): void {
    this.#parts.decide('notice refused', (context) => {
      if (!endpointNoticeRefused(context, legId, contentType)) noticeRefused(context, legId, contentType);
    });
  }

  noticeSettled(subscriptionId: string, branch: string, outcome: RequestOutcome): void {
    this.#parts.decide('notice settled', (context) => noticeSettled(context, subscriptionId, branch, outcome));
  }

  outcomeOf(branch: string): RequestOutcome | undefined {
    return this.#unrecorded.get(branch);
  }

  inviteOutcomeOf(branch: string): InviteOutcome | undefined {
    return this.#unrecordedInvites.get(branch);
  }

  /** Everything that was not recorded is now. */
  forget(): void {
    this.#unrecorded.clear();
    this.#unrecordedInvites.clear();
  }
}
