import type { ConnId, Dn, MessageId } from '@cordboard/shared/ids';
import type { MsrpTarget } from '../../../protocols/msrp/msrp-transport.ts';
import type { State as MsrpSessionState } from '../../../protocols/msrp/session-machine.ts';
import type { Dialog } from '../../../protocols/sip/dialogs/dialog.ts';
import type { DialogId } from '../../../protocols/sip/dialogs/dialog-id.ts';
import type { State as SessionState } from '../../../protocols/sip/dialogs/session-machine.ts';
import type { Header } from '../../../protocols/sip/message/message.ts';
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';

/** What waits to go to the customer. A text that is too long for its flow is several items. */
export type OutgoingItem =
  | {
      readonly kind: 'text';
      readonly messageId: MessageId;
      /** From 1. */
      readonly part: number;
      readonly parts: number;
      /** With the prefix. */
      readonly body: string;
      /** How much of the body is the prefix; absent without one. */
      readonly prefixLength?: number;
      /** Said by no person: other automats must not answer it. */
      readonly isAutomatic?: true;
      /** Of one that waits for its customer: until when, ms since 1970. */
      readonly expiresAt?: number;
      /** How often it was written anew, as the client took it otherwise. */
      readonly attempt?: number;
    }
  | { readonly kind: 'bye' };

/** A request that is on its way, a SIP request or the SEND of MSRP, kept whole so that after a restart the very same bytes are sent again. */
export interface InFlightRequest {
  readonly item: OutgoingItem;
  readonly branch: string;
  readonly method: string;
  readonly requestUri: string;
  readonly headers: readonly Header[];
  readonly body: string;
}

/** A request as it was sent, and on which way. */
export type SentRequest = Omit<InFlightRequest, 'item'> & { readonly flow: Flow };

/** How page-mode MESSAGEs to this customer are addressed (RFC 3428): no dialog, each with a Call-ID of its own. */
export interface PageAddressing {
  readonly kind: 'page';
  /** Unique among open legs: (tenant, customer, flow, routing point). */
  readonly customerKey: string;
  readonly requestUri: string;
  readonly from: string;
  readonly to: string;
  /** Hops before the client (RFC 3327). */
  readonly route?: readonly string[];
  /** The chat had a session that was lost: whoever of this customer invites anew goes on in it. */
  readonly hadSession?: true;
}

/** Session mode: MESSAGEs inside the dialog of an INVITE. */
export interface SessionAddressing {
  readonly kind: 'session';
  readonly dialog: Dialog;
  readonly session: SessionState;
  /** The last 2xx to an INVITE, repeated as it was until its ACK comes; null while every INVITE was ours. */
  readonly acceptance: StoredResponse | null;
  /** Our INVITE that made the dialog, and the ACK for a 200 that comes again. */
  readonly called?: { readonly invite: SentRequest; readonly ack: SentRequest };
  /** Dialogs whose place this one took: a client that never saw the answer to its Replaces names an old one again. */
  readonly formerDialogs: readonly DialogId[];
  /** Texts go over MSRP; without it as MESSAGEs in the dialog. */
  readonly msrp?: MsrpCarriage | undefined;
  /** MSRP as our own offer says it, while the answer has not come. */
  readonly msrpOffer?: MsrpOffer | undefined;
}

/** A customer is called: an INVITE of ours has no final response. Until then the leg is addressed as in page mode. */
export interface CustomerInvite {
  readonly invite: SentRequest;
  readonly msrpOffer?: MsrpOffer | undefined;
  /** It was taken back (RFC 3261 9.1). */
  readonly isCancelled?: true;
}

/** Our side of an MSRP session that the peer may take. */
export interface MsrpOffer {
  readonly sessionId: string;
  readonly localPath: string;
  /** The peer was faster than his answer. */
  readonly isBound: boolean;
}

/** The MSRP session that the offer and the answer of a dialog agreed on. */
export interface MsrpCarriage {
  /** The secret in our URI. */
  readonly sessionId: string;
  readonly localPath: string;
  readonly remotePath: readonly string[];
  /** Types that the peer takes alone, and within message/cpim; nothing else is ever sent (RFC 4975 8.6). */
  readonly acceptTypes: readonly string[];
  readonly acceptWrappedTypes: readonly string[];
  /** Bytes of one message; null when any size will do. */
  readonly maxSize: number | null;
  /** Where the peer waits for us (RFC 6135); null when he connects. */
  readonly target: MsrpTarget | null;
  /** Of the certificate that a peer who connects over TLS has to show. */
  readonly fingerprints?: readonly string[];
  readonly session: MsrpSessionState;
}

/** How many former dialogs are remembered. */
export const FORMER_DIALOGS_MAX = 4;

/** A response as it is kept. */
export interface StoredResponse {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: string;
}

/** Who writes to a client, and when it was told so last. */
export interface ToldComposing<Writer extends string> {
  readonly writers: readonly Writer[];
  readonly toldAt: number;
}

/** What a customer's client has shown of itself: how texts to it are written, and what else it is told. */
export interface PeerHabits {
  /** It has sent message/cpim. */
  readonly wraps: boolean;
  /** It has said what becomes of texts (RFC 5438), or asked for it. */
  readonly notifies: boolean;
  /** It has said that somebody writes (RFC 3994), or that it takes that. */
  readonly composes: boolean;
  /** Media types that it has answered with 415. */
  readonly refused: readonly string[];
}

export const NO_HABITS: PeerHabits = { wraps: false, notifies: false, composes: false, refused: [] };
export function habitsOf({ habits }: Pick<CustomerLeg, 'habits'>): PeerHabits {
  return habits ?? NO_HABITS;
}

/** How many refused types are remembered. */
export const REFUSED_TYPES_MAX = 16;

/** The SIP side of a customer. Call control does not know which carriage it is. */
export interface CustomerLeg {
  readonly id: string;
  /** Null once the call has ended and the leg only sends what is left. */
  readonly connId: ConnId | null;
  readonly routingPoint: Dn;
  /** Where the customer's last request came from: answers and texts go there and nowhere else. */
  readonly flow: Flow;
  readonly addressing: PageAddressing | SessionAddressing;
  /** The account of the customer; he is the same one on any flow. */
  readonly account?: string | null;
  /** Since when a customer with an account has been away, ms since 1970. */
  readonly awaySince?: number;
  /** Flows of the account on which the text that waits could not be delivered. */
  readonly triedFlows?: readonly string[];
  /** Nothing else goes out before its answer. */
  readonly calling?: CustomerInvite;
  readonly inFlight: InFlightRequest | null;
  readonly outbox: readonly OutgoingItem[];
  /** The stream connection is gone; texts wait until the customer comes back. */
  readonly isAbsent: boolean;
  /** The client asked for a pause (503 with Retry-After) until then, ms since 1970; null when it takes texts. */
  readonly pausedUntil: number | null;
  /** Ids that the customer's client gave to its last texts: a repeat is not told again. */
  readonly receivedIds: readonly string[];
  /** Absent while it has shown nothing. */
  readonly habits?: PeerHabits;
  /** Agents who write, and when the customer's client was told so last. */
  readonly composing?: ToldComposing<Dn>;
  /** The flow on which somebody without an account has taken a text. */
  readonly answeredOn?: string;
  /** Last sign of life besides the texts of the call, ms since 1970. */
  readonly activeAt: number;
}

/** Whether something that a person wrote is still on its way to the customer; announcements are nobody's words. */
export function hasWordsOnTheWay({ inFlight, outbox }: Pick<CustomerLeg, 'inFlight' | 'outbox'>): boolean {
  return [inFlight?.item, ...outbox].some((item) => item?.kind === 'text' && item.isAutomatic !== true);
}

/** Most items that may wait for one customer; beyond it the oldest cannot be delivered any more. */
export const OUTBOX_MAX = 500;
/** Longest pause that a client may ask for. */
export const PAUSE_SECONDS_MAX = 300;
/** How many of the client's message ids are remembered per leg. */
export const RECEIVED_IDS_MAX = 64;
/** Header by which a client recognises a text that it has already shown or sent. */
export const MESSAGE_ID_HEADER = 'Cordboard-Message-ID';
/** Header beside it by which a client without envelopes asks what becomes of its text, in the words of RFC 5438 6.3. */
export const DISPOSITION_HEADER = 'Cordboard-Disposition-Notification';

/** The id under which the customer's client sees a text, or a piece of one. */
export function messageIdValue(item: OutgoingItem & { readonly kind: 'text' }): string {
  return item.parts === 1 ? item.messageId : `${item.messageId}.${item.part}`;
}
