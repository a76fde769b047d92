/** Subscriptions of supervisors to the calls of agents (TMonitorNextCall). Rules: docs/spec/supervision.md. */
import type { Dn } from '@cordboard/shared/ids';
import { CallType, PartyRole } from '@cordboard/shared/tlib/call-types';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { MonitorNextCallType } from '@cordboard/shared/tlib/monitoring';
import type { Seat } from '../../agents/seat.ts';
import type { CallModel } from '../call-model.ts';
import { type Call, findParty, findTalkingParty, presentParties } from '../calls/call.ts';
import { isObserver, type Observing, type Party } from '../calls/party.ts';
import { monitoringEvent } from '../events/events-for-parties-supervision.ts';
import { type Monitoring, monitoringId } from '../supervision/monitoring.ts';
import { isVisibleMode } from '../supervision/visible-observers.ts';
import { cancelMonitoring } from './cancel-monitoring.ts';
import { joinObserver, releaseObserver } from './observe.ts';

export interface MonitoringAsked extends Pick<Observing, 'mode' | 'scope'> {
  readonly supervisor: Seat;
  readonly agent: Seat;
  readonly monitorNextCallType: MonitorNextCallType;
  /** The running call that is meant; null for what is going on, or comes next. */
  readonly call: Call | null;
}

/**
 * TMonitorNextCall: EventMonitoringNextCall on the supervisor's DN, and on the agent's where the mode is visible; then the
 * supervisor joins what is going on. A subscription beyond the supervisor's limit ends his oldest one. Returns the first.
 */
export function monitor(model: CallModel, asked: MonitoringAsked): DnEvent {
  const { supervisor, agent, mode, scope, monitorNextCallType } = asked;
  const id = monitoringId(supervisor.id, agent.id);
  const earlier = model.monitorings.get(id);
  makeRoom(model, supervisor.id, agent.id);
  const monitoring: Monitoring = {
    id,
    supervisorDN: supervisor.id,
    agentDN: agent.id,
    monitorNextCallType,
    mode,
    scope,
    since: model.now,
    usedFor: null,
  };
  model.monitorings.put(monitoring);
  const event = model.publish(monitoringEvent('EventMonitoringNextCall', monitoring, 'supervisor'));
  if (isVisibleMode(model, mode)) model.publish(monitoringEvent('EventMonitoringNextCall', monitoring, 'agent'));
  else if (earlier !== undefined && isVisibleMode(model, earlier.mode))
    model.publish(monitoringEvent('EventMonitoringCancelled', earlier, 'agent'));
  model.recordAudit({
    what: 'monitoringSubscribed',
    who: supervisor.userName,
    whom: agent.userName,
    connID: asked.call?.id ?? null,
    detail: { monitorNextCallType, mode, scope },
  });
  intrude(model, monitoring, asked.call);
  return event;
}

function makeRoom(model: CallModel, supervisor: Dn, agent: Dn): void {
  const others = model.monitoringsOfSupervisor(supervisor).filter((monitoring) => monitoring.agentDN !== agent);
  const most = model.configuration.tenant.options['agents-per-supervisor'];
  for (const monitoring of others.slice(0, Math.max(others.length - most + 1, 0))) {
    endMonitoring(model, monitoring, 'replaced');
  }
}

/** Joins what is going on: the call that is meant, all calls, or the one in which the agent is since the latest. */
function intrude(model: CallModel, monitoring: Monitoring, meant: Call | null): void {
  if (!model.configuration.tenant.options['intrusion-enabled']) return;
  const { agentDN, monitorNextCallType } = monitoring;
  const since = (call: Call) => findParty(call, agentDN)?.since ?? 0;
  const running = model
    .callsOnDn(agentDN)
    .filter((call) => isMonitored(model, call, agentDN))
    .toSorted((left, right) => since(right) - since(left));
  const isAll = monitorNextCallType === MonitorNextCallType.AllCalls;
  const wanted = isAll ? running : running.slice(0, 1);
  for (const call of meant === null || isAll ? wanted : [meant]) join(model, monitoring, call);
}

/** Whether the agent takes part in this call and it is one that supervisors may observe. */
export function isMonitored(model: CallModel, call: Call, agent: Dn): boolean {
  const party = presentParties(call).find(({ dn }) => dn === agent);
  if (party === undefined) return false;
  const { options } = model.configuration.tenant;
  if (call.callType === CallType.Internal) return options['monitor-internal-calls'];
  return call.callType !== CallType.Consult || isMonitoredConsultation(options['monitor-consult-calls'], party);
}

function isMonitoredConsultation(which: 'none' | 'all' | 'orig' | 'dest', party: Party): boolean {
  const isOrigin = party.role === PartyRole.Origination;
  return which === 'all' || which === (isOrigin ? 'orig' : 'dest');
}

/** The agent is in a conversation from now on: supervisors with a subscription join it. */
export function joinMonitoring(model: CallModel, call: Call, agent: Dn): void {
  for (const monitoring of model.monitoringsOfAgent(agent)) {
    const current = model.calls.get(call.id);
    if (current === undefined || !isMonitored(model, current, agent)) return;
    // One call is also the consultations for it.
    const isFree = monitoring.usedFor === null || monitoring.usedFor === call.consultOf;
    if (isFree) join(model, monitoring, current);
  }
}

function join(model: CallModel, monitoring: Monitoring, call: Call): void {
  const { supervisorDN, agentDN, mode, scope } = monitoring;
  const supervisor = model.seatOn(supervisorDN);
  if (supervisor === undefined || findTalkingParty(call, supervisorDN) !== undefined) return;
  if (findParty(call, supervisorDN) === undefined)
    joinObserver(model, call, supervisor, { watches: agentDN, mode, scope, via: 'monitoring' });
  const isUsed = monitoring.monitorNextCallType === MonitorNextCallType.OneCall && monitoring.usedFor === null;
  if (isUsed) model.monitorings.put({ ...monitoring, usedFor: call.id });
}

/** TCancelMonitoring: EventMonitoringCancelled, then the supervisor leaves what he observes by this subscription. */
export function endMonitoring(model: CallModel, monitoring: Monitoring, why: string): DnEvent {
  const event = cancelMonitoring(model, monitoring, why);
  const others = model.monitoringsOfSupervisor(monitoring.supervisorDN).map(({ agentDN }) => agentDN);
  leaveCalls(model, monitoring.supervisorDN, ({ via, watches }) => via === 'monitoring' && !others.includes(watches));
  return event;
}

function leaveCalls(model: CallModel, supervisor: Dn, which: (observing: Observing) => boolean): void {
  for (const call of model.callsOnDn(supervisor)) {
    const party = findParty(call, supervisor);
    if (party !== undefined && isObserver(party) && which(party.observing)) releaseObserver(model, call, party);
  }
}

/** Whoever is logged in on the DN logs out: subscriptions to him and of him end, and what he observes he leaves. */
export function endAllMonitoring(model: CallModel, dn: Dn): void {
  for (const monitoring of model.monitoringsOfAgent(dn)) cancelMonitoring(model, monitoring, 'agentLoggedOut');
  endSupervision(model, dn, 'supervisorLoggedOut');
}

/** The supervisor on the DN supervises no more: his subscriptions end, and what he observes he leaves. */
export function endSupervision(model: CallModel, dn: Dn, why: string): void {
  for (const monitoring of model.monitoringsOfSupervisor(dn)) cancelMonitoring(model, monitoring, why);
  leaveCalls(model, dn, () => true);
}

/** A consultation goes on as another call: subscriptions that were used for it go with its agents, or are used up. */
export function moveMonitoring(model: CallModel, consultation: Call, agent: Dn, to: Call | null): void {
  for (const monitoring of model.monitoringsOfAgent(agent)) {
    if (monitoring.usedFor !== consultation.id) continue;
    if (to === null) cancelMonitoring(model, monitoring, 'usedUp');
    else model.monitorings.put({ ...monitoring, usedFor: null });
  }
  if (to !== null) joinMonitoring(model, to, agent);
}
