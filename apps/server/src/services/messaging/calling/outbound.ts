/** Calls to customers and interactions routed outside: what becomes of them when their first text is taken, refused or lost. */
import { CallState } from '@cordboard/shared/tlib/call-types';
import type { Call } from '../../../domain/call-model/calls/call.ts';
import {
  customerAnswered,
  customerNotReached,
  isCallingCustomer,
} from '../../../domain/call-model/operations/outbound.ts';
import { externalFailed, externalReached } from '../../router/external-outcome.ts';
import { routeWaiting } from '../../router/router.ts';
import type { CustomerLeg } from '../../switch/rows/leg.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { type RequestOutcome, reasonInWords } from '../requests/request-outcome.ts';
import { closeLeg } from '../sending/close-leg.ts';
import { rememberCustomer } from './recent-customers.ts';

/** The call of this leg, while its customer has not taken the first text. */
export function unansweredCall({ decision }: MessagingContext, leg: CustomerLeg): Call | undefined {
  const call = leg.connId === null ? undefined : decision.calls.get(leg.connId);
  return call !== undefined && isCallingCustomer(call) ? call : undefined;
}

/** The call that this leg's owner, somebody outside, is to take, while he has not. */
function callOnItsWay({ decision }: MessagingContext, leg: CustomerLeg): Call | undefined {
  const call = leg.connId === null ? undefined : decision.calls.get(leg.connId);
  return call?.external?.legId === leg.id && !call.external.isReached ? call : undefined;
}

/** The first text was taken, or its receiver has written himself: the caller is established, an interaction is routed. */
export function answeredByCustomer(context: MessagingContext, leg: CustomerLeg): void {
  const routed = callOnItsWay(context, leg);
  if (routed !== undefined) externalReached(context.decision, routed);
  const call = unansweredCall(context, leg);
  if (call !== undefined) customerAnswered(context.decision, call);
}

/** The first text was not taken: the caller is told why, the interaction goes on elsewhere, and the leg is no more. Says whether it was such a call. */
export function failUnanswered(context: MessagingContext, leg: CustomerLeg, outcome: RequestOutcome): boolean {
  const routed = callOnItsWay(context, leg);
  if (routed !== undefined) {
    // Who answers is there, though he does not take it now.
    if ('status' in outcome) rememberCustomer(context, leg, routed.external?.address ?? '');
    closeLeg(context, leg);
    externalFailed(context.decision, routed, reasonInWords(outcome));
    routeWaiting(context.decision);
    return true;
  }
  const call = unansweredCall(context, leg);
  if (call === undefined) return false;
  closeLeg(context, leg);
  customerNotReached(context.decision, call, callStateOf(outcome), reasonInWords(outcome));
  routeWaiting(context.decision);
  return true;
}

/** CallState of EventDestinationBusy. */
function callStateOf(outcome: RequestOutcome): CallState {
  if ('failed' in outcome) return outcome.failed === 'timeout' ? CallState.NoAnswer : CallState.SitInvalidnum;
  switch (outcome.status) {
    case 408:
    case 480:
      return CallState.NoAnswer;
    case 486:
    case 503:
    case 600:
    case 603:
      return CallState.Busy;
    case 404:
    case 410:
    case 484:
    case 604:
      return CallState.SitInvalidnum;
    default:
      return CallState.GeneralError;
  }
}
