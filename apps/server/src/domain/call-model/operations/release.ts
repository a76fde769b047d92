import type { Dn } from '@cordboard/shared/ids';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { CallState } from '@cordboard/shared/tlib/call-types';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { changeAgentState } from '../../agents/agent-operations.ts';
import { refreshAvailability } from '../../agents/availability.ts';
import type { CallModel } from '../call-model.ts';
import {
  attendingParties,
  type Call,
  findTalkingParty,
  observersOf,
  ownerOf,
  presentParties,
  withoutParty,
} from '../calls/call.ts';
import { lastAgentOf } from '../calls/last-agent.ts';
import { isObserver, type Party } from '../calls/party.ts';
import { wrapUpOf } from '../calls/wrap-up.ts';
import { abandonedOnParty, partyDeleted, released } from '../events/events-for-parties.ts';
import { agentNeedsNoHelp } from './assistance.ts';
import { logOut } from './log-out.ts';
import { becomeOwner, heirOf, observersAfter, releaseObserver } from './observe.ts';
import { partySubject } from './ring.ts';

/** How a party ends, with which CallState and, when the whole call ends, by whom. */
export type PartyEnd =
  | {
      readonly event: 'EventReleased';
      readonly callState: CallState;
      readonly endedBy?: string;
      /** Who gets the call instead, or who took the party out. */
      readonly thirdPartyDN?: Dn;
      /** Extensions of the event: who did it, when it was not the agent. */
      readonly told?: KeyValueList;
    }
  | { readonly event: 'EventAbandoned' };

/**
 * Takes a party out of its call, tells its DN, and frees the agent. The call stays, with the observers who do not leave with
 * him.
 */
export function removeParty(model: CallModel, call: Call, party: Party, end: PartyEnd): { call: Call; event: DnEvent } {
  keepLastAgent(model, call, party);
  const { call: left, event } = takeOut(model, call, party, end);
  const rest = stillConsulting(model, left);
  const successor =
    end.event === 'EventReleased' && end.callState === CallState.Transferred ? end.thirdPartyDN : undefined;
  return { call: observersAfter(model, rest, party.dn, successor), event };
}

function takeOut(model: CallModel, call: Call, party: Party, end: PartyEnd): { call: Call; event: DnEvent } {
  agentNeedsNoHelp(model, call, party.dn);
  const changed = withoutParty(call, party.dn);
  model.calls.put(changed);
  model.cancelDeadline('noAnswer', partySubject(call, party.dn));
  model.cancelDeadline('holdNotice', partySubject(call, party.dn));
  model.cancelDeadline('firstReply', partySubject(call, party.dn));
  const event = model.publish(
    end.event === 'EventAbandoned' ? abandonedOnParty(call, party) : released(call, party, end.callState, end),
  );
  freeConsultations(model, changed, party.dn);
  if (end.event === 'EventReleased') keepForWrapUp(model, call, party, end);
  freeAgent(model, party);
  return { call: changed, event };
}

/** The customer whose call was this party's had him last. */
function keepLastAgent(model: CallModel, call: Call, leaving: Party | undefined): void {
  const lastAgent = lastAgentOf(call, leaving, model.now);
  if (lastAgent !== undefined) model.keepLastAgent(lastAgent);
}

/** An agent who has talked to a customer may want to write a note. */
function keepForWrapUp(model: CallModel, call: Call, party: Party, end: PartyEnd & { event: 'EventReleased' }): void {
  const userName = model.seatOn(party.dn)?.userName;
  if (userName === undefined || party.state === 'ringing' || party.state === 'dialing') return;
  const { callState, endedBy = null, thirdPartyDN = null } = end;
  const wrapUp = wrapUpOf(call, party, userName, { endedAt: model.now, callState, endedBy, thirdPartyDN });
  if (wrapUp !== undefined) model.keepWrapUp(wrapUp);
}

/** After a party is gone: after-call work, a logout that waited, room for the next interaction. */
function freeAgent(model: CallModel, party: Party): void {
  refreshAvailability(model, party.dn, 'released');
  const session = model.agentSessions.get(party.dn);
  if (session === undefined) return;
  if (session.logoutPending && ownCallsOnDn(model, party.dn).length === 0) {
    logOut(model, party.dn);
    return;
  }
  const wrapUpMs = wrapUpSeconds(model, session.agentId) * 1000;
  if ((party.state === 'established' || party.state === 'held') && wrapUpMs > 0 && session.state === 'ready') {
    changeAgentState(model, party.dn, { name: 'wrapUpStarted' });
    model.setDeadline('wrapUp', party.dn, wrapUpMs);
  }
}

function wrapUpSeconds(model: CallModel, agentId: string): number {
  const { configuration } = model;
  return configuration.findAgentLogin(agentId)?.wrapUpTimeSeconds ?? configuration.tenant.options['wrap-up-time'];
}

/**
 * Ends the call for everybody: each party gets EventReleased (or EventAbandoned while it rings and the customer left), then
 * each observer (after EventPartyDeleted of the agent who ended it); the customer's leg ends, the interaction is kept. Returns the event on `askedBy`.
 */
export function endCall(
  model: CallModel,
  call: Call,
  options: { readonly askedBy?: Dn; readonly customerLeft: boolean },
): DnEvent | undefined {
  const endedBy = options.customerLeft ? 'customer' : (options.askedBy ?? 'system');
  let answer: DnEvent | undefined;
  let rest = call;
  model.leaveRouting(call);
  keepLastAgent(model, call, ownerOf(call));
  for (const party of call.parties.filter((one) => !isObserver(one))) {
    // Between agents it is the caller who may give up.
    const isGivenUp = options.customerLeft || (call.customer === null && party.dn !== options.askedBy);
    const isAbandoned = party.state === 'ringing' && isGivenUp;
    const end: PartyEnd = isAbandoned
      ? { event: 'EventAbandoned' }
      : { event: 'EventReleased', callState: CallState.Ok, endedBy };
    const { call: changed, event } = takeOut(model, rest, party, end);
    rest = changed;
    if (party.dn === options.askedBy) answer = event;
  }
  for (const observer of observersOf(rest)) {
    const after = options.askedBy === undefined ? {} : { after: options.askedBy };
    rest = releaseObserver(model, rest, observer, { endedBy, ...after }).call;
  }
  if (call.customer !== null) model.customerLegs.end(call.customer.legId);
  if (call.external !== undefined) model.customerLegs.end(call.external.legId);
  closeCall(model, call, endedBy);
  return answer;
}

/** The call is over: its summary is kept, the call is not. */
export function closeCall(model: CallModel, call: Call, endedBy: string): void {
  model.recordInteraction(call.id, {
    connID: call.id,
    callUUID: call.callUuid,
    customer: call.customer?.address ?? null,
    dnis: call.dnis,
    startedAt: call.startedAt,
    endedAt: model.now,
    endedBy,
    parties: call.parties,
    ...(call.external === undefined ? {} : { external: call.external.address }),
    userData: call.userData,
  });
  model.calls.remove(call.id);
}

/** Whether somebody takes part in both calls: so long one is a consultation for the other. */
function haveCommonParty(one: Call, other: Call | undefined): boolean {
  return one.parties.some(
    (party) => !isObserver(party) && other !== undefined && findTalkingParty(other, party.dn) !== undefined,
  );
}

/** A consultation becomes a call of its own when nobody is left in it who is in its call. */
function stillConsulting(model: CallModel, call: Call): Call {
  if (call.consultOf === null || haveCommonParty(call, model.calls.get(call.consultOf))) return call;
  const free: Call = { ...call, consultOf: null };
  model.calls.put(free);
  return free;
}

/** So do consultations on a DN that has left the call for which they were made. */
export function freeConsultations(model: CallModel, main: Call, dn: Dn): void {
  for (const consultation of model.callsOnDn(dn)) {
    if (consultation.consultOf === main.id && !haveCommonParty(consultation, main))
      model.calls.put({ ...consultation, consultOf: null });
  }
}

/** Whether the call was handed over to a party that has not answered yet. */
function isHandedOver({ state, coming }: Party): boolean {
  return state === 'ringing' && (coming.as === 'transferred' || coming.as === 'returned');
}

/**
 * TReleaseCall of a party that takes part, or that dials: the call goes on while somebody is left to talk to, or it rings
 * where it was transferred to, which the others learn by EventPartyDeleted. A supervisor who has barged in goes on with the customer alone, as the owner. Else it
 * ends for everybody. Returns the event on the party's DN.
 */
export function leave(model: CallModel, call: Call, party: Party): DnEvent | undefined {
  const others = presentParties(call).filter((other) => other.dn !== party.dn);
  const goesOn = call.customer === null ? others.length > 1 : others.length > 0;
  const heir = goesOn || call.customer === null ? undefined : heirOf(call);
  const isAwaited = call.customer !== null && call.parties.some(isHandedOver);
  if (!goesOn && heir === undefined && !isAwaited)
    return endCall(model, call, { askedBy: party.dn, customerLeft: false });
  const { call: rest, event } = removeParty(model, call, party, { event: 'EventReleased', callState: CallState.Ok });
  if (heir === undefined) tellOfLeaving(model, rest, party);
  else inherit(model, rest, party);
  return event;
}

/** The customer's call goes to the supervisor who has barged in, now that no agent is in it; says whether there is one. */
export function inherit(model: CallModel, call: Call, left: Party): boolean {
  const heir = call.customer === null ? undefined : heirOf(call);
  if (heir === undefined) return false;
  const changed = becomeOwner(model, call, heir, left);
  tellOfLeaving(model, changed, left, heir.dn);
  return true;
}

/** EventPartyDeleted for everybody who stays, but for one who knows already. */
export function tellOfLeaving(model: CallModel, rest: Call, left: Party, knows?: Dn): void {
  for (const other of attendingParties(rest)) {
    if (other.dn !== knows) model.publish(partyDeleted(rest, other, left.dn));
  }
}

/** Calls on the DN in which it takes part, rings or dials; not those it observes. */
export function ownCallsOnDn(model: CallModel, dn: Dn): readonly Call[] {
  return model.callsOnDn(dn).filter((call) => findTalkingParty(call, dn) !== undefined);
}
