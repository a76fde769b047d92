import type { AgentSession } from '../../agents/agent-session.ts';
import type { Matching } from '../matching/matching.ts';
import type { WaitingLine } from '../matching/waiting-requests.ts';
import { isServedBefore } from '../requests/queue-order.ts';
import type { RouteRequest } from '../requests/route-request.ts';
import { isAnybodyFor, type Selection, selectTarget } from './select-target.ts';

/** A waiting request and the agent who gets it. */
export interface Pairing {
  readonly request: RouteRequest;
  readonly agent: AgentSession;
  readonly selection: Selection;
}

/**
 * The first waiting request, as they are served, for which an agent is free, with its agent. Only lines for which somebody is
 * ready are looked at, and of each only the first request that he may be offered, so that the cost grows with the targets
 * that the free agents belong to, and with declines, not with agents and not with the length of the queues.
 */
export function nextPairing(matching: Matching): Pairing | undefined {
  const { waiting, now } = matching;
  let best: RouteRequest | undefined;
  for (const line of waiting.matchable) {
    const first = line.order.first(now);
    if (first === undefined || (best !== undefined && !isServedBefore(first, best, now))) continue;
    if (!isOpen(line, matching)) continue;
    if (isAnybodyFor(first, line.target, now)) {
      best = first;
      continue;
    }
    for (const request of line.order.inOrder(now)) {
      if (best !== undefined && !isServedBefore(request, best, now)) break;
      if (!isAnybodyFor(request, line.target, now)) continue;
      best = request;
      break;
    }
  }
  if (best === undefined) return undefined;
  const selection = selectTarget(best, matching);
  return selection.chosen === undefined ? undefined : { request: best, agent: selection.chosen, selection };
}

function isOpen({ threshold }: WaitingLine, { holds }: Matching): boolean {
  return threshold === null || (threshold !== false && holds(threshold));
}
