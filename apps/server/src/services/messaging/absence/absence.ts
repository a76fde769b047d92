import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import type { CustomerLeg } from '../../switch/rows/leg.ts';
import { withExpiry } from '../bodies/text-expiry.ts';
import { failUnanswered } from '../calling/outbound.ts';
import { isMsrpLeg } from '../legs/is-msrp-leg.ts';
import { idleTimeoutMs, startAbsenceGrace } from '../legs/leg-deadlines.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { sendNext } from '../sending/outbox.ts';
import { customerLeft } from './customer-left.ts';

/** The connection of a customer is gone: what was in flight waits again, and so does the call, for a limited time. */
export function markAbsent(context: MessagingContext, leg: CustomerLeg): void {
  // His texts have a connection of their own.
  if (isMsrpLeg(leg)) return;
  if (failUnanswered(context, leg, { failed: 'transport' })) return;
  const { decision } = context;
  const outbox = undelivered(leg);
  const waiting =
    leg.account == null || leg.addressing.kind !== 'page'
      ? { outbox }
      : { outbox: withExpiry(context, outbox), awaySince: leg.awaySince ?? decision.now };
  decision.state.legs.put({ ...leg, ...waiting, isAbsent: true, inFlight: null });
  if (leg.isAbsent) return;
  startAbsenceGrace(decision, leg.id);
}

/** What has not been delivered, in order. */
export function undelivered(leg: CustomerLeg): CustomerLeg['outbox'] {
  return leg.inFlight === null ? leg.outbox : [leg.inFlight.item, ...leg.outbox];
}

/** A sign of life on a flow: from now on texts go there, and those that waited go at once. */
export function markPresent(context: MessagingContext, leg: CustomerLeg, flow: Flow): CustomerLeg {
  const { decision } = context;
  if (isMsrpLeg(leg)) return followFlow(context, leg, flow);
  decision.cancelDeadline('legAbsence', leg.id);
  const isSameFlow = leg.flow.id === flow.id;
  // What was in flight on another stream is sent anew on this one; its message id lets the client drop a repeat. In a session
  // so is what went by UDP: silence there would say that the customer has left.
  const mayBeLost = leg.flow.transport !== 'UDP' || leg.addressing.kind === 'session';
  const isLost = !isSameFlow && leg.inFlight !== null && mayBeLost;
  const { awaySince: _past, ...rest } = leg;
  const present: CustomerLeg = {
    ...rest,
    flow,
    isAbsent: false,
    pausedUntil: null,
    activeAt: decision.now,
    ...(isLost && leg.inFlight !== null ? { inFlight: null, outbox: [leg.inFlight.item, ...leg.outbox] } : {}),
  };
  return sendNext(context, present);
}

/** The requests of a dialog go elsewhere; whether texts can go is their own connection's matter. */
function followFlow(context: MessagingContext, leg: CustomerLeg, flow: Flow): CustomerLeg {
  const isLost = leg.flow.id !== flow.id && leg.flow.transport !== 'UDP' && leg.inFlight?.item.kind === 'bye';
  return sendNext(context, {
    ...leg,
    flow,
    activeAt: context.decision.now,
    ...(isLost ? { inFlight: null, outbox: [{ kind: 'bye' }, ...leg.outbox] } : {}),
  });
}

/** Page mode: nothing was said for a long time. */
export function idleEnded(context: MessagingContext, legId: string): void {
  const { decision } = context;
  const leg = decision.state.legs.get(legId);
  if (leg === undefined) return;
  const leftMs = lastActivity(context, leg) + idleTimeoutMs(decision) - decision.now;
  if (leftMs > 0) decision.setDeadline('legIdle', legId, leftMs);
  else customerLeft(context, leg);
}

/** When something was last said in the call of the leg, or the customer was last heard of, ms since 1970. */
export function lastActivity({ decision }: MessagingContext, leg: CustomerLeg): number {
  const saidAt = leg.connId === null ? undefined : decision.transcripts.lastSaidAt(leg.connId);
  return Math.max(leg.activeAt, saidAt ?? leg.activeAt);
}
