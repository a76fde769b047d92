/** Supervisors in calls: they join without TAnswerCall, change their mode, leave. Rules: docs/spec/supervision.md. */
import type { Dn } from '@cordboard/shared/ids';
import { CallState, PartyRole } from '@cordboard/shared/tlib/call-types';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { refreshAvailability } from '../../agents/availability.ts';
import type { Seat } from '../../agents/seat.ts';
import type { CallModel } from '../call-model.ts';
import { type Call, findParty, observersOf, ownerOf, withoutParty, withParty } from '../calls/call.ts';
import { isObserver, type ObserverParty, type Observing, type Party } from '../calls/party.ts';
import { partyChanged, partyDeleted, released, transcriptForParty } from '../events/events-for-parties.ts';
import {
  monitorModeChanged,
  muteChanged,
  observerAdded,
  observerDeleted,
  observerEstablished,
  observerRinging,
} from '../events/events-for-parties-supervision.ts';
import { sees, whoSees } from '../supervision/visible-observers.ts';
import { cancelMonitoring, userOn } from './cancel-monitoring.ts';

/**
 * The supervisor joins the call of the agent on `watches`: EventRinging, EventEstablished and the transcript so far on the
 * supervisor's DN, EventPartyAdded on the DNs of those who may know. One who observes the call already changes the mode;
 * one who takes part in it stays what he is, and undefined is returned. Returns the EventEstablished, or the EventMute….
 */
export function joinObserver(
  model: CallModel,
  call: Call,
  supervisor: Seat,
  observing: Observing,
): DnEvent | undefined {
  const present = findParty(call, supervisor.id);
  if (present !== undefined) {
    if (!isObserver(present) || present.observing.mode === observing.mode) return undefined;
    return switchMonitorMode(model, call, present, observing.mode);
  }
  const observer: ObserverParty = {
    dn: supervisor.id,
    agentId: supervisor.agentId,
    state: 'established',
    since: model.now,
    role: PartyRole.Observer,
    thisQueue: null,
    coming: { as: 'observer' },
    observing,
  };
  const changed = withParty(call, observer);
  model.calls.put(changed);
  model.publish(observerRinging(changed, observer));
  const event = model.publish(observerEstablished(changed, observer));
  model.publish(transcriptForParty(changed, observer, model.transcripts.of(call.id)));
  for (const party of whoSees(model, changed, observer)) model.publish(observerAdded(changed, party, observer));
  audit(model, call, observer, 'observerJoined', { scope: observing.scope, via: observing.via });
  return event;
}

/** A party that has just come learns of the observers that it may know of. */
export function tellOfObservers(model: CallModel, call: Call, party: Party): void {
  for (const observer of observersOf(call)) {
    if (observer.dn !== party.dn && sees(model, party, observer)) model.publish(observerAdded(call, party, observer));
  }
}

function audit(
  model: CallModel,
  call: Call,
  observer: ObserverParty,
  what: 'observerJoined' | 'observerLeft' | 'observerBecameOwner' | 'monitorModeChanged',
  detail: Readonly<Record<string, string>> = {},
): void {
  model.recordAudit({
    what,
    who: userOn(model, observer.dn) ?? 'system',
    whom: userOn(model, observer.observing.watches),
    connID: call.id,
    detail: { mode: observer.observing.mode, ...detail },
  });
}

/**
 * TSetMuteOn, TSetMuteOff: EventMuteOn or EventMuteOff on the supervisor's DN, then 4024 there and, when the mode is visible,
 * on the agent's. A mode that becomes visible brings EventPartyAdded to those who did not know, one that becomes hidden
 * EventPartyDeleted. Returns the first.
 */
export function switchMonitorMode(
  model: CallModel,
  call: Call,
  observer: ObserverParty,
  mode: Observing['mode'],
  name: 'EventMuteOn' | 'EventMuteOff' = mode === 'mute' ? 'EventMuteOn' : 'EventMuteOff',
): DnEvent {
  const switched: ObserverParty = { ...observer, observing: { ...observer.observing, mode } };
  const changed = withParty(call, switched);
  model.calls.put(changed);
  const sawBefore = new Set(whoSees(model, call, observer).map(({ dn }) => dn));
  const seeNow = whoSees(model, changed, switched);
  const event = model.publish(muteChanged(changed, switched, name));
  for (const party of seeNow) {
    if (!sawBefore.has(party.dn)) model.publish(observerAdded(changed, party, switched));
    sawBefore.delete(party.dn);
  }
  for (const dn of sawBefore) {
    const party = findParty(changed, dn);
    if (party !== undefined) model.publish(observerDeleted(changed, party, switched));
  }
  model.publish(monitorModeChanged(changed, switched, switched));
  const agent = seeNow.find((party) => party.dn === switched.observing.watches);
  if (agent !== undefined) model.publish(monitorModeChanged(changed, agent, switched));
  audit(model, call, switched, 'monitorModeChanged', { before: observer.observing.mode });
  return event;
}

/** How an observer leaves. */
export interface ObserverEnd {
  readonly callState?: CallState;
  /** The whole call ends; by whom. */
  readonly endedBy?: string;
  /** The agent with whom the observer leaves, who is gone already. */
  readonly after?: Dn;
  /** The call goes on under another ConnID, and the subscription with it. */
  readonly keepsMonitoring?: boolean;
}

/**
 * An observer leaves: EventReleased on the supervisor's DN (after EventPartyDeleted of the agent with whom he leaves),
 * EventPartyDeleted on the DNs of those who knew. A subscription to this one call is used up.
 */
export function releaseObserver(
  model: CallModel,
  call: Call,
  observer: ObserverParty,
  end: ObserverEnd = {},
): { call: Call; event: DnEvent } {
  const changed = withoutParty(call, observer.dn);
  model.calls.put(changed);
  if (end.after !== undefined) model.publish(partyDeleted(call, observer, end.after));
  const why = end.endedBy === undefined ? {} : { endedBy: end.endedBy };
  const event = model.publish(released(call, observer, end.callState ?? CallState.Ok, why));
  if (end.endedBy === undefined && end.keepsMonitoring !== true) {
    for (const party of whoSees(model, changed, observer)) model.publish(observerDeleted(changed, party, observer));
  }
  audit(model, call, observer, 'observerLeft');
  if (end.keepsMonitoring !== true) useUpMonitoring(model, call, observer);
  return { call: changed, event };
}

/** A subscription to one call ends with that call. */
function useUpMonitoring(model: CallModel, call: Call, observer: ObserverParty): void {
  for (const monitoring of model.monitoringsOfSupervisor(observer.dn)) {
    if (monitoring.usedFor === call.id) cancelMonitoring(model, monitoring, 'usedUp');
  }
}

/** All observers leave, since nobody is left to observe. */
export function releaseObservers(model: CallModel, call: Call, end: ObserverEnd = {}): Call {
  return observersOf(call).reduce((rest, observer) => releaseObserver(model, rest, observer, end).call, call);
}

/**
 * An agent has left the call: observers of scope agent leave with him. The others go on observing who has the call now:
 * `successor` when it was handed over, else the owner.
 */
export function observersAfter(model: CallModel, call: Call, left: Dn, successor?: Dn): Call {
  let rest = call;
  for (const observer of observersOf(call)) {
    if (observer.observing.watches === left && observer.observing.scope === 'agent') {
      rest = releaseObserver(model, rest, observer, { after: left }).call;
    }
  }
  return watchSomebody(model, rest, successor);
}

/** Observers whose agent is not in the call watch `successor`, else its owner, else the one at whom it rings. */
export function watchSomebody(model: CallModel, call: Call, successor?: Dn): Call {
  const next = successor ?? ownerOf(call)?.dn ?? call.parties.find((party) => party.state === 'ringing')?.dn;
  let changed = call;
  for (const observer of observersOf(call)) {
    const { watches } = observer.observing;
    if (next === undefined || observer.dn === next || findParty(call, watches) !== undefined) continue;
    changed = withParty(changed, { ...observer, observing: { ...observer.observing, watches: next } });
  }
  if (changed !== call) model.calls.put(changed);
  return changed;
}

/** The supervisor who gets the call when its last agent releases: one who has barged in, with scope call. */
export function heirOf(call: Call): ObserverParty | undefined {
  return observersOf(call).find(({ observing }) => observing.mode === 'connect' && observing.scope === 'call');
}

/** The barged-in supervisor becomes the owner: EventPartyDeleted of the agent, then EventPartyChanged with his new role. */
export function becomeOwner(model: CallModel, call: Call, heir: ObserverParty, left: Party): Call {
  const { observing: _over, ...rest } = heir;
  const owner: Party = {
    ...rest,
    role: PartyRole.Destination,
    thisQueue: left.thisQueue,
    coming: { as: 'called' },
    since: model.now,
  };
  const changed = watchSomebody(model, withParty(call, owner), owner.dn);
  model.calls.put(changed);
  model.publish(partyDeleted(changed, heir, left.dn));
  model.publish(partyChanged(changed, owner, { why: 'transferred', by: left.dn }));
  audit(model, call, heir, 'observerBecameOwner');
  useUpMonitoring(model, call, heir);
  refreshAvailability(model, owner.dn, 'given');
  return changed;
}
