import { CallState, PartyRole } from '@cordboard/shared/tlib/call-types';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { type Call, presentParties } from '../../domain/call-model/call.ts';
import { destinationBusy } from '../../domain/call-model/events-for-parties.ts';
import { endCall, removeParty } from '../../domain/call-model/operations/release.ts';
import { ring } from '../../domain/call-model/operations/ring.ts';
import { systemSays } from '../../domain/call-model/operations/say.ts';
import type { Party } from '../../domain/call-model/party.ts';
import type { GivenBack } from '../../domain/call-model/party-machine.ts';
import { returnToRouting } from '../router/router.ts';
import type { Decision } from '../switch/decision.ts';

/** CallState of the EventReleased of a party that gives the call back. */
const CALL_STATE = {
  declined: CallState.Redirected,
  redirected: CallState.Redirected,
  noAnswer: CallState.NoAnswer,
} as const;

/**
 * A party did not take the call, or loses it: EventReleased on its DN, and the call goes to whom it belongs. What the router
 * offered goes back to the router; what was transferred rings again at the transferor, and where he is gone goes to the
 * routing point; a conferee is simply not added; a caller learns that nobody answers.
 */
export function giveBack(decision: Decision, call: Call, party: Party, why: GivenBack): DnEvent {
  const wasPresent = party.state === 'established' || party.state === 'held';
  const { call: rest, event } = removeParty(decision, call, party, {
    event: 'EventReleased',
    callState: CALL_STATE[why],
  });
  const { coming } = party;
  if (presentParties(rest).length > 0 && call.customer !== null) return event;
  if (call.customer === null) {
    endUnanswered(decision, rest, why);
  } else if (coming.as === 'transferred' && !wasPresent && ringAgain(decision, rest, party, coming.from, why)) {
    return event;
  } else if (rest.routingPoint !== null) {
    if (wasPresent) noticeRequeue(decision, rest);
    returnToRouting(decision, decision.calls.get(rest.id) ?? rest, rest.routingPoint, party.dn, why);
  } else {
    endCall(decision, rest, { customerLeft: false });
  }
  return event;
}

/** A call between agents that nobody took: the caller gets EventDestinationBusy, then EventReleased. */
function endUnanswered(decision: Decision, call: Call, why: GivenBack): void {
  const caller = call.parties.find((party) => party.role === PartyRole.Origination);
  if (caller?.state === 'dialing') {
    const callState = why === 'noAnswer' ? CallState.NoAnswer : CallState.Busy;
    decision.publish(destinationBusy(call, caller, callState));
  }
  endCall(decision, call, { customerLeft: false });
}

/** Whether the transferor is there to get his call back; then it rings at his DN. */
function ringAgain(decision: Decision, call: Call, party: Party, transferor: Party['dn'], why: GivenBack): boolean {
  const session = decision.agentSessions.get(transferor);
  if (session === undefined || session.logoutPending || transferor === party.dn) return false;
  const reason = why === 'noAnswer' ? 'transferNotAnswered' : 'transferDeclined';
  ring(decision, call, session, { thisQueue: party.thisQueue, coming: { as: 'routed' }, reason });
  return true;
}

function noticeRequeue(decision: Decision, call: Call): void {
  const notice = decision.configuration.tenant.options['requeue-notice'];
  if (notice !== '') systemSays(decision, call, notice);
}
