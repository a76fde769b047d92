import type { Dn } from '@cordboard/shared/ids';
import type { Presence } from '../../../protocols/sip/bodies/pidf.ts';
import type { Dialog } from '../../../protocols/sip/dialogs/dialog.ts';
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';

/** Somebody who is told how available a routing point or an agent is (RFC 6665, 3856). Its `id` is our tag in the dialog. */
export interface Subscription {
  readonly id: string;
  /** The routing point's or the agent's DN. */
  readonly dn: Dn;
  /** Account or trusted peer, or the flow of somebody unknown: who may change it, and whose limit it counts to. */
  readonly watcher: string;
  readonly dialog: Dialog;
  /** The value of the Event header, with its id if it has one: repeated in each NOTIFY. */
  readonly event: string;
  /** Where its last SUBSCRIBE came from: notices go there. */
  readonly flow: Flow;
  /** Ms since 1970. */
  readonly expiresAt: number;
  /** What was told last; null before the first notice. */
  readonly told: Presence | null;
  /** When that was sent, ms since 1970. */
  readonly toldAt: number;
  /** Branch of the notice on its way; one at a time. */
  readonly inFlight: string | null;
}

/** Shortest and longest life of a subscription, and the one of who does not ask for any, in seconds. */
export const EXPIRES_MIN = 60;
export const EXPIRES_MAX = 3600;
/** RFC 3856 6.10: no more than one notice in five seconds. */
export const NOTICE_PAUSE_MS = 5000;
/** Most subscriptions of one watcher, and of all. */
export const PER_WATCHER_MAX = 100;
export const SUBSCRIPTIONS_MAX = 20_000;

/** The name of the SUBSCRIBE by which a subscription was made or renewed last. */
export function requestNameOf({ dialog }: Subscription): string {
  return `${dialog.callId} ${dialog.remoteTag} ${dialog.remoteCseq}`;
}
