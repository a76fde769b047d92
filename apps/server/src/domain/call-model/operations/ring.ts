import type { Dn } from '@cordboard/shared/ids';
import { PartyRole } from '@cordboard/shared/tlib/call-types';
import type { AgentSession } from '../../agents/agent-session.ts';
import { refreshAvailability } from '../../agents/availability.ts';
import { type Call, withParty } from '../call.ts';
import type { CallModel } from '../call-model.ts';
import { ringing } from '../events-for-parties.ts';
import type { Party } from '../party.ts';
import { previewOf } from '../waiting-texts.ts';

/** Subject of a party's deadlines. */
export function partySubject(call: Call, dn: Dn): string {
  return `${call.id}|${dn}`;
}

/** The call alerts at the agent's DN: EventRinging, and the no-answer time starts. */
export function ring(model: CallModel, call: Call, agent: AgentSession, routingPoint: Dn): Call {
  const party: Party = {
    dn: agent.id,
    agentId: agent.agentId,
    state: 'ringing',
    since: model.now,
    role: PartyRole.Destination,
    thisQueue: routingPoint,
  };
  const changed = withParty(call, party);
  model.calls.put(changed);
  model.publish(ringing(changed, party, previewOf(model, call)));
  model.setDeadline(
    'noAnswer',
    partySubject(call, agent.id),
    model.configuration.tenant.options['no-answer-timeout'] * 1000,
  );
  refreshAvailability(model, agent.id, true);
  return changed;
}
