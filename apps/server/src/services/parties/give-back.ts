import { CallState, PartyRole } from '@cordboard/shared/tlib/call-types';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import {
  type Call,
  findTalkingParty,
  hasRingingParty,
  observersOf,
  presentParties,
} from '../../domain/call-model/calls/call.ts';
import type { Party } from '../../domain/call-model/calls/party.ts';
import type { GivenBack } from '../../domain/call-model/calls/party-machine.ts';
import { destinationBusy, partyDeleted } from '../../domain/call-model/events/events-for-parties.ts';
import { endCall, inherit, removeParty, tellOfLeaving } from '../../domain/call-model/operations/release.ts';
import { ring, withoutObserver } from '../../domain/call-model/operations/ring.ts';
import { systemSays } from '../../domain/call-model/operations/say.ts';
import { isKnownToOthers, tellOfSuccessor } from '../../domain/call-model/operations/tell-of-successor.ts';
import { callAbandoned } from '../router/leave-routing.ts';
import { returnToRouting } from '../router/return-to-routing.ts';
import type { Decision } from '../switch/decision.ts';

/** CallState of the EventReleased of a party that gives the call back. */
const CALL_STATE = {
  declined: CallState.Redirected,
  redirected: CallState.Redirected,
  noAnswer: CallState.NoAnswer,
} as const;

/**
 * A party did not take the call, or loses it: EventReleased on its DN. A call in which others talk goes on with them. Else it
 * goes to whom it belongs: what the router offered to the router; what was transferred rings again at the transferor, and
 * where he is gone goes to the routing point. A caller learns that nobody answers.
 */
export function giveBack(decision: Decision, call: Call, party: Party, why: GivenBack): DnEvent {
  const { call: rest, event } = removeParty(decision, call, party, {
    event: 'EventReleased',
    callState: CALL_STATE[why],
  });
  const request = decision.state.routeRequests.get(call.id);
  if (request?.offeredTo === party.dn) returnToRouting(decision, rest, request.routingPoint, party.dn, why);
  else if (goesOnWithout(rest) || isAskedBack(rest, party)) tellOthers(decision, rest, party);
  else if (party.state !== 'ringing' && inherit(decision, rest, party)) return event;
  else if (!ringAgain(decision, rest, party, why)) {
    if (isKnownToOthers(party)) {
      for (const observer of observersOf(rest)) decision.publish(partyDeleted(rest, observer, party.dn));
    }
    giveToNobody(decision, rest, party, why);
  }
  return event;
}

/** Whether enough parties are left: one with a customer, two among agents. */
function goesOnWithout(rest: Call): boolean {
  const present = presentParties(rest).length;
  return rest.customer === null ? present > 1 : present > 0 || hasRingingParty(rest);
}

/** Whether somebody else has asked the transferor back in already, at whom it would ring again. */
function isAskedBack(rest: Call, { coming }: Party): boolean {
  return coming.as === 'transferred' && findTalkingParty(rest, coming.from) !== undefined;
}

/** Those who go on talking learn of a party that they knew of: one that took part, or to which the call was transferred. */
function tellOthers(decision: Decision, rest: Call, party: Party): void {
  if (isKnownToOthers(party)) tellOfLeaving(decision, rest, party);
}

/** Nobody is left who could have the call: it goes to its routing point, one among agents ends. */
function giveToNobody(decision: Decision, rest: Call, party: Party, why: GivenBack): void {
  if (rest.customer === null) {
    endUnanswered(decision, rest, why);
  } else if (rest.routingPoint === null) {
    endCall(decision, rest, { customerLeft: false });
  } else {
    if (isKnownToOthers(party)) noticeRequeue(decision, rest);
    // A conferee is looked for no more: it is the call itself that waits from now on.
    callAbandoned(decision, rest);
    returnToRouting(decision, rest, rest.routingPoint, party.dn, why);
  }
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

/** What was transferred rings at the transferor, when he is there to get it back; says whether it does. */
function ringAgain(decision: Decision, call: Call, party: Party, why: GivenBack): boolean {
  const { coming } = party;
  if (coming.as !== 'transferred' || party.state !== 'ringing') return false;
  const session = decision.agentSessions.get(coming.from);
  if (session === undefined || session.logoutPending || coming.from === party.dn) return false;
  const rest = withoutObserver(decision, call, coming.from);
  tellOfSuccessor(decision, rest, party, coming.from);
  const reason = why === 'noAnswer' ? 'transferNotAnswered' : 'transferDeclined';
  ring(decision, rest, session, { thisQueue: party.thisQueue, coming: { as: 'returned' }, reason });
  return true;
}

/** The customer is told that he goes back to a queue (option `requeue-notice`). */
export function noticeRequeue(decision: Decision, call: Call): void {
  const notice = decision.configuration.tenant.options['requeue-notice'];
  if (notice !== '') systemSays(decision, call, notice);
}
