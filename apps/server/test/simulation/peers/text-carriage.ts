import type { WrittenText } from './simulated-customer.ts';

export interface OwnText extends WrittenText {
  readonly id: string;
}

/** Texts that go beside the dialog, on a connection of their own. */
export interface TextCarriage {
  /** For an INVITE: the session that there is, or a new one. */
  offer(): string;
  /** The server's description; says whether the session is good. */
  answered(description: string): boolean;
  /** Sends the text when it can. */
  carry(text: OwnText): void;
  /** The session is not wanted any more. */
  drop(): void;
  /** From now on every chunk is answered with 200. */
  behave(): void;
}

/** The customer as his carriage knows him. */
export interface CarriedCustomer {
  /** The carriage can take a text, or needs a new offer. */
  carriageChanged(needs: 'text' | 'offer'): void;
  show(messageId: string, body: string): void;
  hasShown(messageId: string): boolean;
}

/** Where a customer in a session is, when it is not a browser of nobody in particular. */
export interface SessionAbode {
  /** What his name begins with. */
  readonly kind: string;
  readonly domain?: string;
  readonly remoteAddress?: string;
  readonly carriage?: (customer: CarriedCustomer) => TextCarriage;
}
