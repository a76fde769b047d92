import type { CustomerLeg, OutgoingItem } from '../../switch/rows/leg.ts';
import { isMsrpLeg } from '../legs/is-msrp-leg.ts';
import { isSessionLeg } from '../legs/session.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { failUndelivered, reportFailed, sendNext } from '../sending/outbox.ts';
import { customerLeft } from './customer-left.ts';
import { goOnWithoutSession } from './lost-session.ts';

/** The customer did not come back in time. Who lost his MSRP connection alone is told by a BYE. */
export function absenceEnded(context: MessagingContext, legId: string): void {
  const { legs } = context.decision.state;
  const leg = legs.get(legId);
  if (leg?.isAbsent !== true) return;
  if (isSessionLeg(leg) && goOnWithoutSession(context, leg)) return;
  if (waitOn(context, leg)) return;
  if (!isMsrpLeg(leg)) {
    customerLeft(context, legs.get(legId) ?? leg);
    return;
  }
  failUndelivered(context, leg, 'The customer has left.');
  const emptied: CustomerLeg = { ...leg, outbox: leg.outbox.filter(({ kind }) => kind === 'bye') };
  legs.put(emptied);
  if (leg.connId === null) sendNext(context, emptied);
  else customerLeft(context, emptied, { sendsBye: true });
}

/**
 * Texts to a customer who can register wait longer for him than a call does. Those whose time is over have failed; says whether
 * others still wait.
 */
function waitOn(context: MessagingContext, leg: CustomerLeg): boolean {
  if (leg.awaySince === undefined) return false;
  const { decision } = context;
  const isOver = (item: OutgoingItem) => item.kind === 'text' && (item.expiresAt ?? 0) <= decision.now;
  const outbox = leg.outbox.filter((item) => !isOver(item));
  decision.state.legs.put({ ...leg, outbox });
  reportFailed(context, leg, leg.outbox.filter(isOver), 'The customer did not come back in time.');
  const times = outbox.flatMap((item) => (item.kind === 'text' ? [item.expiresAt ?? 0] : []));
  if (times.length > 0) decision.setDeadline('legAbsence', leg.id, Math.min(...times) - decision.now);
  return times.length > 0;
}
