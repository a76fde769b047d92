import type { Dn, UserName } from '@cordboard/shared/ids';
import { routersChanged } from '../router/alternate-routing.ts';
import { routeWaiting } from '../router/router.ts';
import type { Decision } from '../switch/decision.ts';

/**
 * A routing point has another strategy, or none, from now on. Who is in a strategy stays in it; who waits there for an outside
 * router that is gone, because nothing else could be done, gets the strategy.
 */
export function assignStrategy(decision: Decision, routingPoint: Dn, strategy: string | null, who: UserName): void {
  decision.state.assignedStrategies.put({ id: routingPoint, strategy });
  const detail = { dn: routingPoint, strategy: strategy ?? '' };
  decision.recordAudit({ what: 'strategyAssigned', who, whom: null, connID: null, detail });
  if (strategy !== null) routersChanged(decision, routingPoint);
  routeWaiting(decision);
}
