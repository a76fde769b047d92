import type { DecisionRecord } from '@cordboard/shared/rest/endpoints';
import type { RouteRequest } from '../requests/route-request.ts';
import type { LeftOut } from './left-out.ts';
import type { Selection } from './select-target.ts';

/** Why the router chose as it did, for people to read later. */
export function decisionRecord(
  request: RouteRequest,
  selection: Selection,
  now: number,
  leftOut: readonly LeftOut[] = [],
): DecisionRecord {
  const { steps = [], variables } = request.run;
  return {
    time: now,
    strategy: request.strategy,
    version: request.version,
    path: [...request.path],
    virtualQueue: request.virtualQueue,
    target: targetNamed(selection),
    waitedMs: Math.max(0, now - request.enteredAt),
    candidates: [...selection.candidates],
    chosen: selection.chosen?.id ?? null,
    tieBreaker: selection.tieBreaker,
    ...(steps.length === 0 ? {} : { steps: [...steps] }),
    ...(request.targets.length === 0 ? {} : { targets: [...request.targets] }),
    ...(leftOut.length === 0 ? {} : { leftOut: [...leftOut] }),
    ...(Object.keys(variables).length === 0 ? {} : { variables }),
  };
}

/** What is kept of a strategy that could not go on. */
export function failureRecord(
  request: RouteRequest,
  failure: NonNullable<DecisionRecord['failure']>,
  now: number,
): DecisionRecord {
  return {
    ...decisionRecord(
      request,
      { target: undefined, chosen: undefined, candidates: [], tieBreaker: 'no candidate' },
      now,
    ),
    failure,
  };
}

function targetNamed({ target }: Selection): string {
  return target?.name ?? '';
}
