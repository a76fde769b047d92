import { CallType, PartyRole, PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import { findParty, observersOf } from '../../../src/domain/call-model/calls/call.ts';
import { isObserver } from '../../../src/domain/call-model/calls/party.ts';
import type { SwitchState } from '../../../src/services/switch/switch-state.ts';
import type { StoredRecord } from '../../support/event-log/stored-record.ts';
import { hold } from './hold.ts';

/** SI24, SI25: who observes has somebody to observe; subscriptions are within their limits, of people who are there. */
export function checkSupervision(state: SwitchState): void {
  for (const call of state.calls.values()) {
    for (const { dn, observing } of observersOf(call)) {
      const watched = findParty(call, observing.watches);
      const isThere = watched !== undefined && !isObserver(watched);
      hold(isThere, 'SI24', () => `${dn} observes ${observing.watches}, who is not in ${call.id}`);
    }
  }
  const perAgent = new Set<string>();
  const perSupervisor = new Set<string>();
  for (const { id, agentDN, supervisorDN } of state.monitorings.values()) {
    hold(!perAgent.has(agentDN) && !perSupervisor.has(supervisorDN), 'SI25', () => `${id} is one too many`);
    perAgent.add(agentDN);
    perSupervisor.add(supervisorDN);
    // A supervisor needs no agent login to supervise.
    hold(state.agentSessions.get(agentDN) !== undefined, 'SI25', () => `${id}: nobody is logged in on ${agentDN}`);
  }
}

/** SI26, SI27: whispers are heard by those for whom they are; agents are told nothing of who is hidden. */
export function checkWhispers(record: StoredRecord, supervisorDns: readonly string[]): void {
  const heardOn = new Map<string, { readonly from: string; readonly dns: string[] }>();
  for (const event of record.events) {
    if (!('connID' in event)) continue;
    const isHidden = event.extensions?.['MonitorMode'] === 'mute';
    const isTold = event.otherDNRole === PartyRole.Observer || event.name === 'EventPrivateInfo';
    const isSwitch = event.name === 'EventPrivateInfo' && event.privateMsgID === PrivateMsgId.MonitoringMode;
    if (isHidden && isTold && (isSwitch || event.name === 'EventPartyAdded')) {
      hold(
        supervisorDns.includes(event.thisDN),
        'SI27',
        () => `${event.thisDN} is told of ${event.otherDN}, who is hidden`,
      );
    }
    if (event.name !== 'EventPrivateInfo' || event.extensions?.['whisper'] === undefined) continue;
    const id = event.messageID ?? '';
    const heard = heardOn.get(id) ?? { from: event.otherDN ?? '', dns: [] };
    heard.dns.push(event.thisDN);
    heardOn.set(id, heard);
    hold(event.callType !== CallType.Unknown, 'SI26', () => `${id} is of no call`);
  }
  for (const [id, { from, dns }] of heardOn) {
    const others = dns.filter((dn) => dn !== from);
    hold(dns.includes(from) && new Set(dns).size === dns.length, 'SI26', () => `${id} of ${from} came on ${dns}`);
    hold(others.length >= 1, 'SI26', () => `nobody heard the whisper ${id} of ${from}`);
    // From a supervisor it is for one agent; from an agent for the supervisors who coach him.
    const isFromSupervisor = supervisorDns.includes(from);
    const isRight = others.length === 1 || others.every((dn) => supervisorDns.includes(dn));
    hold(isRight, 'SI26', () => `the whisper ${id} of ${from} (${isFromSupervisor}) was heard on ${others}`);
  }
}
