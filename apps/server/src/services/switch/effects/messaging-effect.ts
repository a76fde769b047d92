import type { MsrpSessionDescription, OutgoingMessage, ReceivedMessage } from '../../../protocols/msrp/msrp-handler.ts';
import type { MsrpTarget } from '../../../protocols/msrp/msrp-transport.ts';
import type { SipRequest, SipResponse } from '../../../protocols/sip/message/message.ts';
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import type { ReceivedRequest } from '../../../protocols/sip/user-agent/request-handler.ts';

/** Which bound of open chats is reached. */
export type ChatLimit = 'chats' | 'chats-of-source';

/** SIP that leaves once its step is stored. */
export type MessagingEffect =
  | { readonly name: 'respond'; readonly received: ReceivedRequest; readonly response: SipResponse }
  /** One more request was beyond a bound. */
  | { readonly name: 'countRefusal'; readonly limit: ChatLimit }
  /** Through a client transaction; its outcome is an input of its own. One request at a time per flow. */
  | {
      readonly name: 'sendLegRequest';
      readonly legId: string;
      readonly flow: Flow;
      readonly branch: string;
      readonly request: SipRequest;
    }
  /** NOTIFY about presence; its outcome is an input of its own. */
  | {
      readonly name: 'sendNotice';
      readonly subscriptionId: string;
      readonly flow: Flow;
      readonly branch: string;
      readonly request: SipRequest;
    }
  /** Beside the texts: nobody waits for its outcome, but a refusal is remembered. */
  | {
      readonly name: 'sendLegNotice';
      readonly legId: string;
      readonly flow: Flow;
      readonly branch: string;
      readonly request: SipRequest;
      /** The type that a 415 is about. */
      readonly remembered: string;
      /** Dropped when something else is on its way on this flow. */
      readonly isOptional: boolean;
    }
  /** The id of an MSRP session is good; with a target we connect. */
  | {
      readonly name: 'openMsrpSession';
      readonly session: MsrpSessionDescription;
      readonly target: MsrpTarget | null;
    }
  | { readonly name: 'closeMsrpSession'; readonly sessionId: string }
  /** Its outcome is an input of its own. */
  | {
      readonly name: 'sendMsrpMessage';
      readonly legId: string;
      readonly branch: string;
      readonly sessionId: string;
      readonly message: OutgoingMessage;
    }
  | { readonly name: 'respondMsrp'; readonly received: ReceivedMessage; readonly status: number }
  /** An INVITE to an agent's client; its final response is an input of its own. */
  | {
      readonly name: 'sendInvite';
      readonly legId: string;
      readonly flow: Flow;
      readonly branch: string;
      readonly request: SipRequest;
    }
  /** Takes back an INVITE of ours (RFC 3261 9.1). */
  | { readonly name: 'cancelInvite'; readonly flow: Flow; readonly branch: string; readonly cancel: SipRequest }
  /** Without a transaction: the ACK of a 2xx. */
  | { readonly name: 'sendAck'; readonly flow: Flow; readonly request: SipRequest }
  /** A 2xx to INVITE once more (RFC 3261 13.3.1.4). */
  | { readonly name: 'repeatAcceptance'; readonly flow: Flow; readonly response: SipResponse };
