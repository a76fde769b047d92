/** EventPrivateInfo 3003: requests for help. Order and attributes: docs/spec/assistance.md. */
import type { Dn } from '@cordboard/shared/ids';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import type { UnnumberedEvent } from '@cordboard/shared/tlib/events';
import type { AssistanceState } from '@cordboard/shared/tlib/monitoring';
import type { Call } from '../calls/call.ts';
import type { Party } from '../calls/party.ts';
import type { AssistanceRequest } from '../supervision/assistance-request.ts';
import { partyAttributes, supervisorAttributes } from './events-for-parties.ts';

function extensionsOf(call: Call, request: AssistanceRequest, state: AssistanceState): KeyValueList {
  return {
    state,
    assistID: request.id,
    im: request.reason,
    agentDN: request.agentDn,
    askedAt: request.askedAt,
    ...(call.customer === null ? {} : { customer: call.customer.address }),
    ...(request.takenBy === null ? {} : { takenBy: request.takenBy }),
  };
}

/** On the DN of the agent who asked. */
export function assistanceForAgent(
  call: Call,
  party: Party,
  request: AssistanceRequest,
  state: AssistanceState,
): UnnumberedEvent {
  return {
    name: 'EventPrivateInfo',
    ...partyAttributes(call, party),
    privateMsgID: PrivateMsgId.Assistance,
    extensions: extensionsOf(call, request, state),
  };
}

/** On the DN of a supervisor, who need not be in the call. */
export function assistanceForSupervisor(
  call: Call,
  supervisorDn: Dn,
  request: AssistanceRequest,
  state: AssistanceState,
): UnnumberedEvent {
  return {
    name: 'EventPrivateInfo',
    ...supervisorAttributes(call, supervisorDn, request.agentDn),
    privateMsgID: PrivateMsgId.Assistance,
    extensions: extensionsOf(call, request, state),
  };
}
