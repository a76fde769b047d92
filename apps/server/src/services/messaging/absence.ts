import type { Flow } from '../../protocols/sip/transactions/sip-transport.ts';
import type { CustomerLeg } from '../switch/leg.ts';
import { customerLeft } from './customer-left.ts';
import { isMsrpLeg } from './is-msrp-leg.ts';
import type { MessagingContext } from './messaging-context.ts';
import { failUnanswered } from './outbound.ts';
import { failUndelivered, sendNext } from './outbox.ts';

/** The connection of a customer is gone: what was in flight waits again, and so does the call, for a limited time. */
export function markAbsent(context: MessagingContext, leg: CustomerLeg): void {
  // His texts have a connection of their own.
  if (isMsrpLeg(leg)) return;
  if (failUnanswered(context, leg, { failed: 'transport' })) return;
  const { decision } = context;
  const outbox = leg.inFlight === null ? leg.outbox : [leg.inFlight.item, ...leg.outbox];
  const awaySince =
    leg.account == null || leg.addressing.kind !== 'page' ? {} : { awaySince: leg.awaySince ?? decision.now };
  decision.state.legs.put({ ...leg, ...awaySince, isAbsent: true, inFlight: null, outbox });
  if (leg.isAbsent) return;
  decision.setDeadline('legAbsence', leg.id, decision.configuration.tenant.options['customer-absence-grace'] * 1000);
}

/** A sign of life on a flow: from now on texts go there, and those that waited go at once. */
export function markPresent(context: MessagingContext, leg: CustomerLeg, flow: Flow): CustomerLeg {
  const { decision } = context;
  if (isMsrpLeg(leg)) return followFlow(context, leg, flow);
  decision.cancelDeadline('legAbsence', leg.id);
  const isSameFlow = leg.flow.id === flow.id;
  // What was in flight on another stream is sent anew on this one; its message id lets the client drop a repeat.
  const isLost = !isSameFlow && leg.inFlight !== null && leg.flow.transport !== 'UDP';
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

/** Texts to a customer who can register wait longer for him than a call does; says whether they do. */
function waitOn({ decision }: MessagingContext, leg: CustomerLeg): boolean {
  if (leg.awaySince === undefined || leg.outbox.every(({ kind }) => kind !== 'text')) return false;
  const waitMs = decision.configuration.tenant.options['customer-away-wait'] * 60_000;
  const leftMs = leg.awaySince + waitMs - decision.now;
  if (leftMs > 0) decision.setDeadline('legAbsence', leg.id, leftMs);
  return leftMs > 0;
}

/** The customer did not come back in time. Who lost his MSRP connection alone is told by a BYE. */
export function absenceEnded(context: MessagingContext, legId: string): void {
  const { legs } = context.decision.state;
  const leg = legs.get(legId);
  if (leg?.isAbsent !== true) return;
  if (waitOn(context, leg)) return;
  if (!isMsrpLeg(leg)) {
    customerLeft(context, leg);
    return;
  }
  failUndelivered(context, leg, 'The customer has left.');
  const emptied: CustomerLeg = { ...leg, outbox: leg.outbox.filter(({ kind }) => kind === 'bye') };
  legs.put(emptied);
  if (leg.connId === null) sendNext(context, emptied);
  else customerLeft(context, emptied, { sendsBye: true });
}

/** Page mode: nothing was said for a long time. */
export function idleEnded(context: MessagingContext, legId: string): void {
  const { decision } = context;
  const leg = decision.state.legs.get(legId);
  if (leg === undefined) return;
  const idleMs = decision.configuration.tenant.options['page-mode-idle-timeout'] * 60_000;
  const leftMs = lastActivity(context, leg) + idleMs - decision.now;
  if (leftMs > 0) decision.setDeadline('legIdle', legId, leftMs);
  else customerLeft(context, leg);
}

/** When something was last said in the call of the leg, or the customer was last heard of, ms since 1970. */
export function lastActivity({ decision }: MessagingContext, leg: CustomerLeg): number {
  const saidAt = leg.connId === null ? undefined : decision.transcripts.lastSaidAt(leg.connId);
  return Math.max(leg.activeAt, saidAt ?? leg.activeAt);
}
