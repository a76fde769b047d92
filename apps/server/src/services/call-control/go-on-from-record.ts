import type { AgentSession } from '../../domain/agents/agent-session.ts';
import { deadlineAfterRestart } from '../../domain/call-model/deadline.ts';
import type { Flow } from '../../protocols/sip/transactions/sip-transport.ts';
import { markAbsent } from '../messaging/absence.ts';
import type { MessagingContext } from '../messaging/messaging-context.ts';
import { releaseRequest } from '../messaging/outbox.ts';
import { routeWaiting } from '../router/router.ts';

/**
 * Goes on where the record ends: deadlines are re-armed, customers whose connections are gone are absent, what was in flight
 * is sent again as the very same bytes, agents without a desktop have their absence grace, waiting customers are offered.
 * `lastTime` is the time of the last commit, ms since 1970.
 */
export function goOnFromRecord(
  context: MessagingContext,
  lastTime: number,
  network: { readonly isOpen: (flow: Flow) => boolean; readonly isConnected: (session: AgentSession) => boolean },
): void {
  const { decision } = context;
  const { state } = decision;
  for (const deadline of [...state.deadlines.values()]) {
    const moved = deadlineAfterRestart(deadline, lastTime, decision.now);
    state.deadlines.put(moved);
    decision.release({ name: 'armDeadline', deadline: moved });
  }
  for (const leg of [...state.legs.values()]) {
    if (!network.isOpen(leg.flow)) markAbsent(context, leg);
    else if (leg.inFlight !== null) releaseRequest(context, leg, leg.inFlight);
  }
  for (const session of state.agentSessions.values()) {
    if (network.isConnected(session)) continue;
    decision.setDeadline(
      'agentAbsence',
      session.id,
      decision.configuration.tenant.options['agent-absence-grace'] * 1000,
    );
  }
  routeWaiting(decision);
}
