/** Events of treatments, and of interactions that go from one routing point to another. */
import type { Dn } from '@cordboard/shared/ids';
import { PRODUCT_NAME, PRODUCT_VERSION } from '@cordboard/shared/product';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { CallState } from '@cordboard/shared/tlib/call-types';
import type { UnnumberedEvent } from '@cordboard/shared/tlib/events';
import type { CompletionStatus, TreatmentType } from '@cordboard/shared/tlib/treatments';
import type { Call } from '../calls/call.ts';
import { abandonedOnQueue, onQueue, towards } from './events-for-parties.ts';

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

/** The interaction leaves its routing point for nowhere: its strategy has ended it. */
export function routeEnded(call: Call, routingPoint: Dn): UnnumberedEvent {
  return { name: 'EventRouteUsed', ...onQueue(call, routingPoint, CallState.Cleared) };
}

/** One stay of an interaction in a virtual queue. */
export interface QueueStay {
  readonly virtualQueue: Dn;
  /** VQID. */
  readonly id: string;
  /** The switch. */
  readonly location: string;
}

/** RTR in `reasons` of EventDiverted: who sent the interaction where it goes. The numbers are ours. */
export const DivertedBy = { Strategy: 1, OutsideRouter: 2, Redirection: 3 } as const;
export type DivertedBy = (typeof DivertedBy)[keyof typeof DivertedBy];

/** The router's marks on events of a virtual queue. There is one router, so no cluster. */
function marks(call: Call, { id, location }: QueueStay): { readonly extensions: KeyValueList } {
  return {
    extensions: {
      SIGNATURE: 'router',
      NAME: PRODUCT_NAME,
      VERSION: PRODUCT_VERSION,
      CLUSTER: '',
      VQID: id,
      Location: location,
      CallUUID: call.callUuid,
    },
  };
}

export function queued(call: Call, stay: QueueStay): UnnumberedEvent {
  return { name: 'EventQueued', ...onQueue(call, stay.virtualQueue), ...marks(call, stay) };
}

/** The interaction leaves its virtual queue and is not answered; `callState` 19 Cleared when the customer is still there. */
export function leftVirtualQueue(call: Call, stay: QueueStay, callState: CallState = CallState.Ok): UnnumberedEvent {
  return { ...abandonedOnQueue(call, stay.virtualQueue, callState), ...marks(call, stay) };
}

/** The interaction leaves its virtual queue for who has answered it, or another DN. */
export function divertedFrom(call: Call, stay: QueueStay, to: Dn, by: DivertedBy): UnnumberedEvent {
  return {
    name: 'EventDiverted',
    ...onQueue(call, stay.virtualQueue),
    ...towards(to),
    ...marks(call, stay),
    reasons: { RTR: by },
  };
}
