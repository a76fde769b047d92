import type { CustomerLeg } from '../../switch/rows/leg.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { closeMsrp } from './msrp-send.ts';

/** Whether the chat is over and nothing is left to send, nor an answer to an INVITE to wait for. */
export function isDone({ connId, inFlight, outbox, calling }: CustomerLeg): boolean {
  return connId === null && inFlight === null && outbox.length === 0 && calling === undefined;
}

/** Forgets a leg and its deadlines. */
export function closeLeg(context: MessagingContext, leg: CustomerLeg): void {
  const { decision } = context;
  closeMsrp(context, leg);
  decision.state.legs.remove(leg.id);
  for (const kind of [
    'legAnswer',
    'legIdle',
    'legAbsence',
    'legPause',
    'legRetransmit',
    'legAcknowledgement',
    'legSession',
    'composing',
  ] as const) {
    decision.cancelDeadline(kind, leg.id);
  }
}
