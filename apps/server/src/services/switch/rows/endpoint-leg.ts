import type { ConnId, Dn, MessageId } from '@cordboard/shared/ids';
import type { ReceiptRequest } from '../../../domain/call-model/texts/text.ts';
import type { Dialog } from '../../../protocols/sip/dialogs/dialog.ts';
import type { InFlightRequest, OutgoingItem, SentRequest, ToldComposing } from './leg.ts';

/** MESSAGEs outside any dialog, each for itself. */
export interface EndpointPage {
  readonly kind: 'page';
  /** The client has refused the text by which the chat rings. */
  readonly isRingRefused?: true;
}

/** MESSAGEs within the dialog of our INVITE. */
export interface EndpointSession {
  readonly kind: 'session';
  /** `refused`: the client wants no session, and is told nothing more of this chat. */
  readonly state: 'inviting' | 'established' | 'refused';
  /** Beginning of what waits, for the Subject of the INVITE. */
  readonly subject: string;
  /** Null before it is sent, as while the client is not there. */
  readonly invite: SentRequest | null;
  readonly dialog: Dialog | null;
  /** For a 200 that comes again. */
  readonly ack: SentRequest | null;
}

/**
 * One chat of an agent as one of his SIP clients has it: a party of a call, and a binding of its DN. The client sees each chat
 * under an address of its own, so that each is a conversation of its own there.
 */
export interface EndpointLeg {
  readonly id: string;
  readonly dn: Dn;
  /** Null once the party is gone and only what is left is sent. */
  readonly connId: ConnId | null;
  /** The binding; while it is gone, what is said waits for its return. */
  readonly bindingId: string;
  /** User part of the address of this chat. It outlives a consultation that becomes part of another call. */
  readonly conversation: string;
  /** Whom the client shows at the other side. */
  readonly displayName: string;
  /** Tag of our From. */
  readonly localTag: string;
  readonly carriage: EndpointPage | EndpointSession;
  readonly inFlight: (SentRequest & Pick<InFlightRequest, 'item'>) | null;
  readonly outbox: readonly OutgoingItem[];
  /** The client asked for a pause (503 with Retry-After) until then, ms since 1970. */
  readonly pausedUntil: number | null;
  /** Who writes in this chat, and when the client was told so last. */
  readonly composing?: ToldComposing<string>;
  /** Of the client's own latest texts: what it still wants to be told. */
  readonly asked?: readonly { readonly messageId: MessageId; readonly asks: ReceiptRequest }[];
}

/** Of how many texts of a client per chat its wishes are remembered. */
export const ASKED_MAX = 64;
