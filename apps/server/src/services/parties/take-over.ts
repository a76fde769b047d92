import type { AgentSession } from '../../domain/agents/agent-session.ts';
import { logOut } from '../../domain/call-model/operations/log-out.ts';
import type { Decision } from '../switch/decision.ts';
import { withdrawAll } from './withdraw.ts';

/**
 * The agent logs in at another place: what rings or is active at the old one goes back to the head of its queue, the old
 * DNs are logged out and the old place's sockets end.
 */
export function leaveOtherPlace(decision: Decision, elsewhere: AgentSession): void {
  const sessions = decision.state.agentSessionsByUser
    .get(elsewhere.userName)
    .filter((session) => session.place === elsewhere.place);
  for (const session of sessions) decision.agentSessions.put({ ...session, canTakeChat: false, logoutPending: true });
  for (const session of sessions) {
    withdrawAll(decision, session.id);
    if (decision.agentSessions.get(session.id) !== undefined) logOut(decision, session.id);
  }
  decision.release({
    name: 'endClients',
    userName: elsewhere.userName,
    place: elsewhere.place,
    reason: 'The agent has logged in at another place.',
  });
}
