import type { Dn } from '@cordboard/shared/ids';
import { WorkMode } from '@cordboard/shared/tlib/agent-states';
import { changeAgentState } from '../../domain/agents/agent-operations.ts';
import type { AgentSession } from '../../domain/agents/agent-session.ts';
import { refreshAvailability } from '../../domain/agents/availability.ts';
import { logOut } from '../../domain/call-model/operations/log-out.ts';
import { ownCallsOnDn } from '../../domain/call-model/operations/release.ts';
import { routeWaiting } from '../router/router.ts';
import type { Decision } from '../switch/decision.ts';
import { seatGraceOver } from './supervisor-seats.ts';
import { withdrawActive, withdrawRinging } from './withdraw.ts';

/** The last desktop of an agent is gone, and no SIP client of his is there: he is reconnecting, which keeps everything he has and brings nothing new. */
export function markReconnecting(decision: Decision, session: AgentSession): void {
  decision.agentSessions.put({ ...session, absentSince: session.absentSince ?? decision.now });
  refreshAvailability(decision, session.id);
  const graceSeconds = decision.configuration.tenant.options['agent-absence-grace'];
  decision.setDeadline('agentAbsence', session.id, graceSeconds * 1000);
}

/** A desktop of the agent is there: what he was before, he is again. */
export function markReturned(decision: Decision, session: AgentSession): void {
  decision.cancelDeadline('agentAbsence', session.id);
  if (session.absentSince === null) return;
  decision.agentSessions.put({ ...session, absentSince: null });
  refreshAvailability(decision, session.id);
}

/**
 * No desktop came back in time: the agent is Not Ready, what rings rings elsewhere, and what is active goes back to the
 * head of its queue, unless the option `agent-absence-action` keeps it.
 */
export function absenceGraceOver(decision: Decision, dn: Dn): void {
  const session = decision.agentSessions.get(dn);
  if (session === undefined) {
    seatGraceOver(decision, dn);
    return;
  }
  decision.agentSessions.put({ ...session, absentSince: null });
  if (session.state !== 'notReady') {
    changeAgentState(decision, dn, {
      name: 'notReadyAsked',
      workMode: WorkMode.WalkAway,
      reasons: { ReasonCode: 'ConnectionLost' },
    });
  }
  withdrawRinging(decision, dn);
  if (decision.configuration.tenant.options['agent-absence-action'] === 'requeue') withdrawActive(decision, dn);
  if (session.isAutoLogin === true && ownCallsOnDn(decision, dn).length === 0) logOut(decision, dn);
  routeWaiting(decision);
}
