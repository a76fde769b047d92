import type { AgentId } from '@cordboard/shared/ids';
import { type Call, ownerOf } from '../../../domain/call-model/calls/call.ts';
import { LAST_AGENTS_KEPT_MS } from '../../../domain/call-model/calls/last-agent.ts';
import type { RouteRequest } from '../../../domain/routing/requests/route-request.ts';
import type { StrategyContext } from '../../../domain/routing/strategy/run/context.ts';
import type { Decision } from '../../switch/decision.ts';
import { mayBeOffered } from '../destinations/route-call.ts';

/** The agent with whom the customer talks in another chat, else the one to whom he talked last. */
export function lastAgentOf(
  decision: Decision,
  call: Call,
  request: RouteRequest,
): ReturnType<StrategyContext['lastAgent']> {
  const agentId = call.customer === null ? undefined : lastAgentIdOf(decision, call.customer.address);
  if (agentId === undefined) return undefined;
  const sessions = decision.state.agentSessionsByAgent.get(agentId);
  return {
    agentId,
    isLoggedIn: sessions.some(({ logoutPending }) => !logoutPending),
    // Whom the router may offer it now, by capacity and declines too.
    isReady: sessions.some((session) => session.canTakeChat && mayBeOffered(decision, request, session)),
  };
}

function lastAgentIdOf({ state, now }: Decision, address: string): AgentId | undefined {
  const present = state.callsByCustomer
    .get(address)
    .flatMap((call) => ownerOf(call) ?? [])
    .toSorted((one, other) => other.since - one.since || (one.dn < other.dn ? -1 : 1));
  const [owner] = present;
  if (owner !== undefined) return owner.agentId;
  const last = state.lastAgents.get(address);
  return last !== undefined && last.at + LAST_AGENTS_KEPT_MS > now ? last.agentId : undefined;
}
