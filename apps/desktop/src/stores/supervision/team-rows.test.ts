// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { deskAgent } from '../../testing/desk-builders.ts';
import { joinEvents } from '../../testing/monitoring-builders.ts';
import { akimCall, deskCall, teamAgentsNow, teamView } from '../../testing/team-desk.ts';
import { applyEvent, initialMonitoringState } from './monitoring-reducer.ts';
import {
  mostUrgentCall,
  openMonitorings,
  supervisedGroups,
  type TeamChoice,
  teamAgents,
  teamRows,
  teamState,
  teamStateSince,
  teamTotals,
} from './team-rows.ts';

const now = 1_000_000_000;
const view = teamView(now);
const all: TeamChoice = { filter: 'all', typed: '', waitIntervalSeconds: 30, now };
const team = teamAgents(view.agents, null);
const namesOf = (choice: Partial<TeamChoice>, agents = team): string[] =>
  teamRows(agents, view.helpRequests, { ...all, ...choice }).map(({ agent }) => agent.name);

describe('team', () => {
  it('[DT91] has the agents one supervises, of one group or of all', () => {
    const [maya, ben] = view.agents;
    const agents = [
      { ...deskAgent('1', 'Stranger'), groups: ['ALL_Agents'] },
      { ...(maya ?? deskAgent('2', 'x')), groups: ['Billing'] },
      ben ?? deskAgent('3', 'x'),
    ];
    expect(teamAgents(agents, null).map(({ name }) => name)).toEqual(['Maya Ross', 'Ben Okafor']);
    expect(teamAgents(agents, 'Billing').map(({ name }) => name)).toEqual(['Maya Ross']);
    const groups = [{ name: 'B', members: 1, loggedIn: 0, ready: 0, isSupervised: false }, ...view.groups];
    expect(supervisedGroups(groups).map(({ name }) => name)).toEqual(['ALL_Agents']);
  });

  it('[DT91] tiles count waiting customers, slots and agents with a free slot', () => {
    expect(teamTotals(team, view.queues)).toEqual({
      agents: 5,
      loggedIn: 5,
      ready: 1,
      chats: 8,
      chatMax: 15,
      waiting: 3,
      longestSince: now - 151_000,
    });
    expect(teamTotals([deskAgent('1', 'Off', { state: 'loggedOut' })], [])).toMatchObject({
      loggedIn: 0,
      chatMax: 0,
      longestSince: null,
    });
  });

  it('[DT92] a ready agent without a free slot is on chat since the last chat began', () => {
    const [maya, ben] = teamAgentsNow(now);
    if (maya === undefined || ben === undefined) throw new Error('no agents');
    expect([teamState(maya), teamState(ben)]).toEqual(['onChat', 'ready']);
    expect(teamStateSince(maya)).toBe(now - 252_000);
    expect(teamState({ ...maya, state: 'reconnecting' })).toBe('reconnecting');
  });

  it('[DT93] who asks for help is first, then the longest wait, then state and name', () => {
    expect(namesOf({})).toEqual(['Tom Sato', 'Maya Ross', 'Ben Okafor', 'Lena Novak', 'Ravi Iyer']);
    const lost = team.map((agent) => (agent.dn === '1003' ? { ...agent, state: 'reconnecting' as const } : agent));
    const idle = lost.map((agent) => ({ ...agent, calls: [], chats: 0 }));
    expect(namesOf({}, idle)).toEqual(['Tom Sato', 'Lena Novak', 'Ben Okafor', 'Maya Ross', 'Ravi Iyer']);
  });

  it('[DT94] is narrowed by name, DN or customer and by state', () => {
    expect(namesOf({ typed: 'maya' })).toEqual(['Maya Ross']);
    expect(namesOf({ typed: 'tmoore' })).toEqual(['Ben Okafor']);
    expect(namesOf({ typed: '1003' })).toEqual(['Lena Novak']);
    expect(namesOf({ filter: 'onChat' })).toEqual(['Tom Sato', 'Maya Ross']);
    expect(namesOf({ filter: 'help' })).toEqual(['Tom Sato']);
    expect(namesOf({ filter: 'waiting' })).toEqual(['Maya Ross']);
    const off = [...team, deskAgent('1009', 'Off Duty', { state: 'loggedOut', isSupervised: true })];
    expect(namesOf({ filter: 'loggedIn' }, off)).not.toContain('Off Duty');
    expect(namesOf({ filter: 'loggedOut' }, off)).toEqual(['Off Duty']);
  });

  it('[DT105] a subscription to one chat is listed until that chat is observed', () => {
    const monitoring = { supervisorDN: '2001', agentDN: '1001', mode: 'mute', scope: 'call', since: 1000 } as const;
    const chat = joinEvents(1000, akimCall, 'mute').reduce(applyEvent, initialMonitoringState).observed;
    const listed = (monitorNextCallType: 0 | 1, observed: object): number =>
      openMonitorings([{ ...monitoring, monitorNextCallType }], '2001', Object.values(observed)).size;
    expect([listed(0, {}), listed(0, chat), listed(1, chat)]).toEqual([1, 0, 1]);
  });

  it('[DT96] Enter opens the chat that asks for help, else the longest wait, never one that only rings', () => {
    const [tom, maya] = teamRows(team, view.helpRequests, all);
    if (tom === undefined || maya === undefined) throw new Error('no rows');
    expect(mostUrgentCall(tom)?.customer).toBe('bwong@example.net');
    expect(mostUrgentCall(maya)?.customer).toBe('psato@example.net');
    const ringing = deskCall('00000000000000ff', 'x@example.net', now, { state: 'ringing' });
    expect(mostUrgentCall({ ...maya, agent: { ...maya.agent, calls: [ringing] } })).toBeUndefined();
  });
});
