import type { Dn } from '@cordboard/shared/ids';
import type { TEvent } from '@cordboard/shared/tlib/events';

/** What a client gets before what is live. */
export interface Opening {
  /** Sent at once, in order. */
  readonly events: readonly TEvent[];
  /** Stored events to send after that; undefined when `events` show the present state instead. */
  readonly missed: { readonly dns: readonly Dn[]; readonly after: number; readonly upTo: number } | undefined;
}

/** The number under which the answer to a request is stored, and the DN on which it happened. */
export interface StoredAnswer {
  readonly dn: Dn;
  readonly sequence: number;
}
