import type { ConnId, Dn } from '@cordboard/shared/ids';
import type { NoAnswerAction } from '@cordboard/shared/routing/no-answer';
import { WorkMode } from '@cordboard/shared/tlib/agent-states';
import { changeAgentState } from '../../domain/agents/agent-operations.ts';
import { noAnswerOf } from '../../domain/agents/no-answer.ts';
import { type Call, findParty, presentParties } from '../../domain/call-model/calls/call.ts';
import type { Party } from '../../domain/call-model/calls/party.ts';
import { endCall } from '../../domain/call-model/operations/release.ts';
import type { RouteRequest } from '../../domain/routing/requests/route-request.ts';
import { sendOn } from '../router/leave-routing.ts';
import { offerTo } from '../router/pairing/offer.ts';
import { routeWaiting } from '../router/router.ts';
import { keepFrom } from '../router/waiting/keep-from.ts';
import type { Decision } from '../switch/decision.ts';
import { takesIm } from './find-target.ts';
import { moveParty } from './move-party.ts';

/** Nobody answered in time. */
export function noAnswerDue(decision: Decision, subject: string): void {
  const [connId = '', dn = ''] = subject.split('|');
  const call = decision.calls.get(connId as ConnId);
  const party = call === undefined ? undefined : findParty(call, dn as Dn);
  if (call === undefined || party?.state !== 'ringing') return;
  notAnswered(decision, call, party);
  routeWaiting(decision);
}

/** Nobody can answer: the chat rings nowhere any more. Who stays Ready all the same is not asked again at once. */
export function ringsNowhere(decision: Decision, call: Call, party: Party): void {
  notAnswered(decision, call, party);
  const request = decision.state.routeRequests.get(call.id);
  if (request !== undefined) keepFrom(decision, request, party.dn);
  routeWaiting(decision);
}

/**
 * What the nearest setting says happens to the agent and to the call. What no router offered goes to whom it belongs, as when
 * it is declined.
 */
function notAnswered(decision: Decision, call: Call, party: Party): void {
  const request = decision.state.routeRequests.get(call.id);
  const isOffered = request?.offeredTo === party.dn;
  const asked = isOffered ? (request.noAnswer ?? undefined) : undefined;
  const { action, overflow } = noAnswerOf(decision.configuration, { id: party.dn, agentId: party.agentId }, asked);
  actOnAgent(decision, party.dn, action);
  moveParty(decision, call, party, { name: 'noAnswer' });
  if (isOffered) overflowTo(decision, call.id, party.dn, overflow);
}

/** The action happens before the call leaves the agent: a logout that waits comes with the last party. */
function actOnAgent(decision: Decision, dn: Dn, action: NoAnswerAction): void {
  const session = decision.agentSessions.get(dn);
  if (session === undefined || action === 'none') return;
  if (action === 'logout') decision.agentSessions.put({ ...session, logoutPending: true });
  if (session.state !== 'ready' && action === 'notready') return;
  changeAgentState(
    decision,
    dn,
    { name: 'notReadyAsked', workMode: WorkMode.AuxWork, reasons: { ReasonCode: 'NoAnswer' } },
    action === 'logout' ? { extensions: { logoutPending: true } } : {},
  );
}

/** The call waits at its routing point again; another destination may have it instead. */
function overflowTo(decision: Decision, connId: ConnId, from: Dn, overflow: readonly string[]): void {
  for (const destination of overflow) {
    const request = decision.state.routeRequests.get(connId);
    const call = decision.calls.get(connId);
    // Its strategy has gone on meanwhile.
    if (request === undefined || call === undefined || request.offeredTo !== null) return;
    if (destination === 'recall') return;
    if (destination === 'release') {
      // Others who talk in it go on.
      if (presentParties(call).length === 0) endCall(decision, call, { customerLeft: false });
      return;
    }
    if (isTaken(decision, request, from, destination)) return;
  }
}

function isTaken(decision: Decision, request: RouteRequest, from: Dn, destination: Dn): boolean {
  if (decision.configuration.findRoutingPoint(destination) !== undefined) {
    return destination !== request.routingPoint && sendOn(decision, request, destination);
  }
  const session = decision.agentSessions.get(destination);
  if (!takesIm(decision, destination as Dn) || session === undefined || session.logoutPending || destination === from)
    return false;
  if (request.inCall.includes(destination)) return false;
  offerTo(decision, request, session);
  return true;
}
