import type { Header, SipRequest, SipResponse } from '../message/message.ts';
import type { IncomingRequest } from '../transactions/incoming-request.ts';
import type { Flow } from '../transport/sip-transport.ts';

/** Who sends a request, as far as that is proved. */
export type RequestIdentity =
  | { readonly kind: 'nobody' }
  /** By digest. */
  | { readonly kind: 'account'; readonly name: string }
  /** A trusted peer vouches for what the request says. */
  | { readonly kind: 'peer'; readonly name: string };

/** What a guard says to a request: let in, or refused without a transaction (RFC 3261 26.3.2.4). */
export type GuardDecision =
  | { readonly name: 'admitted'; readonly identity: RequestIdentity }
  | {
      readonly name: 'refused';
      readonly status: number;
      readonly reason?: string;
      readonly headers: readonly Header[];
    };

/** Stands before the handler: who may come in, and as whom. ACK, CANCEL and OPTIONS are not asked about. */
export interface RequestGuard {
  decide(incoming: IncomingRequest): GuardDecision;
}

/** A request that passed the checks of RFC 3261 8.2, with the way to answer it. */
export interface ReceivedRequest {
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly identity: RequestIdentity;
  /** Read once by the user agent, so that handlers do not parse again. */
  readonly callId: string;
  readonly fromTag: string;
  /** Absent outside a dialog. */
  readonly toTag: string | undefined;
  readonly cseq: number;
  /** Via branch of the request, unique per transaction of this peer. */
  readonly branch: string;
  /** Answers through the server transaction. For ACK it does nothing. */
  respond(response: SipResponse): void;
}

/** The transaction user (RFC 3261 5): what the user agent hands requests to. */
export interface RequestHandler {
  receiveRequest(received: ReceivedRequest): void;
  /** A stream connection ended. */
  flowClosed(flow: Flow): void;
}

/** What becomes of a request that we sent. Exactly one of `finalResponse` and `failed` is called, once. */
export interface ResponseHandler {
  provisionalResponse?(response: SipResponse): void;
  finalResponse(response: SipResponse): void;
  /** A further 2xx to an INVITE, the same one or of another branch: it wants its ACK again (RFC 3261 13.2.2.4). */
  repeatedSuccess?(response: SipResponse): void;
  /** `timeout` is timer B or F (RFC 3261 17.1), `transport` a flow that cannot carry it. */
  failed(why: 'timeout' | 'transport'): void;
}

/** The stack's door downward. */
export interface RequestSender {
  /**
   * Sends a request through a client transaction on `flow`. `request` already has all headers, its top Via with a branch
   * included, so that after a restart the very same bytes can be sent again.
   */
  sendRequest(request: SipRequest, flow: Flow, handler: ResponseHandler): void;
  /** Sends without a transaction: ACK for a 2xx, a retransmitted 2xx (RFC 3261 13.3.1.4). */
  sendStateless(message: SipRequest | SipResponse, flow: Flow): void;
}
