import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { AgentId, Dn } from '@cordboard/shared/ids';
import { WorkMode } from '@cordboard/shared/tlib/agent-states';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import type { TRequestOf } from '@cordboard/shared/tlib/requests';
import { required } from '../../../../base/assert.ts';
import { changeAgentState, logIn, loginEvent, type Told } from '../../../../domain/agents/agent-operations.ts';
import { logOut } from '../../../../domain/call-model/operations/log-out.ts';
import { ownCallsOnDn } from '../../../../domain/call-model/operations/release.ts';
import { leaveSeatsElsewhere } from '../../../parties/supervisor-seats.ts';
import { leaveOtherPlace } from '../../../parties/take-over.ts';
import { routeWaiting } from '../../../router/router.ts';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';
import { type ActingSupervisor, actingSupervisor, auditAct } from '../acting-supervisor.ts';
import { answered, type Outcome, refused } from '../outcome.ts';
import { dropForeignRegistrations } from './register-address.ts';

/** TAgentLogin. A repeated one at the same place answers EventAgentLogin again. */
export function agentLogin(decision: Decision, client: TlibClient, request: TRequestOf<'TAgentLogin'>): Outcome {
  const dn = request.thisDN as Dn;
  const agentId = request.agentID as AgentId;
  const refusal = checkLogin(decision, client, request);
  if (refusal !== undefined) return refused(refusal);
  const present = decision.agentSessions.get(dn);
  if (present !== undefined) {
    if (present.agentId !== agentId) return refused(refuse('DNOccupied'));
    return answered(decision.publish(loginEvent(present)));
  }
  const elsewhere = decision.state.agentSessionsByAgent.get(agentId).find((session) => session.place !== client.place);
  if (elsewhere !== undefined) {
    if (request.extensions?.['takeOver'] !== 1) return refused(refuse('AgentLoggedInElsewhere'));
    leaveOtherPlace(decision, elsewhere);
  }
  if (request.extensions?.['takeOver'] === 1) leaveSeatsElsewhere(decision, client.userName, client.place);
  dropForeignRegistrations(decision, client, dn);
  // It may be left from a supervisor who was on the DN before.
  decision.cancelDeadline('agentAbsence', dn);
  const event = logIn(decision, {
    dn,
    userName: client.userName,
    place: required(client.place, 'place of an agent'),
    agentId,
    nickname: decision.configuration.findAgentLogin(agentId)?.code ?? agentId,
    queue: (request.thisQueue || null) as Dn | null,
    workMode: (request.agentWorkMode ?? WorkMode.Unknown) as WorkMode,
  });
  routeWaiting(decision);
  return answered(event);
}

function checkLogin(decision: Decision, client: TlibClient, request: TRequestOf<'TAgentLogin'>): Refusal | undefined {
  const { configuration } = decision;
  if (configuration.findAgentLogin(request.agentID) === undefined) return refuse('UnknownAgent');
  if (configuration.findPerson(client.userName)?.agentLogins.includes(request.agentID) !== true)
    return refuse('AgentNotAllowed');
  if (configuration.findExtension(request.thisDN) === undefined)
    return refuse('InvalidAttribute', 'thisDN must be an extension.');
  const { thisQueue } = request;
  if (thisQueue !== undefined && thisQueue !== '' && configuration.findDn(thisQueue)?.type !== 'acdQueue') {
    return refuse('InvalidAttribute', 'thisQueue must be a queue.');
  }
  return undefined;
}

/** Runs `change` when an agent is logged in on the DN. */
function whileLoggedIn(decision: Decision, dn: Dn, change: () => DnEvent | undefined): Outcome {
  if (decision.agentSessions.get(dn) === undefined) return refused(refuse('AgentNotLoggedIn'));
  const event = required(change(), 'event of an agent state');
  routeWaiting(decision);
  return answered(event);
}

/** TAgentLogout: refused while the agent has calls; asked by a supervisor, it happens with the last of them. */
export function agentLogout(decision: Decision, client: TlibClient, request: TRequestOf<'TAgentLogout'>): Outcome {
  const dn = request.thisDN as Dn;
  const by = actingSupervisor(decision, client, dn);
  const hasCalls = ownCallsOnDn(decision, dn).length > 0;
  if (by === undefined) {
    return hasCalls ? refused(refuse('AgentHasCalls')) : whileLoggedIn(decision, dn, () => logOut(decision, dn));
  }
  const reasons = request.reasons ?? {};
  auditAct(decision, by, 'agentForcedLogout', { detail: { reasons, atOnce: !hasCalls } });
  return whileLoggedIn(decision, dn, () =>
    hasCalls ? logOutLater(decision, dn, by, reasons) : logOut(decision, dn, toldOf(by, reasons)),
  );
}

function toldOf(by: ActingSupervisor, reasons: KeyValueList): Told {
  return { ...(Object.keys(reasons).length === 0 ? {} : { reasons }), extensions: by.told };
}

/** The agent is Not Ready at once, and logged out when his last call is over. */
function logOutLater(decision: Decision, dn: Dn, by: ActingSupervisor, reasons: KeyValueList): DnEvent | undefined {
  decision.agentSessions.put({ ...by.agent, logoutPending: true });
  const extensions = { ...by.told, logoutPending: true };
  const input = { name: 'notReadyAsked', workMode: WorkMode.AuxWork, reasons } as const;
  return changeAgentState(decision, dn, input, { extensions });
}

export function agentSetReady(decision: Decision, _client: TlibClient, request: TRequestOf<'TAgentSetReady'>): Outcome {
  const dn = request.thisDN as Dn;
  if (decision.agentSessions.get(dn)?.logoutPending === true) return refused(refuse('LogoutPending'));
  const workMode = (request.agentWorkMode ?? WorkMode.ManualIn) as WorkMode;
  return whileLoggedIn(decision, dn, () => changeAgentState(decision, dn, { name: 'readyAsked', workMode }));
}

export function agentSetNotReady(
  decision: Decision,
  client: TlibClient,
  request: TRequestOf<'TAgentSetNotReady'>,
): Outcome {
  const dn = request.thisDN as Dn;
  const workMode = (request.agentWorkMode ?? WorkMode.AuxWork) as WorkMode;
  const reasons = request.reasons ?? {};
  const by = actingSupervisor(decision, client, dn);
  if (by !== undefined) auditAct(decision, by, 'agentForcedNotReady', { detail: { reasons } });
  const told = by === undefined ? {} : { extensions: by.told };
  return whileLoggedIn(decision, dn, () =>
    changeAgentState(decision, dn, { name: 'notReadyAsked', workMode, reasons }, told),
  );
}
