import type { AgentSession } from '../agents/agent-session.ts';
import { isServedBefore } from './queue-order.ts';
import type { ReadyAgents } from './ready-agents.ts';
import type { RouteRequest } from './route-request.ts';
import { findTarget, type Selection, selectTarget } from './targets/select-target.ts';
import type { WaitingRequests } from './waiting-requests.ts';

/** A waiting request and the agent who gets it. */
export interface Pairing {
  readonly request: RouteRequest;
  readonly agent: AgentSession;
  readonly selection: Selection;
}

/**
 * The oldest waiting request for which an agent is free, with its agent. Requests that every free agent declined are passed
 * over, so the cost grows with declines and with groups, not with the length of the queues.
 */
export function nextPairing(waiting: WaitingRequests, readyAgents: ReadyAgents, now: number): Pairing | undefined {
  let oldest: RouteRequest | undefined;
  for (const group of waiting.groups()) {
    if (readyAgents.count(group) === 0) continue;
    for (const request of waiting.inOrder(group)) {
      if (oldest !== undefined && isServedBefore(oldest, request)) break;
      if (request.target === null || findTarget(request.target, readyAgents, request, now) === undefined) continue;
      oldest = request;
      break;
    }
  }
  if (oldest === undefined || oldest.target === null) return undefined;
  const selection = selectTarget(oldest.target, readyAgents, oldest, now);
  return selection.chosen === undefined ? undefined : { request: oldest, agent: selection.chosen, selection };
}
