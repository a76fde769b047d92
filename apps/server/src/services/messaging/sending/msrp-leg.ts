/** Texts over MSRP: the third carriage of a customer's leg, beside the MESSAGEs of page mode and session mode. */

import { unreachable } from '../../../base/assert.ts';
import { advance, begin, type Effect, type Input } from '../../../protocols/msrp/session-machine.ts';
import { IMDN_TYPE } from '../../../protocols/sip/bodies/imdn.ts';
import { IS_COMPOSING_TYPE } from '../../../protocols/sip/bodies/is-composing.ts';
import { type CustomerLeg, habitsOf, type MsrpCarriage, type SessionAddressing } from '../../switch/rows/leg.ts';
import { isMsrpLeg, type MsrpLeg, takesAlone, takesWrapped } from '../legs/is-msrp-leg.ts';
import { startAbsenceGrace } from '../legs/leg-deadlines.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { closeMsrp } from './msrp-send.ts';
import { sendNext } from './outbox.ts';

/** The answer that takes an MSRP session is on its way: its connection is waited for like somebody who is absent. */
export function beginMsrp(context: MessagingContext, leg: CustomerLeg): void {
  openMsrpOffer(context, leg);
  if (!isMsrpLeg(leg)) return;
  const { msrp } = leg.addressing;
  const habits = habitsOf(leg);
  const composes = habits.composes || takesAlone(msrp, IS_COMPOSING_TYPE);
  const notifies = habits.notifies || takesAlone(msrp, IMDN_TYPE) || takesWrapped(msrp, IMDN_TYPE);
  perform(context, { ...leg, habits: { ...habits, composes, notifies } }, begin().effects);
}

/** What we offer is good from now on: a peer may connect before his answer is here. */
export function openMsrpOffer({ decision }: MessagingContext, { addressing, calling }: CustomerLeg): void {
  const offer = addressing.kind === 'session' ? addressing.msrpOffer : calling?.msrpOffer;
  if (offer === undefined) return;
  const { sessionId, localPath } = offer;
  if (addressing.kind === 'session' && sessionId === addressing.msrp?.sessionId) return;
  decision.release({ name: 'openMsrpSession', session: { sessionId, localPath, remotePath: [] }, target: null });
}

/** The answer to our offer: the session that it makes begins, and what the peer did not take is gone. */
export function settleMsrpOffer(
  context: MessagingContext,
  leg: CustomerLeg & { readonly addressing: SessionAddressing },
  msrp: MsrpCarriage | undefined,
): void {
  const { msrpOffer, ...addressing } = leg.addressing;
  const settled = { ...leg, addressing };
  const offered = msrpOffer?.sessionId;
  if (offered !== undefined && offered !== msrp?.sessionId && offered !== addressing.msrp?.sessionId)
    context.decision.release({ name: 'closeMsrpSession', sessionId: offered });
  context.decision.state.legs.put(settled);
  renewMsrp(context, settled, msrp);
  const begun = context.decision.state.legs.get(leg.id);
  if (msrpOffer?.isBound === true && isMsrpLeg(begun) && begun.addressing.msrp.sessionId === offered)
    moveMsrp(context, begun, { name: 'bound' });
}

/** Moves the MSRP session of a leg, and keeps the leg. */
export function moveMsrp(context: MessagingContext, leg: MsrpLeg, input: Input): void {
  const step = advance(leg.addressing.msrp.session, input);
  const moved = withMsrp(leg, { ...leg.addressing.msrp, session: step.state });
  context.decision.state.legs.put(moved);
  if (isMsrpLeg(moved)) perform(context, moved, step.effects);
}

/** A later offer was answered: with the session that was there, with another one, or with none. */
export function renewMsrp(
  context: MessagingContext,
  leg: CustomerLeg & { readonly addressing: SessionAddressing },
  msrp: MsrpCarriage | undefined,
): void {
  const former = leg.addressing.msrp;
  if (former?.sessionId === msrp?.sessionId) return;
  if (former !== undefined) closeMsrp(context, leg);
  const changed = withMsrp(leg, msrp);
  if (msrp !== undefined) beginMsrp(context, changed);
  else {
    context.decision.cancelDeadline('legAbsence', leg.id);
    sendNext(context, { ...takeBack(changed), isAbsent: false });
  }
}

/** After a restart: what had a connection has lost it, what waits for one waits on. */
export function resumeMsrp(context: MessagingContext, leg: MsrpLeg, isBound: boolean): void {
  const { msrp } = leg.addressing;
  if (msrp.session.name === 'waiting') {
    if (isBound) moveMsrp(context, leg, { name: 'bound' });
    else openMsrp(context, msrp);
  } else if (!isBound) moveMsrp(context, leg, { name: 'connectionLost' });
}

function openMsrp({ decision }: MessagingContext, msrp: MsrpCarriage): void {
  const { sessionId, localPath, remotePath, fingerprints, target } = msrp;
  decision.release({
    name: 'openMsrpSession',
    session: { sessionId, localPath, remotePath, fingerprints },
    target,
  });
}

function withMsrp<Leg extends CustomerLeg & { readonly addressing: SessionAddressing }>(
  leg: Leg,
  msrp: MsrpCarriage | undefined,
): CustomerLeg & { readonly addressing: SessionAddressing } {
  return { ...leg, addressing: { ...leg.addressing, msrp } };
}

function perform(context: MessagingContext, leg: MsrpLeg, effects: readonly Effect[]): void {
  for (const effect of effects) {
    switch (effect.name) {
      case 'open':
        openMsrp(context, leg.addressing.msrp);
        break;
      case 'close':
        closeMsrp(context, leg);
        break;
      case 'markPresent':
        context.decision.cancelDeadline('legAbsence', leg.id);
        sendNext(context, { ...leg, isAbsent: false, activeAt: context.decision.now });
        break;
      case 'markAbsent':
        markWaiting(context, leg);
        break;
      default:
        unreachable(effect);
    }
  }
}

function markWaiting({ decision }: MessagingContext, leg: MsrpLeg): void {
  decision.state.legs.put({ ...takeBack(leg), isAbsent: true });
  startAbsenceGrace(decision, leg.id);
}

/** A text on its way over MSRP may have arrived or not: it waits again, under the id that lets the client drop a repeat. */
function takeBack(leg: CustomerLeg): CustomerLeg {
  const { inFlight } = leg;
  if (inFlight?.method !== 'SEND') return leg;
  return { ...leg, inFlight: null, outbox: [inFlight.item, ...leg.outbox] };
}
