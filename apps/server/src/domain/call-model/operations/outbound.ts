/** Calls of agents to customers. Rules: docs/spec/call-model.md, CO33 to CO37. */
import type { Dn } from '@cordboard/shared/ids';
import { CallState, CallType } from '@cordboard/shared/tlib/call-types';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { required } from '../../../base/assert.ts';
import type { CallModel } from '../call-model.ts';
import type { Call } from '../calls/call.ts';
import type { Party } from '../calls/party.ts';
import { destinationBusy, established } from '../events/events-for-parties.ts';
import { bringUpToDate, establishCaller } from './answer.ts';
import { beginCall, type Dialled } from './dial.ts';
import { joinMonitoring } from './monitor.ts';
import { endCall } from './release.ts';
import { callerSays } from './say.ts';

function callerOf(call: Call): Party | undefined {
  return call.parties.find((party) => party.state === 'dialing');
}

/** Whether this is a call to a customer who has not answered yet. */
export function isCallingCustomer(call: Call): boolean {
  return call.customer !== null && callerOf(call) !== undefined;
}

/**
 * TMakeCall to a customer's address: EventDialing, and the opening text goes to where the customer wrote from lately. Without
 * a text, and where no client rings, there is nothing to wait for, and the call is established. A customer who cannot be
 * reached is EventDestinationBusy.
 */
export function callCustomer(
  model: CallModel,
  dialled: Omit<Dialled, 'callType' | 'consultOf' | 'otherDN'>,
  address: string,
): DnEvent {
  const way = model.customerLegs.wayTo(address);
  const legId = model.random.hex(8);
  const { call, event } = beginCall(model, {
    ...dialled,
    otherDN: address as Dn,
    callType: CallType.Outbound,
    consultOf: null,
    im: null,
    customer: { legId, address },
    ...(way === undefined ? {} : { routingPoint: way.routingPoint }),
  });
  if (way === undefined) {
    customerNotReached(model, call, CallState.SitInvalidnum, 'Nobody can be reached under this address now.');
    return event;
  }
  const leg = model.customerLegs.call(call, legId, address);
  if (dialled.im !== null) callerSays(model, call, required(callerOf(call), 'caller'), dialled.im);
  else if (leg === 'isOpen') customerAnswered(model, call);
  return event;
}

/** The customer's client has taken the text, or the call: EventEstablished for the caller, and the text as 3001. */
export function customerAnswered(model: CallModel, call: Call): void {
  const changed: Call = { ...establishCaller(model, call), firstUnreceived: null };
  model.calls.put(changed);
  const caller = required(changed.parties[0], 'caller');
  model.publish(established(changed, caller));
  bringUpToDate(model, changed, caller, call.firstUnreceived, { isTranscriptWanted: false });
  joinMonitoring(model, changed, caller.dn);
}

/** EventDestinationBusy with the reason in a sentence, then EventReleased. */
export function customerNotReached(model: CallModel, call: Call, callState: CallState, reason: string): void {
  model.publish(destinationBusy(call, required(callerOf(call), 'caller'), callState, reason));
  endCall(model, call, { customerLeft: false });
}
