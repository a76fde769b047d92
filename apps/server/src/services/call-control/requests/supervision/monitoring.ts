import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { ConnId, Dn } from '@cordboard/shared/ids';
import {
  MONITOR_MODES,
  MONITOR_SCOPES,
  type MonitorMode,
  MonitorNextCallType,
  type MonitorScope,
} from '@cordboard/shared/tlib/monitoring';
import type { TRequestOf } from '@cordboard/shared/tlib/requests';
import { fail, type Result, succeed } from '../../../../base/result.ts';
import type { AgentSession } from '../../../../domain/agents/agent-session.ts';
import { type Call, findTalkingParty } from '../../../../domain/call-model/calls/call.ts';
import { isObserver } from '../../../../domain/call-model/calls/party.ts';
import { endMonitoring, isMonitored, monitor } from '../../../../domain/call-model/operations/monitor.ts';
import { switchMonitorMode } from '../../../../domain/call-model/operations/observe.ts';
import { monitoringId } from '../../../../domain/call-model/supervision/monitoring.ts';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';
import { attendanceOnDn } from '../call-on-dn.ts';
import { answered, type Outcome, refused } from '../outcome.ts';
import { seatOfClient, takeSeat } from './take-seat.ts';

type Asked = TRequestOf<'TMonitorNextCall'>;

/** One of the values of an extension; `otherwise` when it is missing. */
function readWord<Word extends string>(
  request: { readonly extensions?: Readonly<Record<string, unknown>> | undefined },
  key: string,
  words: readonly Word[],
  otherwise: Word,
): Result<Word, Refusal> {
  const value = request.extensions?.[key] ?? otherwise;
  const word = words.find((candidate) => candidate === value);
  return word === undefined
    ? fail(refuse('InvalidAttribute', `extensions.${key} must be ${words.join(', ')}.`))
    : succeed(word);
}

/** TMonitorNextCall: the supervisor joins the agent's next call, or all of them, and what is going on. */
export function monitorNextCall(decision: Decision, client: TlibClient, request: Asked): Outcome {
  const supervisor = seatOfClient(decision, client, request.thisDN as Dn);
  if (supervisor === undefined) return refused(refuse('AgentNotLoggedIn'));
  const mode = readWord<MonitorMode>(request, 'MonitorMode', MONITOR_MODES, 'mute');
  if (!mode.ok) return refused(mode.failure);
  const scope = readWord<MonitorScope>(request, 'MonitorScope', MONITOR_SCOPES, 'call');
  if (!scope.ok) return refused(scope.failure);
  const agent = findAgent(decision, client, request);
  if (!agent.ok) return refused(agent.failure);
  const call = findMeantCall(decision, request);
  if (!call.ok) return refused(call.failure);
  takeSeat(decision, client, supervisor);
  const event = monitor(decision, {
    supervisor,
    agent: agent.value,
    monitorNextCallType: request.monitorNextCallType ?? MonitorNextCallType.OneCall,
    mode: mode.value,
    scope: scope.value,
    call: call.value,
  });
  return answered(event);
}

/** The agent on `otherDN`, when this supervisor may monitor him. */
function findAgent(decision: Decision, client: TlibClient, request: Asked): Result<AgentSession, Refusal> {
  const { configuration } = decision;
  const dn = request.otherDN as Dn;
  if (configuration.findDn(dn) === undefined) return fail(refuse('UnknownDN'));
  if (configuration.findExtension(dn) === undefined)
    return fail(refuse('InvalidAttribute', 'otherDN must be the DN of an agent.'));
  if (dn === request.thisDN) return fail(refuse('TargetIsSelf'));
  if (client.role !== 'supervisor') return fail(refuse('AgentNotSupervised'));
  const agent = decision.agentSessions.get(dn);
  if (agent === undefined) return fail(refuse('TargetLoggedOut'));
  if (agent.userName === client.userName) return fail(refuse('TargetIsSelf'));
  if (!configuration.supervises(client.userName, agent.userName)) return fail(refuse('AgentNotSupervised'));
  const others = decision.monitoringsOfAgent(dn).filter(({ supervisorDN }) => supervisorDN !== request.thisDN);
  return others.length >= configuration.tenant.options['supervisors-per-agent']
    ? fail(refuse('AgentMonitored'))
    : succeed(agent);
}

/** The running call that the request names; null when it names none. */
function findMeantCall(decision: Decision, request: Asked): Result<Call | null, Refusal> {
  if (request.connID === undefined) return succeed(null);
  const call = decision.calls.get(request.connID.toLowerCase() as ConnId);
  if (call === undefined || findTalkingParty(call, request.otherDN as Dn) === undefined)
    return fail(refuse('UnknownCall'));
  if (!decision.configuration.tenant.options['intrusion-enabled']) return fail(refuse('IntrusionDisabled'));
  const takesPart = findTalkingParty(call, request.thisDN as Dn) !== undefined;
  return takesPart || !isMonitored(decision, call, request.otherDN as Dn)
    ? fail(refuse('InvalidState'))
    : succeed(call);
}

/** TCancelMonitoring: the subscription ends, and with it what is observed by it. */
export function cancelMonitoringRequest(
  decision: Decision,
  _client: TlibClient,
  request: TRequestOf<'TCancelMonitoring'>,
): Outcome {
  if (decision.configuration.findDn(request.otherDN as Dn) === undefined) return refused(refuse('UnknownDN'));
  const monitoring = decision.monitorings.get(monitoringId(request.thisDN as Dn, request.otherDN as Dn));
  return monitoring === undefined
    ? refused(refuse('NotMonitoring'))
    : answered(endMonitoring(decision, monitoring, 'asked'));
}

/** TSetMuteOn, TSetMuteOff: an observing supervisor changes the mode. */
export function setMute(
  decision: Decision,
  _client: TlibClient,
  request: TRequestOf<'TSetMuteOn' | 'TSetMuteOff'>,
): Outcome {
  const isOn = request.name === 'TSetMuteOn';
  const modes: readonly MonitorMode[] = isOn ? ['mute', 'coach'] : ['connect', 'coach'];
  const mode = readWord<MonitorMode>(request, 'MonitorMode', modes, isOn ? 'mute' : 'connect');
  if (!mode.ok) return refused(mode.failure);
  const found = attendanceOnDn(decision, request);
  if (!found.ok) return refused(found.failure);
  const { call, party } = found.value;
  if (!isObserver(party)) return refused(refuse('NotMonitoring'));
  if (party.observing.mode === mode.value)
    return refused(refuse('InvalidState', `You are in mode ${mode.value} already.`));
  const name = isOn ? 'EventMuteOn' : 'EventMuteOff';
  return answered(switchMonitorMode(decision, call, party, mode.value, name));
}
