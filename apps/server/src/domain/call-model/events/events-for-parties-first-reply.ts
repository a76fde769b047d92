/** EventPrivateInfo 3006: an agent has not written to his customer in time. Order and attributes: docs/spec/routing.md. */
import type { Dn } from '@cordboard/shared/ids';
import { PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import type { UnnumberedEvent } from '@cordboard/shared/tlib/events';
import type { Call } from '../calls/call.ts';
import type { Party } from '../calls/party.ts';
import { partyAttributes, supervisorAttributes } from './events-for-parties.ts';

/** What happens, and after how many seconds. */
export interface FirstReplyMissed {
  readonly action: string;
  readonly seconds: number;
}

/** On the agent's own DN. */
export function firstReplyForAgent(call: Call, party: Party, missed: FirstReplyMissed): UnnumberedEvent {
  return {
    name: 'EventPrivateInfo',
    ...partyAttributes(call, party),
    privateMsgID: PrivateMsgId.FirstReply,
    extensions: { ...missed, agentDN: party.dn },
  };
}

/** On the DN of a supervisor, who need not be in the call. */
export function firstReplyForSupervisor(
  call: Call,
  supervisorDn: Dn,
  agentDn: Dn,
  missed: FirstReplyMissed,
): UnnumberedEvent {
  return {
    name: 'EventPrivateInfo',
    ...supervisorAttributes(call, supervisorDn, agentDn),
    privateMsgID: PrivateMsgId.FirstReply,
    extensions: { ...missed, agentDN: agentDn },
  };
}
