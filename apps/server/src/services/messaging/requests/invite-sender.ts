import type { SipRequest, SipResponse } from '../../../protocols/sip/message/message.ts';
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import type { RequestSender } from '../../../protocols/sip/user-agent/request-handler.ts';

/** What became of an INVITE: the final response, the same 2xx once more, or none. */
export type InviteOutcome =
  | { readonly name: 'answered'; readonly response: SipResponse }
  | { readonly name: 'answeredAgain'; readonly response: SipResponse }
  | { readonly name: 'failed'; readonly why: 'timeout' | 'transport' };

interface Pending {
  isProceeding: boolean;
  cancel: SipRequest | undefined;
}

/** INVITEs of ours that have no final response yet. A CANCEL waits for the first provisional response (RFC 3261 9.1). */
export class InviteSender {
  readonly #sender: RequestSender;
  readonly #pending = new Map<string, Pending>();

  constructor(sender: RequestSender) {
    this.#sender = sender;
  }

  /** One that is on its way already, as when the state was read again from the store, is not sent twice. */
  send(request: SipRequest, branch: string, flow: Flow, settled: (outcome: InviteOutcome) => void): void {
    if (this.#pending.has(branch)) return;
    const pending: Pending = { isProceeding: false, cancel: undefined };
    this.#pending.set(branch, pending);
    this.#sender.sendRequest(request, flow, {
      provisionalResponse: () => {
        pending.isProceeding = true;
        if (pending.cancel !== undefined) this.#sendCancel(pending.cancel, flow);
        pending.cancel = undefined;
      },
      finalResponse: (response) => {
        this.#pending.delete(branch);
        settled({ name: 'answered', response });
      },
      repeatedSuccess: (response) => settled({ name: 'answeredAgain', response }),
      failed: (why) => {
        this.#pending.delete(branch);
        settled({ name: 'failed', why });
      },
    });
  }

  cancel(cancel: SipRequest, branch: string, flow: Flow): void {
    const pending = this.#pending.get(branch);
    if (pending === undefined) return;
    if (pending.isProceeding) this.#sendCancel(cancel, flow);
    else pending.cancel = cancel;
  }

  #sendCancel(cancel: SipRequest, flow: Flow): void {
    // Whatever it is answered: the INVITE gets its own final response.
    this.#sender.sendRequest(cancel, flow, { finalResponse: () => {}, failed: () => {} });
  }
}
