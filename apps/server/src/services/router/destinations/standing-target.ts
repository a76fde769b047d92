import type { Dn } from '@cordboard/shared/ids';
import type { RouteRequest } from '../../../domain/routing/requests/route-request.ts';
import { runOfRequest, storedRun } from '../../../domain/routing/requests/stored-run.ts';
import { runOf } from '../../../domain/routing/strategy/run/run.ts';
import type { RoutingTarget } from '../../../domain/routing/strategy/run/targets.ts';
import type { Decision } from '../../switch/decision.ts';
import { stopTreatment } from '../waiting/treatments.ts';

/** Whose a default destination is that is no routing point: who sits where an Extension DN stands, who is logged in to an ACD queue. */
export function standingTarget({ configuration }: Decision, destination: Dn): RoutingTarget | undefined {
  const type = configuration.findDn(destination)?.type;
  if (type === 'acdQueue') return { type: 'queue', name: destination, choice: 'longestReady' };
  const place = type === 'extension' ? configuration.placeOfDn(destination) : undefined;
  return place === undefined ? undefined : { type: 'place', name: place.name, choice: 'longestReady' };
}

/** The interaction waits for the target without end; nothing of its strategy goes on. */
export function waitWithoutEnd(decision: Decision, request: RouteRequest, target: RoutingTarget): void {
  stopTreatment(decision, request);
  decision.cancelDeadline('selectTimeout', request.id);
  decision.cancelDeadline('routerTimeout', request.id);
  const present = decision.state.routeRequests.get(request.id) ?? request;
  const targets = [target];
  const state = {
    ...runOf(runOfRequest(present)),
    name: 'waiting',
    targets,
    since: decision.now,
    dueAt: null,
  } as const;
  decision.state.routeRequests.put({
    ...present,
    ...storedRun(state),
    servedBy: 'strategy',
    targets,
    timesOutAt: null,
  });
}
