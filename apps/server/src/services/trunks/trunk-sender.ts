import type { SipRequest, SipResponse } from '../../protocols/sip/message/message.ts';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import type { RequestSender, ResponseHandler } from '../../protocols/sip/user-agent/request-handler.ts';

/** What is known of trunks by the flows to them. */
export interface PeerTrunks {
  /** Answers challenges on this flow; undefined where none is expected. */
  credentialsOn(flow: Flow): RequestSender | undefined;
  /** Whether it leads to the peer of a trunk. */
  isWay(flow: Flow): boolean;
  flowFailed(flow: Flow): void;
}

/** The stack's door downward, with the password of the trunk where something goes to a peer that asks for one. */
export class TrunkSender implements RequestSender {
  readonly #sender: RequestSender;
  readonly #trunks: PeerTrunks;

  constructor(sender: RequestSender, trunks: PeerTrunks) {
    this.#sender = sender;
    this.#trunks = trunks;
  }

  sendRequest(request: SipRequest, flow: Flow, handler: ResponseHandler): void {
    (this.#trunks.credentialsOn(flow) ?? this.#sender).sendRequest(
      request,
      flow,
      this.#trunks.isWay(flow) ? this.#watched(flow, handler) : handler,
    );
  }

  sendStateless(message: SipRequest | SipResponse, flow: Flow): void {
    (this.#trunks.credentialsOn(flow) ?? this.#sender).sendStateless(message, flow);
  }

  /** A peer that is silent is asked whether it is there before anybody learns of the failure. */
  #watched(flow: Flow, handler: ResponseHandler): ResponseHandler {
    return {
      provisionalResponse: (response) => handler.provisionalResponse?.(response),
      finalResponse: (response) => handler.finalResponse(response),
      repeatedSuccess: (response) => handler.repeatedSuccess?.(response),
      failed: (why) => {
        this.#trunks.flowFailed(flow);
        handler.failed(why);
      },
    };
  }
}
