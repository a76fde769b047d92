import type { AgentId, Dn } from '@cordboard/shared/ids';
import type { AskedNoAnswer } from '@cordboard/shared/routing/no-answer';
import { PartyRole } from '@cordboard/shared/tlib/call-types';
import type { AgentSession } from '../../agents/agent-session.ts';
import { refreshAvailability } from '../../agents/availability.ts';
import { noAnswerOf } from '../../agents/no-answer.ts';
import type { CallModel } from '../call-model.ts';
import { type Call, findParty, withParty } from '../calls/call.ts';
import { type Coming, isObserver, type Party } from '../calls/party.ts';
import { ringing } from '../events/events-for-parties.ts';
import { previewOf } from '../texts/waiting-texts.ts';
import { releaseObserver, watchSomebody } from './observe.ts';

/** Subject of a party's deadlines. */
export function partySubject(call: Call, dn: Dn): string {
  return `${call.id}|${dn}`;
}

export interface RingOptions {
  /** The routing point over which the call comes; null when it comes directly. */
  readonly thisQueue: Dn | null;
  readonly coming: Coming;
  /** The router offers it. */
  readonly isOffer?: boolean;
  /** What the routing request says about an answer that does not come. */
  readonly noAnswer?: AskedNoAnswer | undefined;
  /** Told in the event: why it rings here again. */
  readonly reason?: string;
}

/** The call alerts at the agent's DN: EventRinging, and the no-answer time starts. Who observed it does so no longer. */
export function ring(model: CallModel, before: Call, agent: AgentSession, options: RingOptions): Call {
  const call = withoutObserver(model, before, agent.id);
  const party: Party = {
    dn: agent.id,
    agentId: agent.agentId,
    state: 'ringing',
    since: model.now,
    role: PartyRole.Destination,
    thisQueue: options.thisQueue,
    coming: options.coming,
  };
  const ringingCall = withParty(call, party);
  model.calls.put(ringingCall);
  const changed = watchSomebody(model, ringingCall);
  const noAnswerAt = startNoAnswerTime(model, changed, agent, options.noAnswer);
  model.publish(ringing(changed, party, { preview: previewOf(model, call), reason: options.reason, noAnswerAt }));
  refreshAvailability(model, agent.id, options.isOffer === true ? 'offered' : 'given');
  return changed;
}

/** The time in which a party that rings has to answer begins. Returns when it is over; undefined when it never is. */
export function startNoAnswerTime(
  model: CallModel,
  call: Call,
  agent: { readonly id: Dn; readonly agentId: AgentId },
  asked?: AskedNoAnswer,
): number | undefined {
  const { timeoutSeconds } = noAnswerOf(model.configuration, agent, asked);
  if (timeoutSeconds <= 0) return undefined;
  model.setDeadline('noAnswer', partySubject(call, agent.id), timeoutSeconds * 1000);
  return model.now + timeoutSeconds * 1000;
}

/** A DN has one party in a call: whoever is to take part in it stops observing it. */
export function withoutObserver(model: CallModel, call: Call, dn: Dn): Call {
  const party = findParty(call, dn);
  return party !== undefined && isObserver(party) ? releaseObserver(model, call, party).call : call;
}
