/** Events of treatments, and of interactions that go from one routing point to another. */
import type { Dn } from '@cordboard/shared/ids';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { CallState } from '@cordboard/shared/tlib/call-types';
import type { UnnumberedEvent } from '@cordboard/shared/tlib/events';
import type { CompletionStatus, TreatmentType } from '@cordboard/shared/tlib/treatments';
import type { Call } from './call.ts';
import { abandonedOnQueue, onQueue, queueExtensions, towards } from './events-for-parties.ts';

export function treatmentApplied(
  call: Call,
  routingPoint: Dn,
  treatmentType: TreatmentType,
  treatmentParameters: KeyValueList,
): UnnumberedEvent {
  return { name: 'EventTreatmentApplied', ...onQueue(call, routingPoint), treatmentType, treatmentParameters };
}

/** `collectedDigits` undefined: the treatment asked for none. */
export function treatmentEnd(
  call: Call,
  routingPoint: Dn,
  treatmentType: TreatmentType,
  end: { readonly collectedDigits?: string; readonly completionStatus: CompletionStatus },
): UnnumberedEvent {
  const { collectedDigits, completionStatus } = end;
  return {
    name: 'EventTreatmentEnd',
    ...onQueue(call, routingPoint),
    treatmentType,
    ...(collectedDigits === undefined ? {} : { collectedDigits }),
    extensions: { COMPLETION_STATUS: completionStatus },
  };
}

export function treatmentNotApplied(
  call: Call,
  routingPoint: Dn,
  treatmentType: TreatmentType,
  errorCode: number,
): UnnumberedEvent {
  return { name: 'EventTreatmentNotApplied', ...onQueue(call, routingPoint), treatmentType, errorCode };
}

/** The interaction is sent to another DN, such as a routing point. */
export function routeUsedTo(call: Call, routingPoint: Dn, dn: Dn): UnnumberedEvent {
  return { name: 'EventRouteUsed', ...onQueue(call, routingPoint), ...towards(dn) };
}

/** The interaction leaves its routing point for nowhere: its strategy has ended it. */
export function routeEnded(call: Call, routingPoint: Dn): UnnumberedEvent {
  return { name: 'EventRouteUsed', ...onQueue(call, routingPoint, CallState.Cleared) };
}

/** The interaction leaves its virtual queue and is not answered; `callState` 19 Cleared when the customer is still there. */
export function leftVirtualQueue(
  call: Call,
  virtualQueue: Dn,
  virtualQueueId: string,
  callState: CallState = CallState.Ok,
): UnnumberedEvent {
  return { ...abandonedOnQueue(call, virtualQueue, callState), ...queueExtensions(call, virtualQueueId) };
}

/** The interaction leaves its virtual queue for another DN. */
export function divertedTo(call: Call, virtualQueue: Dn, virtualQueueId: string, dn: Dn): UnnumberedEvent {
  return {
    name: 'EventDiverted',
    ...onQueue(call, virtualQueue),
    ...towards(dn),
    ...queueExtensions(call, virtualQueueId),
  };
}
