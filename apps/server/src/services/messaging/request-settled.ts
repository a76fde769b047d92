import { transactionTimeoutMs } from '../../protocols/sip/transactions/machines/timers.ts';
import { isReliable } from '../../protocols/sip/transport/sip-transport.ts';
import { type CustomerLeg, type InFlightRequest, PAUSE_SECONDS_MAX } from '../switch/rows/leg.ts';
import { customerLeft } from './absence/customer-left.ts';
import { goOnWithoutSession } from './absence/lost-session.ts';
import { flowLost, tryNextBinding, waitForCustomer } from './absence/registered-customers.ts';
import { waitForTrunk } from './absence/trunk-moved.ts';
import { isFormatRefused, otherFormat, usesEnvelope } from './bodies/text-format.ts';
import { answeredByCustomer, failUnanswered } from './calling/outbound.ts';
import { isMsrpLeg } from './legs/is-msrp-leg.ts';
import { absenceGraceMs } from './legs/leg-deadlines.ts';
import { rememberRefusals } from './legs/remembered-refusals.ts';
import { isSessionLeg } from './legs/session.ts';
import type { MessagingContext } from './network/messaging-context.ts';
import { type RequestOutcome, reasonInWords } from './requests/request-outcome.ts';
import { closeLeg, isDone } from './sending/close-leg.ts';
import { moveMsrp } from './sending/msrp-leg.ts';
import { reportDelivery, reportFailed, sendNext } from './sending/outbox.ts';

/** The outcome of what was in flight: tell the agent, then send the next, or notice that the customer is gone. */
export function requestSettled(
  context: MessagingContext,
  legId: string,
  branch: string,
  outcome: RequestOutcome,
): void {
  const leg = context.decision.state.legs.get(legId);
  if (leg?.inFlight?.branch !== branch) return;
  const { inFlight } = leg;
  if (isMsrpLeg(leg) && isMsrpGone(outcome)) {
    if (inFlight.item.kind === 'bye') closeLeg(context, leg);
    else moveMsrp(context, leg, { name: 'connectionLost' });
    return;
  }
  if ('failed' in outcome && outcome.failed === 'transport' && isReliable(leg.flow)) {
    flowLost(context, leg);
    return;
  }
  const { triedFlows: _tried, ...rest } = leg;
  const settled: CustomerLeg = { ...rest, inFlight: null };
  if (inFlight.item.kind === 'bye') {
    closeLeg(context, settled);
    return;
  }
  if ('status' in outcome && outcome.status >= 200 && outcome.status < 300) {
    if (inFlight.item.part === inFlight.item.parts) {
      answeredByCustomer(context, leg);
      reportDelivery(context, leg, inFlight.item.messageId, { state: 'sent' });
    }
    goOn(context, isMsrpLeg(leg) ? settled : answeredThere(settled));
    return;
  }
  if (tryNextBinding(context, leg, outcome)) return;
  if ('status' in outcome && tryOtherFormat(context, settled, inFlight, outcome)) return;
  if (failUnanswered(context, settled, outcome)) return;
  if ('status' in outcome && outcome.status === 503 && outcome.retryAfterSeconds !== undefined) {
    pause(context, settled, inFlight, outcome.retryAfterSeconds);
    return;
  }
  if (waitForTrunk(context, settled, inFlight, outcome) || waitForCustomer(context, leg, outcome)) return;
  if (isDialogGone(outcome) && isSessionLeg(leg) && !isMsrpLeg(leg) && goOnWithoutSession(context, leg)) return;
  if (tryAgain(context, settled, inFlight, outcome)) return;
  textFailed(context, settled, inFlight, outcome);
}

/** Where the source may be forged, it is kept that it is not. */
function answeredThere(leg: CustomerLeg): CustomerLeg {
  const { account, flow, answeredOn } = leg;
  return account != null || isReliable(flow) || answeredOn === flow.id ? leg : { ...leg, answeredOn: flow.id };
}

/**
 * Over UDP silence may be a network that is gone for a moment: within a session the text goes anew as long as somebody whose
 * connection is lost would be waited for.
 */
function tryAgain(context: MessagingContext, leg: CustomerLeg, { item }: InFlightRequest, outcome: RequestOutcome) {
  if (!('failed' in outcome) || outcome.failed !== 'timeout' || item.kind !== 'text') return false;
  if (!isSessionLeg(leg) || isMsrpLeg(leg) || isReliable(leg.flow)) return false;
  const attempt = (item.attempt ?? 0) + 1;
  if (attempt * transactionTimeoutMs >= absenceGraceMs(context.decision)) return false;
  sendNext(context, { ...leg, outbox: [{ ...item, attempt }, ...leg.outbox] });
  return true;
}

/** A lost connection, or a peer who does not know the session any more: the text waits for a new offer. */
function isMsrpGone(outcome: RequestOutcome): boolean {
  return 'failed' in outcome || outcome.status === 481 || outcome.status === 506;
}

/** RFC 3261 21.4.13: the text goes once more, written otherwise, and so do all that follow. */
function tryOtherFormat(
  context: MessagingContext,
  leg: CustomerLeg,
  { item }: InFlightRequest,
  { status, accept = [] }: Extract<RequestOutcome, { status: number }>,
): boolean {
  const isRefused = !isMsrpLeg(leg) && isFormatRefused(status, usesEnvelope(leg));
  const other = isRefused ? otherFormat(leg, accept) : undefined;
  if (other === undefined || item.kind !== 'text') return false;
  rememberRefusals(context, other);
  sendNext(context, { ...other, outbox: [{ ...item, attempt: (item.attempt ?? 0) + 1 }, ...leg.outbox] });
  return true;
}

/** RFC 3261 21.5.4: the client takes nothing for a while; the text is sent anew after that. */
function pause(context: MessagingContext, leg: CustomerLeg, inFlight: InFlightRequest, seconds: number): void {
  const pauseMs = Math.min(Math.max(seconds, 1), PAUSE_SECONDS_MAX) * 1000;
  const { decision } = context;
  decision.state.legs.put({ ...leg, outbox: [inFlight.item, ...leg.outbox], pausedUntil: decision.now + pauseMs });
  decision.setDeadline('legPause', leg.id, pauseMs);
}

/** The pause is over. */
export function pauseEnded(context: MessagingContext, legId: string): void {
  const leg = context.decision.state.legs.get(legId);
  if (leg !== undefined) sendNext(context, { ...leg, pausedUntil: null });
}

/** RFC 3261 12.2.1.2: the dialog is gone when the peer says so or does not answer at all. */
function isDialogGone(outcome: RequestOutcome): boolean {
  return 'failed' in outcome || outcome.status === 481 || outcome.status === 408;
}

function textFailed(
  context: MessagingContext,
  leg: CustomerLeg,
  inFlight: InFlightRequest,
  outcome: RequestOutcome,
): void {
  reportFailed(context, leg, [inFlight.item], reasonInWords(outcome));
  if (isDialogGone(outcome) && !isMsrpLeg(leg) && leg.addressing.kind === 'session') {
    customerLeft(context, leg);
    return;
  }
  const { item } = inFlight;
  const rest = leg.outbox.filter(
    (other) => other.kind !== 'text' || item.kind !== 'text' || other.messageId !== item.messageId,
  );
  goOn(context, { ...leg, outbox: rest });
}

function goOn(context: MessagingContext, leg: CustomerLeg): void {
  const changed = sendNext(context, leg);
  if (isDone(changed)) closeLeg(context, changed);
}
