import type { Dn } from '@cordboard/shared/ids';
import { PartyRole } from '@cordboard/shared/tlib/call-types';
import type { AgentSession } from '../../agents/agent-session.ts';
import { refreshAvailability } from '../../agents/availability.ts';
import { type Call, withParty } from '../call.ts';
import type { CallModel } from '../call-model.ts';
import { ringing } from '../events-for-parties.ts';
import type { Coming, Party } from '../party.ts';
import { previewOf } from '../waiting-texts.ts';

/** Subject of a party's deadlines. */
export function partySubject(call: Call, dn: Dn): string {
  return `${call.id}|${dn}`;
}

export interface RingOptions {
  /** The routing point over which the call comes; null when it comes directly. */
  readonly thisQueue: Dn | null;
  readonly coming: Coming;
  /** Told in the event: why it rings here again. */
  readonly reason?: string;
}

/** The call alerts at the agent's DN: EventRinging, and the no-answer time starts. */
export function ring(model: CallModel, call: Call, agent: AgentSession, options: RingOptions): Call {
  const party: Party = {
    dn: agent.id,
    agentId: agent.agentId,
    state: 'ringing',
    since: model.now,
    role: PartyRole.Destination,
    thisQueue: options.thisQueue,
    coming: options.coming,
  };
  const changed = withParty(call, party);
  model.calls.put(changed);
  model.publish(ringing(changed, party, previewOf(model, call), options.reason));
  startNoAnswerTime(model, changed, agent.id);
  refreshAvailability(model, agent.id, true);
  return changed;
}

export function startNoAnswerTime(model: CallModel, call: Call, dn: Dn): void {
  const seconds = model.configuration.tenant.options['no-answer-timeout'];
  model.setDeadline('noAnswer', partySubject(call, dn), seconds * 1000);
}
