import type { Dn } from '@cordboard/shared/ids';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { CallType, MediaType } from '@cordboard/shared/tlib/call-types';
import type { CallModel } from '../call-model.ts';
import type { Call, CustomerEnd } from '../calls/call.ts';
import { createCallUuid, createConnId } from '../calls/conn-id.ts';
import { routeRequest } from '../events/events-for-parties.ts';

export interface Arrival {
  readonly customer: CustomerEnd;
  readonly routingPoint: Dn;
  readonly userData: KeyValueList;
}

/** A customer's IM reaches a routing point: a call begins with EventRouteRequest (CallType Inbound). */
export function arrive(model: CallModel, arrival: Arrival): Call {
  const call: Call = {
    id: createConnId(model.random),
    callUuid: createCallUuid(model.random),
    callId: model.nextCallId(),
    callType: CallType.Inbound,
    mediaType: MediaType.Chat,
    customer: arrival.customer,
    ani: arrival.customer.address,
    dnis: arrival.routingPoint,
    routingPoint: arrival.routingPoint,
    consultOf: null,
    userData: arrival.userData,
    startedAt: model.now,
    parties: [],
    firstUnreceived: null,
  };
  model.calls.put(call);
  model.publish(routeRequest(call, arrival.routingPoint));
  return call;
}
