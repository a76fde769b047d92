import type { ConnId, Dn } from '@cordboard/shared/ids';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { type CallType, MediaType, PartyRole } from '@cordboard/shared/tlib/call-types';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { required } from '../../../base/assert.ts';
import type { AgentSession } from '../../agents/agent-session.ts';
import { refreshAvailability } from '../../agents/availability.ts';
import type { Call } from '../call.ts';
import type { CallModel } from '../call-model.ts';
import { createCallUuid, createConnId } from '../conn-id.ts';
import { dialing } from '../events-for-parties.ts';
import type { Party } from '../party.ts';
import { ring } from './ring.ts';
import { callerSays } from './say.ts';

export interface Dialled {
  readonly caller: AgentSession;
  readonly target: AgentSession;
  /** What the caller asked for: a DN, an agent id, a group. */
  readonly otherDN: Dn;
  readonly callType: CallType;
  readonly userData: KeyValueList;
  /** Of a consultation: its call. */
  readonly consultOf: Call | null;
  /** Opening text; null for none. */
  readonly im: string | null;
}

/** A call from agent to agent: EventDialing on the caller's DN, EventRinging on the other. Returns the first. */
export function dial(model: CallModel, dialled: Dialled): { connId: ConnId; event: DnEvent } {
  const { caller, target, consultOf } = dialled;
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
    customer: null,
    ani: caller.id,
    dnis: dialled.otherDN,
    routingPoint: null,
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
  const begun = required(model.calls.get(call.id), 'call just begun');
  ring(model, begun, target, { thisQueue: null, coming: { as: 'called' } });
  return { connId: call.id, event };
}
