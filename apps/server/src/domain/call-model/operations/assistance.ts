/** Agents ask for help, supervisors give it. Rules: docs/spec/assistance.md. */
import type { Dn, UserName } from '@cordboard/shared/ids';
import type { AssistanceState } from '@cordboard/shared/tlib/monitoring';
import type { Seat } from '../../agents/seat.ts';
import type { CallModel } from '../call-model.ts';
import { type Call, findParty, withParty } from '../calls/call.ts';
import { isObserver, type Party } from '../calls/party.ts';
import { assistanceForAgent, assistanceForSupervisor } from '../events/events-for-parties-assistance.ts';
import type { AssistanceRequest } from '../supervision/assistance-request.ts';
import type { AuditEntry } from '../supervision/audit-entry.ts';
import { joinObserver } from './observe.ts';

/** The agent's request in this call. */
export function assistanceOf(model: CallModel, call: Call, agentDn: Dn): AssistanceRequest | undefined {
  return model.assistanceInCall(call.id).find((request) => request.agentDn === agentDn);
}

/** The agent asks: 3003 asked on his DN and on those of the supervisors of his groups. One that was taken before is over. */
export function askForHelp(model: CallModel, call: Call, party: Party, reason: string): AssistanceRequest {
  const before = assistanceOf(model, call, party.dn);
  if (before !== undefined) model.assistanceRequests.remove(before.id);
  const request: AssistanceRequest = {
    id: model.random.hex(8),
    connId: call.id,
    agentDn: party.dn,
    userName: model.seatOn(party.dn)?.userName ?? '',
    reason,
    askedAt: model.now,
    state: 'asked',
    takenBy: null,
  };
  model.assistanceRequests.put(request);
  model.setDeadline('assistance', request.id, model.configuration.tenant.options['assistance-timeout'] * 1000);
  tell(model, call, request, 'asked');
  audit(model, request, 'assistanceAsked', request.userName);
  return request;
}

/** The agent needs no help any more, or nobody came in time: 3003 cancelled or expired. */
export function endHelp(
  model: CallModel,
  call: Call,
  request: AssistanceRequest,
  state: 'cancelled' | 'expired',
  who: UserName,
): void {
  model.assistanceRequests.remove(request.id);
  model.cancelDeadline('assistance', request.id);
  tell(model, call, request, state);
  audit(model, request, state === 'expired' ? 'assistanceExpired' : 'assistanceCancelled', who);
}

/** The supervisor comes: he joins in mode coach, or changes to it, and 3003 taken says so. */
export function takeHelp(model: CallModel, call: Call, request: AssistanceRequest, supervisor: Seat): void {
  const taken: AssistanceRequest = { ...request, state: 'taken', takenBy: supervisor.id };
  model.assistanceRequests.put(taken);
  model.cancelDeadline('assistance', request.id);
  const watched = watchAgent(model, call, supervisor.id, request.agentDn);
  joinObserver(model, watched, supervisor, {
    watches: request.agentDn,
    mode: 'coach',
    scope: 'call',
    via: 'assistance',
  });
  tell(model, model.calls.get(call.id) ?? watched, taken, 'taken');
  audit(model, taken, 'assistanceTaken', supervisor.userName);
}

/** Who observes the call already, for the sake of another agent, whispers to this one from now on. */
function watchAgent(model: CallModel, call: Call, supervisorDn: Dn, agentDn: Dn): Call {
  const observer = findParty(call, supervisorDn);
  if (observer === undefined || !isObserver(observer) || observer.observing.watches === agentDn) return call;
  const changed = withParty(call, { ...observer, observing: { ...observer.observing, watches: agentDn } });
  model.calls.put(changed);
  return changed;
}

/** The agent leaves the call: what he asked for is over. To be called while he is in it. */
export function agentNeedsNoHelp(model: CallModel, call: Call, agentDn: Dn): void {
  const request = assistanceOf(model, call, agentDn);
  if (request?.state === 'asked') endHelp(model, call, request, 'cancelled', 'system');
  else if (request !== undefined) model.assistanceRequests.remove(request.id);
}

/** DNs of the supervisors of the agent, logged in or not. */
export function supervisorDnsOf(model: CallModel, agent: UserName): readonly Dn[] {
  const dns = new Set<Dn>();
  for (const { id, userName } of model.seats()) {
    if (userName !== agent && model.configuration.supervises(userName, agent)) dns.add(id);
  }
  return [...dns];
}

function tell(model: CallModel, call: Call, request: AssistanceRequest, state: AssistanceState): void {
  const party = findParty(call, request.agentDn);
  if (party !== undefined) model.publish(assistanceForAgent(call, party, request, state));
  for (const dn of supervisorDnsOf(model, request.userName)) {
    model.publish(assistanceForSupervisor(call, dn, request, state));
  }
}

function audit(model: CallModel, request: AssistanceRequest, what: AuditEntry['what'], who: UserName): void {
  const { id, connId, userName, reason } = request;
  model.recordAudit({ what, who, whom: userName, connID: connId, detail: { assistID: id, reason } });
}
