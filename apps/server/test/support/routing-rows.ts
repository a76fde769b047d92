import type { AgentSession } from '../../src/domain/agents/agent-session.ts';
import type { AgentDirectory } from '../../src/domain/routing/matching/agent-directory.ts';
import type { RouteRequest } from '../../src/domain/routing/requests/route-request.ts';
import type { RoutingTarget } from '../../src/domain/routing/strategy/run/targets.ts';

/** A free agent for tests. */
export function agentSession(dn: string, changes: Partial<AgentSession> = {}): AgentSession {
  return {
    id: dn,
    userName: dn,
    place: dn,
    agentId: dn,
    nickname: `Agent ${dn}`,
    queue: null,
    state: 'ready',
    workMode: 1,
    reasons: {},
    since: 0,
    waitingSince: 0,
    offeredAt: 0,
    occupancy: { voice: 0, chat: 0 },
    canTakeChat: true,
    absentSince: null,
    logoutPending: false,
    ...changes,
  };
}

/** A directory in which persons are in groups and nothing else is known of them. */
export function directoryOf(
  groupsOfPerson: (userName: string) => readonly string[],
  more: Partial<AgentDirectory> = {},
): AgentDirectory {
  return {
    groupsOfPerson,
    skillsOfPerson: () => ({}),
    placeGroupsOf: () => [],
    scriptOfGroup: () => undefined,
    switchName: 'SIP_Switch',
    ...more,
  };
}

/** A target that is an agent group. */
export function inGroup(name: string, choice: RoutingTarget['choice'] = 'longestReady'): RoutingTarget {
  return { type: 'agentGroup', name, choice };
}

/** A waiting request for group G, for tests. */
export function routeRequest(id: string, changes: Partial<RouteRequest> = {}): RouteRequest {
  return {
    id,
    routingPoint: '1111',
    strategy: 'Any Available Agent',
    version: 1,
    block: 'agent',
    path: ['media', 'queue', 'agent'],
    virtualQueue: 'VQ_Any',
    virtualQueueId: 'stay-1',
    enteredAt: 0,
    timesOutAt: null,
    run: {
      name: 'waiting',
      targets: [],
      since: 0,
      dueAt: null,
      inARow: 1,
      variables: {},
      priority: { base: 0 },
      announcing: null,
    },
    targets: [inGroup('G')],
    treatment: null,
    textsTaken: -1,
    hops: 0,
    servedBy: 'strategy',
    offeredTo: null,
    noAnswer: null,
    offeredFor: null,
    declined: [],
    inCall: [],
    coming: { as: 'routed' },
    ...changes,
  };
}
