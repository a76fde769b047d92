import type { State } from '../strategy/run/run.ts';
import type { RouteRequest } from './route-request.ts';

/** The fields of a request that tell of its run. */
export function storedRun(state: State): Pick<RouteRequest, 'block' | 'path' | 'virtualQueue' | 'run'> {
  const { block, path, virtualQueue, ...run } = state;
  return { block, path, virtualQueue, run };
}

/** The run of a request, as its record tells it. */
export function runOfRequest({ block, path, virtualQueue, run }: RouteRequest): State {
  return { ...run, block, path, virtualQueue };
}
