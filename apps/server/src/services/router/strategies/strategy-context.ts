import type { Dn } from '@cordboard/shared/ids';
import type { Strategy } from '@cordboard/shared/routing/strategy';
import { randomFraction } from '../../../base/random.ts';
import type { Call } from '../../../domain/call-model/calls/call.ts';
import { strategyVersionId } from '../../../domain/configuration/strategy-version.ts';
import type { RouteRequest } from '../../../domain/routing/requests/route-request.ts';
import type { StrategyContext } from '../../../domain/routing/strategy/run/context.ts';
import type { Priority } from '../../../domain/routing/strategy/run/run.ts';
import type { RoutingTarget } from '../../../domain/routing/strategy/run/targets.ts';
import type { Decision } from '../../switch/decision.ts';
import { centreStatistics } from '../pairing/centre-statistics.ts';
import { lastAgentOf } from './last-agent.ts';

/** The strategy that a routing point has now. */
export function strategyOf(decision: Decision, routingPoint: Dn): Strategy | undefined {
  const name = decision.configuration.findRoutingPoint(routingPoint)?.strategy;
  return name === undefined ? undefined : decision.configuration.findStrategy(name);
}

/** The version on which a request began, or the active one when that is not kept any more. */
export function strategyOfRequest({ state }: Decision, { strategy, version }: RouteRequest): Strategy | undefined {
  const kept = state.strategyVersions.get(strategyVersionId(strategy, version));
  return kept?.strategy ?? state.configuration.findStrategy(strategy);
}

/** What the strategy of a request may read; undefined when its routing point has none any more. */
export function strategyContext(decision: Decision, call: Call, request: RouteRequest): StrategyContext | undefined {
  const strategy = strategyOfRequest(decision, request);
  if (strategy === undefined) return undefined;
  const { configuration } = decision;
  const position = (virtualQueue: Dn, priority: Priority) => {
    const asItIsNow = { ...request, run: { ...request.run, priority } };
    return decision.state.virtualQueues.position(virtualQueue, asItIsNow, decision.now);
  };
  return {
    strategy,
    now: decision.now,
    mediaType: call.mediaType,
    routingPoint: request.routingPoint,
    customerAddress: call.customer?.address ?? call.ani,
    enteredAt: request.enteredAt,
    userData: call.userData,
    statistics: {
      ...centreStatistics(decision),
      position,
      estimatedWait: (virtualQueue, priority = request.run.priority) =>
        decision.estimateWait(virtualQueue, position(virtualQueue, priority)),
    },
    findCalendar: (name) => configuration.findCalendar(name),
    hasTarget: (target) => hasTarget(decision, target),
    hasQueue: (virtualQueue) => configuration.findDn(virtualQueue)?.type === 'virtualQueue',
    lastAgent: () => lastAgentOf(decision, call, request),
    random: () => randomFraction(decision.random),
  };
}

function hasTarget({ configuration }: Decision, { type, name }: RoutingTarget): boolean {
  switch (type) {
    case 'agent':
      return configuration.findAgentLogin(name) !== undefined;
    case 'agentGroup':
      return configuration.findAgentGroup(name) !== undefined;
    case 'place':
      return configuration.findPlace(name) !== undefined;
    case 'placeGroup':
      return configuration.hasPlaceGroup(name);
    case 'queue':
      return configuration.findDn(name)?.type === 'acdQueue';
    case 'skill':
      return true;
  }
}
