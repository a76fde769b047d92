import type { Dn } from '@cordboard/shared/ids';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { type CallType, MediaType, PartyRole } from '@cordboard/shared/tlib/call-types';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { required } from '../../../base/assert.ts';
import type { AgentSession } from '../../agents/agent-session.ts';
import { refreshAvailability } from '../../agents/availability.ts';
import type { Seat } from '../../agents/seat.ts';
import type { CallModel } from '../call-model.ts';
import type { Call, CustomerEnd } from '../calls/call.ts';
import { createCallUuid, createConnId } from '../calls/conn-id.ts';
import type { Party } from '../calls/party.ts';
import { dialing, routeRequest } from '../events/events-for-parties.ts';
import { ring } from './ring.ts';
import { callerSays } from './say.ts';

export interface Dialled {
  readonly caller: Seat;
  /** What the caller asked for: a DN, an agent id, a group, a queue, a routing point, a customer's address. */
  readonly otherDN: Dn;
  readonly callType: CallType;
  readonly userData: KeyValueList;
  /** Of a consultation: its call. */
  readonly consultOf: Call | null;
  /** Opening text; null for none. */
  readonly im: string | null;
  /** The customer who is called; null for a call within the house. */
  readonly customer?: CustomerEnd;
  /** The routing point that the call goes to, or to which it belongs. */
  readonly routingPoint?: Dn;
}

/** A call that an agent begins, and the EventDialing on his DN. */
export interface BegunCall {
  readonly call: Call;
  readonly event: DnEvent;
}

/** A call begins with its caller: EventDialing, then the opening text, which waits for whom it is meant for. */
export function beginCall(model: CallModel, dialled: Dialled): BegunCall {
  const { caller, consultOf } = dialled;
  const party: Party = {
    dn: caller.id,
    agentId: caller.agentId,
    state: 'dialing',
    since: model.now,
    role: PartyRole.Origination,
    thisQueue: null,
    coming: { as: 'called' },
  };
  const call: Call = {
    id: createConnId(model.random),
    callUuid: consultOf?.callUuid ?? createCallUuid(model.random),
    callId: model.nextCallId(),
    callType: dialled.callType,
    mediaType: MediaType.Chat,
    customer: dialled.customer ?? null,
    ani: caller.id,
    dnis: dialled.otherDN,
    routingPoint: dialled.routingPoint ?? null,
    consultOf: consultOf?.id ?? null,
    userData: dialled.userData,
    startedAt: model.now,
    parties: [party],
    firstUnreceived: null,
  };
  model.calls.put(call);
  const event = model.publish(dialing(call, party));
  refreshAvailability(model, caller.id);
  if (dialled.im !== null) callerSays(model, call, party, dialled.im);
  return { call: required(model.calls.get(call.id), 'call just begun'), event };
}

/** A call from agent to agent: EventDialing on the caller's DN, EventRinging on the other. */
export function dial(model: CallModel, dialled: Dialled, target: AgentSession): BegunCall {
  const begun = beginCall(model, dialled);
  const call = ring(model, begun.call, target, { thisQueue: null, coming: { as: 'called' } });
  return { call, event: begun.event };
}

/** A call to a routing point: EventDialing on the caller's DN, EventRouteRequest there. Its strategy is the router's to start. */
export function dialRoutingPoint(model: CallModel, dialled: Dialled, routingPoint: Dn): BegunCall {
  const begun = beginCall(model, { ...dialled, routingPoint });
  model.publish(routeRequest(begun.call, routingPoint));
  return begun;
}
