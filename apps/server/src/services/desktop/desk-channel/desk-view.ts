/** Rows of the desk channel from the switch's state: pure, one row at a time. */
import type { Person } from '@cordboard/shared/configuration/configuration-file';
import type {
  DeskAgent,
  DeskAgentState,
  DeskCall,
  DeskGroup,
  DeskHelpRequest,
  DeskMonitoring,
  DeskObserver,
  DeskQueue,
  DeskRoutingPoint,
} from '@cordboard/shared/desk/desk-view';
import type { Dn, UserName } from '@cordboard/shared/ids';
import type { AgentSession } from '../../../domain/agents/agent-session.ts';
import { type Call, findTalkingParty, observersOf } from '../../../domain/call-model/calls/call.ts';
import { maximumFor } from '../../../domain/capacity/maximum-for.ts';
import { NO_OCCUPANCY } from '../../../domain/capacity/occupancy.ts';
import type { Configuration } from '../../../domain/configuration/configuration.ts';
import type { SwitchState } from '../../switch/switch-state.ts';
import { deskCall } from './desk-call.ts';
import type { DeskDirectory } from './desk-directory.ts';

/** Who an agent's DN stands for: the one logged in there, else the one who sits there by default. */
export function personAt(state: SwitchState, dn: Dn): Person | undefined {
  const { configuration } = state;
  const session = state.agentSessions.get(dn);
  if (session !== undefined) return configuration.findPerson(session.userName);
  const place = configuration.placeOfDn(dn);
  return place === undefined ? undefined : configuration.personOfPlace(place.name);
}

/** The row of a DN; null when it stands for nobody. Only who supervises the agent sees the calls. */
export function agentRow(state: SwitchState, dn: Dn, isSupervised: boolean): DeskAgent | null {
  const { configuration } = state;
  const person = personAt(state, dn);
  const place = configuration.placeOfDn(dn)?.name;
  if (person === undefined || place === undefined) return null;
  const session = state.agentSessions.get(dn);
  const occupancy = session?.occupancy ?? NO_OCCUPANCY;
  const rule = configuration.capacityRuleFor(person.userName, place);
  return {
    dn,
    userName: person.userName,
    name: nameOf(person),
    agentID: session?.agentId ?? null,
    nickname: session?.nickname ?? null,
    place,
    role: person.role === 'supervisor' ? 'supervisor' : 'agent',
    groups: configuration.groupsOfPerson(person.userName),
    skills: person.skills,
    ...statusOf(session),
    chats: occupancy.chat,
    chatMax: maximumFor(rule, occupancy, 'chat'),
    isSupervised,
    calls: isSupervised ? callsOn(state, dn) : [],
  };
}

export function groupRow(state: SwitchState, name: string, isSupervised: boolean): DeskGroup | null {
  const group = state.configuration.findAgentGroup(name);
  if (group === undefined) return null;
  return { name, members: new Set(group.members).size, ...state.groupPresence.of(name), isSupervised };
}

export function queueRow(state: SwitchState, directory: DeskDirectory, name: Dn): DeskQueue {
  const target = directory.targetOfQueue(name);
  return {
    name,
    waiting: state.virtualQueues.waiting(name),
    longestSince: state.virtualQueues.oldestSince(name),
    ready: target === undefined ? null : state.readyAgents.of(target).readyCount,
  };
}

export function routingPointRows(configuration: Configuration): readonly DeskRoutingPoint[] {
  return configuration.file.directoryNumbers.flatMap((dn) =>
    dn.type === 'routingPoint' ? [{ number: dn.number, strategy: dn.strategy ?? null, isEnabled: dn.enabled }] : [],
  );
}

/** Agents whom the viewer supervises and who wait for help, the oldest first. */
export function helpRequestRows(
  state: SwitchState,
  supervises: (userName: UserName | undefined) => boolean,
): readonly DeskHelpRequest[] {
  return [...state.assistanceRequests.values()]
    .filter((request) => request.state === 'asked' && supervises(request.userName))
    .sort((left, right) => left.askedAt - right.askedAt || (left.id < right.id ? -1 : 1))
    .map(({ id, connId, agentDn, reason, askedAt }) => ({
      assistID: id,
      connID: connId,
      agentDN: agentDn,
      reason,
      askedAt,
    }));
}

/** Subscriptions to agents whom the viewer supervises, oldest first. */
export function monitoringRows(
  state: SwitchState,
  supervises: (userName: UserName | undefined) => boolean,
): readonly DeskMonitoring[] {
  return [...state.monitorings.values()]
    .filter(({ agentDN }) => supervises(personAt(state, agentDN)?.userName))
    .sort((left, right) => left.since - right.since || (left.id < right.id ? -1 : 1))
    .map(({ supervisorDN, agentDN, monitorNextCallType, mode, scope, since }) => ({
      supervisorDN,
      agentDN,
      monitorNextCallType,
      mode,
      scope,
      since,
    }));
}

function nameOf({ firstName, lastName, userName }: Person): UserName {
  return `${firstName} ${lastName}`.trim() || userName;
}

interface Status {
  readonly state: DeskAgentState;
  readonly since: number;
  readonly reason: string | null;
}

function statusOf(session: AgentSession | undefined): Status {
  if (session === undefined) return { state: 'loggedOut', since: 0, reason: null };
  if (session.absentSince !== null) return { state: 'reconnecting', since: session.absentSince, reason: null };
  // The system says ReasonCode, desktops say reason.
  const reason = session.reasons['ReasonCode'] ?? session.reasons['reason'];
  return { state: session.state, since: session.since, reason: typeof reason === 'string' ? reason : null };
}

function observersIn(state: SwitchState, call: Call): readonly DeskObserver[] {
  return observersOf(call).map(({ dn, observing }) => {
    const userName = state.seatOn(dn)?.userName;
    const person = userName === undefined ? personAt(state, dn) : state.configuration.findPerson(userName);
    return { dn, name: person === undefined ? dn : nameOf(person), mode: observing.mode };
  });
}

/** Calls that the agent takes part in; what a supervisor only observes is the observed agent's. */
function callsOn(state: SwitchState, dn: Dn): readonly DeskCall[] {
  return state.callsByDn
    .get(dn)
    .flatMap((call) => {
      const party = findTalkingParty(call, dn);
      if (party === undefined) return [];
      return [deskCall(call, party, { texts: state.transcripts.of(call.id), observers: observersIn(state, call) })];
    })
    .sort((left, right) => left.startedAt - right.startedAt || (left.connID < right.connID ? -1 : 1));
}
