import type { Dn } from '@cordboard/shared/ids';
import { CallState } from '@cordboard/shared/tlib/call-types';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { changeAgentState, logOut } from '../../agents/agent-operations.ts';
import { refreshAvailability } from '../../agents/availability.ts';
import { type Call, withoutParty } from '../call.ts';
import type { CallModel } from '../call-model.ts';
import { abandonedOnParty, released } from '../events-for-parties.ts';
import type { Party } from '../party.ts';
import { partySubject } from './ring.ts';

/** How a party ends, with which CallState and, when the whole call ends, by whom. */
export type PartyEnd =
  | { readonly event: 'EventReleased'; readonly callState: CallState; readonly endedBy?: string }
  | { readonly event: 'EventAbandoned' };

/** Takes a party out of its call, tells its DN, and frees the agent. The call stays. */
export function removeParty(model: CallModel, call: Call, party: Party, end: PartyEnd): { call: Call; event: DnEvent } {
  const changed = withoutParty(call, party.dn);
  model.calls.put(changed);
  model.cancelDeadline('noAnswer', partySubject(call, party.dn));
  const event = model.publish(
    end.event === 'EventAbandoned' ? abandonedOnParty(call, party) : released(call, party, end.callState, end.endedBy),
  );
  freeAgent(model, party);
  return { call: changed, event };
}

/** After a party is gone: after-call work, a logout that waited, room for the next interaction. */
function freeAgent(model: CallModel, party: Party): void {
  refreshAvailability(model, party.dn, true);
  const session = model.agentSessions.get(party.dn);
  if (session === undefined) return;
  if (session.logoutPending && model.callsOnDn(party.dn).length === 0) {
    logOut(model, party.dn);
    return;
  }
  const wrapUpMs = wrapUpSeconds(model, session.agentId) * 1000;
  if (party.state === 'established' && wrapUpMs > 0 && session.state === 'ready') {
    changeAgentState(model, party.dn, { name: 'wrapUpStarted' });
    model.setDeadline('wrapUp', party.dn, wrapUpMs);
  }
}

function wrapUpSeconds(model: CallModel, agentId: string): number {
  const { configuration } = model;
  return configuration.findAgentLogin(agentId)?.wrapUpTimeSeconds ?? configuration.tenant.options['wrap-up-time'];
}

/**
 * Ends the call for everybody: each party gets EventReleased (or EventAbandoned while it rings and the customer left), the
 * customer's leg ends, the interaction is kept. Returns the event on `askedBy`.
 */
export function endCall(
  model: CallModel,
  call: Call,
  options: { readonly askedBy?: Dn; readonly customerLeft: boolean },
): DnEvent | undefined {
  const endedBy = options.customerLeft ? 'customer' : (options.askedBy ?? 'system');
  let answer: DnEvent | undefined;
  let rest = call;
  for (const party of call.parties) {
    const isAbandoned = options.customerLeft && party.state === 'ringing';
    const end: PartyEnd = isAbandoned
      ? { event: 'EventAbandoned' }
      : { event: 'EventReleased', callState: CallState.Ok, endedBy };
    const { call: changed, event } = removeParty(model, rest, party, end);
    rest = changed;
    if (party.dn === options.askedBy) answer = event;
  }
  model.customerLegs.end(call.customer.legId);
  model.recordInteraction(call.id, {
    connID: call.id,
    callUUID: call.callUuid,
    customer: call.customer.address,
    dnis: call.dnis,
    startedAt: call.startedAt,
    endedAt: model.now,
    endedBy,
    parties: call.parties,
    userData: call.userData,
  });
  model.calls.remove(call.id);
  return answer;
}
