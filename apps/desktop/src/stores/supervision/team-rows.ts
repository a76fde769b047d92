import type {
  DeskAgent,
  DeskCall,
  DeskGroup,
  DeskHelpRequest,
  DeskMonitoring,
  DeskQueue,
} from '@cordboard/shared/desk/desk-view';
import { MonitorNextCallType } from '@cordboard/shared/tlib/monitoring';
import type { ObservedChat } from './monitoring-reducer.ts';

/** What an agent is called in the team: a ready one without a free slot is on chat. */
export type TeamState = 'ready' | 'onChat' | 'notReady' | 'afterCallWork' | 'reconnecting' | 'loggedOut';

/** What the list of agents can be narrowed to. */
export type TeamFilter = 'loggedIn' | 'all' | 'help' | 'waiting' | TeamState;

/** One agent of the team and who waits. The agent is the same object until the desk channel brings another. */
export interface TeamRow {
  readonly agent: DeskAgent;
  /** The oldest open request for help. */
  readonly help: DeskHelpRequest | null;
  /** Since when the customer waits who waits longest. */
  readonly waitsSince: number | null;
}

export interface TeamChoice {
  readonly filter: TeamFilter;
  readonly typed: string;
  /** From this wait on a customer counts as waiting too long. */
  readonly waitIntervalSeconds: number;
  readonly now: number;
}

export function teamState({ state, chats, chatMax }: DeskAgent): TeamState {
  return state === 'ready' && chatMax > 0 && chats >= chatMax ? 'onChat' : state;
}

/** Since when the agent is in that state: on chat since the chat that took the last slot began. */
export function teamStateSince(agent: DeskAgent): number {
  if (teamState(agent) !== 'onChat') return agent.since;
  return agent.calls.reduce((latest, { startedAt }) => Math.max(latest, startedAt), agent.since);
}

/** Groups that one supervises, by name. */
export function supervisedGroups(groups: Iterable<DeskGroup>): DeskGroup[] {
  return [...groups].filter(({ isSupervised }) => isSupervised).sort((a, b) => a.name.localeCompare(b.name));
}

/** Agents of the group, or of all groups that one supervises. */
export function teamAgents(agents: Iterable<DeskAgent>, group: string | null): DeskAgent[] {
  return [...agents].filter((agent) => agent.isSupervised && (group === null || agent.groups.includes(group)));
}

export function oldestWait({ calls }: DeskAgent): number | null {
  return calls.reduce<number | null>((oldest, { customerWaitsSince }) => {
    if (customerWaitsSince === null) return oldest;
    return oldest === null ? customerWaitsSince : Math.min(oldest, customerWaitsSince);
  }, null);
}

/** The chats of an agent, the customer who waits longest first. */
export function callsByUrgency({ calls }: DeskAgent): DeskCall[] {
  return [...calls].sort(
    (a, b) =>
      (a.customerWaitsSince ?? Number.POSITIVE_INFINITY) - (b.customerWaitsSince ?? Number.POSITIVE_INFINITY) ||
      a.startedAt - b.startedAt,
  );
}

/** What Enter on the row opens: the chat with a call for help, else the most urgent one with a customer. */
export function mostUrgentCall({ agent, help }: TeamRow): DeskCall | undefined {
  const asking = agent.calls.find(({ connID }) => connID === help?.connID);
  return asking ?? callsByUrgency(agent).find(canBeMonitored);
}

/** Only what has been answered can be listened to. */
export function canBeMonitored({ state }: DeskCall): boolean {
  return state === 'established' || state === 'held';
}

/** Agents with their requests, those who need the supervisor first. */
export function teamRows(
  agents: readonly DeskAgent[],
  helpRequests: readonly DeskHelpRequest[],
  choice: TeamChoice,
): TeamRow[] {
  const helpOf = new Map<string, DeskHelpRequest>();
  for (const request of helpRequests) {
    const known = helpOf.get(request.agentDN);
    if (known === undefined || request.askedAt < known.askedAt) helpOf.set(request.agentDN, request);
  }
  return agents
    .map((agent) => ({ agent, help: helpOf.get(agent.dn) ?? null, waitsSince: oldestWait(agent) }))
    .filter((row) => passes(row, choice) && isCalled(row.agent, choice.typed))
    .sort(byNeed);
}

function passes({ agent, help, waitsSince }: TeamRow, { filter, waitIntervalSeconds, now }: TeamChoice): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'loggedIn':
      return agent.state !== 'loggedOut';
    case 'help':
      return help !== null;
    case 'waiting':
      return waitsSince !== null && now - waitsSince >= waitIntervalSeconds * 1000;
    default:
      return teamState(agent) === filter;
  }
}

/** By name, DN or a customer's name; every word must be in one of them. */
function isCalled({ name, dn, nickname, calls }: DeskAgent, typed: string): boolean {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = [name, dn, nickname ?? '', ...calls.map(({ customer }) => customer ?? '')].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

const stateOrder: readonly TeamState[] = ['reconnecting', 'onChat', 'ready', 'afterCallWork', 'notReady', 'loggedOut'];

function byNeed(a: TeamRow, b: TeamRow): number {
  return (
    (a.help?.askedAt ?? Number.MAX_VALUE) - (b.help?.askedAt ?? Number.MAX_VALUE) ||
    (a.waitsSince ?? Number.MAX_VALUE) - (b.waitsSince ?? Number.MAX_VALUE) ||
    stateOrder.indexOf(teamState(a.agent)) - stateOrder.indexOf(teamState(b.agent)) ||
    a.agent.name.localeCompare(b.agent.name) ||
    a.agent.dn.localeCompare(b.agent.dn)
  );
}

export interface TeamTotals {
  readonly agents: number;
  readonly loggedIn: number;
  /** With a free slot. */
  readonly ready: number;
  readonly chats: number;
  readonly chatMax: number;
  readonly waiting: number;
  readonly longestSince: number | null;
}

/** The numbers of the tiles. Slots are those of agents who are logged in. */
export function teamTotals(agents: readonly DeskAgent[], queues: Iterable<DeskQueue>): TeamTotals {
  const present = agents.filter(({ state }) => state !== 'loggedOut');
  let waiting = 0;
  let longestSince: number | null = null;
  for (const queue of queues) {
    waiting += queue.waiting;
    if (queue.longestSince !== null) longestSince = Math.min(longestSince ?? queue.longestSince, queue.longestSince);
  }
  return {
    agents: agents.length,
    loggedIn: present.length,
    ready: present.filter((agent) => teamState(agent) === 'ready').length,
    chats: present.reduce((sum, { chats }) => sum + chats, 0),
    chatMax: present.reduce((sum, { chatMax }) => sum + chatMax, 0),
    waiting,
    longestSince,
  };
}

/** Own subscriptions that still wait for a chat, by the agent's DN: one to a single chat is used up once that is observed. */
export function openMonitorings(
  monitorings: readonly DeskMonitoring[],
  supervisorDN: string | null,
  observed: readonly ObservedChat[],
): ReadonlyMap<string, DeskMonitoring> {
  const isUsed = ({ agentDN, monitorNextCallType, since }: DeskMonitoring): boolean =>
    monitorNextCallType === MonitorNextCallType.OneCall &&
    observed.some((chat) => chat.agentDN === agentDN && chat.since >= since);
  return new Map(
    monitorings
      .filter((monitoring) => monitoring.supervisorDN === supervisorDN && !isUsed(monitoring))
      .map((monitoring) => [monitoring.agentDN, monitoring]),
  );
}
