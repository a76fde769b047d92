import type { RoutingStatistics } from '../../../domain/routing/strategy/run/context.ts';
import type { Decision } from '../../switch/decision.ts';

/** Numbers about the contact centre at this moment. Each costs the same however many agents there are. */
export function centreStatistics(decision: Decision): Omit<RoutingStatistics, 'position'> {
  const { configuration, state } = decision;
  /** Who is in a virtual group is known of those who are logged in only. */
  const virtualMembers = (group: string) => state.readyAgents.of({ type: 'agentGroup', name: group }).memberCount;
  return {
    agentsReady: (group) =>
      configuration.findAgentGroup(group) === undefined ? undefined : state.readyAgents.count(group),
    agentsLoggedIn: (group) => {
      const found = configuration.findAgentGroup(group);
      if (found === undefined) return undefined;
      return found.script === undefined ? state.groupPresence.of(group).loggedIn : virtualMembers(group);
    },
    agentsTotal: (group) => {
      const found = configuration.findAgentGroup(group);
      if (found === undefined) return undefined;
      return found.script === undefined ? found.members.length : virtualMembers(group);
    },
    callsWaiting: (virtualQueue) => state.virtualQueues.waiting(virtualQueue),
    // Of who comes last.
    estimatedWait: (virtualQueue) => decision.estimateWait(virtualQueue, state.virtualQueues.waiting(virtualQueue)),
  };
}
