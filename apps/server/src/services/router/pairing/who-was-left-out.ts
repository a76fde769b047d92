import type { RouteRequest } from '../../../domain/routing/requests/route-request.ts';
import type { RoutingTarget } from '../../../domain/routing/strategy/run/targets.ts';
import { type LeftOut, leftOutOf } from '../../../domain/routing/targets/left-out.ts';
import type { Decision } from '../../switch/decision.ts';

/** Who belongs to the chosen agent's target and was not free at this moment. */
export function whoWasLeftOut(
  { configuration, state }: Decision,
  request: RouteRequest,
  target: RoutingTarget | undefined,
): readonly LeftOut[] {
  if (target === undefined) return [];
  return leftOutOf(target, request, {
    configuration,
    sessionsOfPerson: (userName) => state.agentSessionsByUser.get(userName),
    membersOf: (asked) => state.readyAgents.of(asked).members(),
    isMember: (asked, session) => state.readyAgents.has(asked, session.id),
    everybody: () => state.agentSessions.values(),
  });
}
