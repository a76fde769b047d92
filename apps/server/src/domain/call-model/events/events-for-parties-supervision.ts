/** Events of supervision: subscriptions, and supervisors in calls. Order and attributes: docs/spec/supervision.md. */
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { CallState, PartyRole, PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import type { UnnumberedEvent } from '@cordboard/shared/tlib/events';
import type { Call } from '../calls/call.ts';
import type { ObserverParty, Observing, Party } from '../calls/party.ts';
import type { Monitoring } from '../supervision/monitoring.ts';
import { partyAttributes } from './events-for-parties.ts';

function modeExtensions({ mode, scope }: Pick<Observing, 'mode' | 'scope'>): KeyValueList {
  return { MonitorMode: mode, MonitorScope: scope };
}

/** Attributes on the supervisor's DN; the third party is the agent who is watched. */
function onObserver(call: Call, observer: ObserverParty) {
  return {
    ...partyAttributes(call, observer, CallState.Bridged),
    thirdPartyDN: observer.observing.watches,
    thirdPartyDNRole: PartyRole.Destination,
    extensions: modeExtensions(observer.observing),
  };
}

/** The supervisor is brought in … */
export function observerRinging(call: Call, observer: ObserverParty): UnnumberedEvent {
  return { name: 'EventRinging', ...onObserver(call, observer) };
}

/** … and is in the call at once. */
export function observerEstablished(call: Call, observer: ObserverParty): UnnumberedEvent {
  return { name: 'EventEstablished', ...onObserver(call, observer) };
}

/** On the DN of a party that may know of the observer. */
export function observerAdded(call: Call, party: Party, observer: ObserverParty): UnnumberedEvent {
  return {
    name: 'EventPartyAdded',
    ...partyAttributes(call, party, CallState.Bridged),
    otherDN: observer.dn,
    otherDNRole: PartyRole.Observer,
    extensions: { MonitorMode: observer.observing.mode },
  };
}

/** The observer has left, or may not be known of any longer. */
export function observerDeleted(call: Call, party: Party, observer: ObserverParty): UnnumberedEvent {
  return {
    name: 'EventPartyDeleted',
    ...partyAttributes(call, party),
    otherDN: observer.dn,
    otherDNRole: PartyRole.DeletedParty,
  };
}

/** Answer to TSetMuteOn and TSetMuteOff. */
export function muteChanged(
  call: Call,
  observer: ObserverParty,
  name: 'EventMuteOn' | 'EventMuteOff',
): UnnumberedEvent {
  const extensions = { MonitorMode: observer.observing.mode };
  return { name, ...partyAttributes(call, observer, CallState.Bridged), extensions };
}

/** EventPrivateInfo 4024 on the DN of the supervisor or of somebody else in the call. */
export function monitorModeChanged(call: Call, party: Party, observer: ObserverParty): UnnumberedEvent {
  const other = party.dn === observer.dn ? {} : { otherDN: observer.dn, otherDNRole: PartyRole.Observer };
  return {
    name: 'EventPrivateInfo',
    ...partyAttributes(call, party),
    ...other,
    privateMsgID: PrivateMsgId.MonitoringMode,
    extensions: { MonitorMode: observer.observing.mode },
  };
}

/** A subscription begins or ends: on the supervisor's DN and on the agent's. */
export function monitoringEvent(
  name: 'EventMonitoringNextCall' | 'EventMonitoringCancelled',
  monitoring: Monitoring,
  on: 'supervisor' | 'agent',
): UnnumberedEvent {
  const { supervisorDN, agentDN, monitorNextCallType } = monitoring;
  const isSupervisor = on === 'supervisor';
  return {
    name,
    thisDN: isSupervisor ? supervisorDN : agentDN,
    thisDNRole: isSupervisor ? PartyRole.Observer : PartyRole.Destination,
    otherDN: isSupervisor ? agentDN : supervisorDN,
    otherDNRole: isSupervisor ? PartyRole.Destination : PartyRole.Observer,
    monitorNextCallType,
    extensions: modeExtensions(monitoring),
  };
}
