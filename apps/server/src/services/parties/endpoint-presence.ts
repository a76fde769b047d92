/** Who is there by his SIP client. Rules: docs/spec/sip-agents.md. */
import type { AgentId, Dn, PlaceName, UserName } from '@cordboard/shared/ids';
import { WorkMode } from '@cordboard/shared/tlib/agent-states';
import { logIn } from '../../domain/agents/agent-operations.ts';
import { refreshAvailability } from '../../domain/agents/availability.ts';
import { routeWaiting } from '../router/router.ts';
import type { Decision } from '../switch/decision.ts';
import { markReconnecting, markReturned } from './agent-absence.ts';

/**
 * Changes the bindings of a DN, and what follows from that: clients that have come learn what goes on, an agent who has none
 * any more, and no desktop, is reconnecting; one who is to be logged in by his client is.
 */
export function endpointChanged(decision: Decision, dn: Dn, change: () => void): void {
  const hadEndpoint = decision.hasEndpoint(dn);
  change();
  const hasEndpoint = decision.hasEndpoint(dn);
  decision.endpoints.catchUp(dn);
  if (hasEndpoint && !hadEndpoint) logInByClient(decision, dn);
  const session = decision.agentSessions.get(dn);
  if (session === undefined) return;
  if (decision.hasDesktop(session.userName, session.place) || hasEndpoint) markReturned(decision, session);
  else if (session.absentSince === null) markReconnecting(decision, session);
  refreshAvailability(decision, dn);
  routeWaiting(decision);
}

/** Option `auto-login` of the DN: the agent of its place is logged in and Ready by his client. Says whether he is. */
export function logInByClient(decision: Decision, dn: Dn): boolean {
  const { configuration } = decision;
  if (configuration.findExtension(dn)?.options['auto-login'] !== true) return false;
  const place = configuration.placeOfDn(dn);
  const person = place === undefined ? undefined : configuration.personOfPlace(place.name as PlaceName);
  const agentId = person?.agentLogins[0] as AgentId | undefined;
  if (place === undefined || person === undefined || agentId === undefined) return false;
  // Who works somewhere already stays there.
  if (decision.state.occupantOf(dn) !== undefined) return false;
  if (decision.state.agentSessionsByAgent.get(agentId).length > 0) return false;
  logIn(decision, {
    dn,
    userName: person.userName as UserName,
    place: place.name as PlaceName,
    agentId,
    nickname: configuration.findAgentLogin(agentId)?.code ?? agentId,
    queue: null,
    workMode: WorkMode.AutoIn,
    isAutoLogin: true,
  });
  return true;
}
