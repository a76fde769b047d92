import type { Dn } from '@cordboard/shared/ids';
import type { SwitchState } from '../switch/switch-state.ts';
import type { StatServer } from './stat-server.ts';

/** Numbers for strategies: thresholds and announcements. Undefined: there is nothing of this name, or nothing is known yet. */
export interface RoutingNumbers {
  agentsReady(agentGroup: string): number | undefined;
  agentsLoggedIn(agentGroup: string): number | undefined;
  agentsTotal(agentGroup: string): number | undefined;
  callsWaiting(virtualQueue: string): number | undefined;
  /** Seconds; of a place in the queue, from 1 on, or of its last one. */
  estimatedWait(virtualQueue: string, now: number, position?: number): number | undefined;
}

/**
 * Who is there and who waits is read from the state within the decision, so it is exact; the estimate comes from the stat
 * server, which knows what was stored.
 */
export function routingNumbers(state: SwitchState, estimates: Pick<StatServer, 'estimatedWait'>): RoutingNumbers {
  const { configuration } = state;
  const ofGroup = (group: string, read: () => number | undefined) =>
    configuration.findAgentGroup(group) === undefined ? undefined : read();
  const ofQueue = (queue: string, read: () => number | undefined) =>
    configuration.findDn(queue as Dn)?.type === 'virtualQueue' ? read() : undefined;
  return {
    agentsReady: (group) => ofGroup(group, () => state.groupPresence.of(group).ready),
    agentsLoggedIn: (group) => ofGroup(group, () => state.groupPresence.of(group).loggedIn),
    agentsTotal: (group) => ofGroup(group, () => new Set(configuration.findAgentGroup(group)?.members).size),
    callsWaiting: (queue) => ofQueue(queue, () => state.virtualQueues.waiting(queue as Dn)),
    estimatedWait: (queue, now, position) => ofQueue(queue, () => estimates.estimatedWait(queue, now, position)),
  };
}
