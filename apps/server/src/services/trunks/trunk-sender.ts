import type { SipRequest, SipResponse } from '../../protocols/sip/message/message.ts';
import type { Flow } from '../../protocols/sip/transactions/sip-transport.ts';
import type { RequestSender, ResponseHandler } from '../../protocols/sip/user-agent/request-handler.ts';

/** The stack's door downward, with the password of the trunk where something goes to a peer that asks for one. */
export class TrunkSender implements RequestSender {
  readonly #sender: RequestSender;
  readonly #credentialsOn: (flow: Flow) => RequestSender | undefined;

  constructor(sender: RequestSender, credentialsOn: (flow: Flow) => RequestSender | undefined) {
    this.#sender = sender;
    this.#credentialsOn = credentialsOn;
  }

  sendRequest(request: SipRequest, flow: Flow, handler: ResponseHandler): void {
    (this.#credentialsOn(flow) ?? this.#sender).sendRequest(request, flow, handler);
  }

  sendStateless(message: SipRequest | SipResponse, flow: Flow): void {
    (this.#credentialsOn(flow) ?? this.#sender).sendStateless(message, flow);
  }
}
