import type { DeskAgent, DeskCall, DeskHelpRequest } from '@cordboard/shared/desk/desk-view';
import { PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import { type MonitorMode, MonitorNextCallType, type MonitorScope } from '@cordboard/shared/tlib/monitoring';
import { sendRequest } from '../../gateway/channel.ts';
import { type Asked, RequestRefused } from '../../gateway/request-desk.ts';
import { plural } from '../../lib/plural.ts';
import { ownImDn } from '../agent/own-dn.ts';
import { useDeskStore } from '../desk/desk-store.ts';
import { addNotice } from '../requests/notices-store.ts';
import { ask } from '../requests/pending-store.ts';
import { changeView } from '../view/view-store.ts';
import type { ObservedChat } from './monitoring-reducer.ts';
import { dismissObserved, useMonitoringStore } from './monitoring-store.ts';
import { canBeMonitored } from './team-rows.ts';
import { closeLive, setRowRefusal, showLive, useTeamStore } from './team-store.ts';

/** What one asks for in TMonitorNextCall. */
export interface MonitorChoice {
  readonly type: MonitorNextCallType;
  readonly mode: MonitorMode;
  readonly scope: MonitorScope;
}

/** Null when it was done, else why not, as a sentence. */
export type Refusal = string | null;

const NO_DN = 'Your place has no DN for instant messages.';

async function refusalOf(asking: Promise<unknown>): Promise<Refusal> {
  try {
    await asking;
    return null;
  } catch (error) {
    if (error instanceof RequestRefused) return error.message;
    throw error;
  }
}

/** Asks from the own DN. */
function askAsSupervisor(asked: (dn: string) => Asked): Promise<Refusal> {
  const dn = ownImDn();
  return dn === null ? Promise.resolve(NO_DN) : refusalOf(sendRequest(asked(dn)));
}

/** Subscribes to the next call, or to all calls, of an agent. */
export function monitorNext(agentDN: string, { type, mode, scope }: MonitorChoice): Promise<Refusal> {
  return askAsSupervisor((thisDN) => ({
    name: 'TMonitorNextCall',
    thisDN,
    otherDN: agentDN,
    monitorNextCallType: type,
    extensions: { MonitorMode: mode, MonitorScope: scope },
  }));
}

export function cancelMonitoring(agentDN: string): Promise<Refusal> {
  return askAsSupervisor((thisDN) => ({ name: 'TCancelMonitoring', thisDN, otherDN: agentDN }));
}

/** Opens the live view of a chat and, unless it is observed already, joins it silently. */
export async function openLive(agentDN: string, connID: string): Promise<void> {
  showLive(connID, agentDN);
  changeView((view) => ({ ...view, page: 'team' }));
  const observed = useMonitoringStore.getState().observed[connID];
  if (observed !== undefined && observed.endedAt === null) return;
  const refusal = await askAsSupervisor((thisDN) => ({
    name: 'TMonitorNextCall',
    thisDN,
    otherDN: agentDN,
    connID,
    ...joinAs(agentDN, thisDN),
  }));
  useTeamStore.setState(({ live }) => (live?.connID === connID ? { live: { ...live, refusal } } : {}));
}

/** Silently, for this call alone; a subscription to all calls of the agent stays what it is. */
function joinAs(agentDN: string, supervisorDN: string) {
  const all = useDeskStore
    .getState()
    .monitorings.find(
      (monitoring) =>
        monitoring.agentDN === agentDN &&
        monitoring.supervisorDN === supervisorDN &&
        monitoring.monitorNextCallType === MonitorNextCallType.AllCalls,
    );
  const { mode = 'mute', scope = 'call' } = all ?? {};
  return {
    monitorNextCallType: all?.monitorNextCallType ?? MonitorNextCallType.OneCall,
    extensions: { MonitorMode: mode, MonitorScope: scope },
  };
}

/** Takes a request for help; the first who takes it joins in Whisper. */
export async function takeHelp({ assistID, connID, agentDN }: DeskHelpRequest): Promise<void> {
  setRowRefusal(agentDN, null);
  const refusal = await askAsSupervisor((thisDN) => ({
    name: 'TPrivateService',
    thisDN,
    connID,
    serviceID: PrivateMsgId.Assistance,
    extensions: { action: 'take', assistID },
  }));
  if (refusal === null) showLive(connID, agentDN);
  else setRowRefusal(agentDN, `You could not take the request: ${refusal}`);
}

/** Silent, Whisper, Barge in: T-Library has two requests and an extension for three modes. */
export function switchMode({ dn, connID, mode: from }: ObservedChat, to: MonitorMode): Promise<Refusal> {
  const isMuteOn = to === 'mute' || (to === 'coach' && from === 'connect');
  return refusalOf(
    ask({
      name: isMuteOn ? 'TSetMuteOn' : 'TSetMuteOff',
      thisDN: dn,
      connID,
      ...(to === 'coach' ? { extensions: { MonitorMode: 'coach' } } : {}),
    }),
  );
}

/** Leaves an observed chat; a chat that has ended already just leaves the view. */
export async function stopObserving({ dn, connID, endedAt }: ObservedChat): Promise<Refusal> {
  const refusal = endedAt === null ? await refusalOf(ask({ name: 'TReleaseCall', thisDN: dn, connID })) : null;
  if (refusal !== null) return refusal;
  if (useTeamStore.getState().live?.connID === connID) closeLive();
  dismissObserved(connID);
  return null;
}

/** Says something in an observed chat; who hears it is the mode's affair. */
export function sayObserved({ dn, connID }: ObservedChat, im: string): Promise<Refusal> {
  return refusalOf(
    sendRequest({ name: 'TPrivateService', thisDN: dn, connID, serviceID: PrivateMsgId.Text, extensions: { im } }),
  );
}

export function forceNotReady(agentDN: string, reason: string): Promise<Refusal> {
  return refusalOf(sendRequest({ name: 'TAgentSetNotReady', thisDN: agentDN, reasons: { reason } }));
}

export function forceLogout(agentDN: string, reason: string): Promise<Refusal> {
  return refusalOf(sendRequest({ name: 'TAgentLogout', thisDN: agentDN, reasons: { reason } }));
}

/** Why a chat cannot go back to where it came from; null when it can. */
export function whyNotRequeued({ routingPoint, isOwner, isConsultation }: DeskCall): Refusal {
  if (isConsultation || !isOwner) return 'Only the chat of a customer can be moved.';
  return routingPoint === null ? 'It came over no queue: take it over instead.' : null;
}

/**
 * Moves a chat of somebody else: what has been answered by a transfer, what rings by a redirection. The row may be older
 * than the agent's answer: a call that is not in the state that the row shows is moved the other way.
 */
async function move({ dn }: DeskAgent, call: DeskCall, otherDN: string): Promise<Refusal> {
  const operands = { thisDN: dn, connID: call.connID, otherDN };
  const transfer: Asked = { name: 'TSingleStepTransfer', ...operands };
  const redirection: Asked = { name: 'TRedirectCall', ...operands };
  const [likely, other] = canBeMonitored(call) ? [transfer, redirection] : [redirection, transfer];
  const moveOtherwise = async (refusal: unknown): Promise<void> => {
    if (!(refusal instanceof RequestRefused) || refusal.code !== 'InvalidState') throw refusal;
    // When neither is possible, the first refusal is the one that fits what the supervisor sees.
    if ((await refusalOf(ask(other))) !== null) throw refusal;
  };
  return refusalOf(ask(likely).catch(moveOtherwise));
}

/** Sends a chat back to its routing point, in the name of the agent. */
export async function requeueCall(agent: DeskAgent, call: DeskCall): Promise<void> {
  setRowRefusal(agent.dn, null);
  const { routingPoint } = call;
  if (routingPoint === null) return;
  const refusal = await move(agent, call, routingPoint);
  if (refusal !== null) setRowRefusal(agent.dn, `The chat could not be re-queued: ${refusal}`);
}

/** The same for everything that came over a queue. */
export async function requeueAll(agent: DeskAgent): Promise<void> {
  setRowRefusal(agent.dn, null);
  const calls = agent.calls.filter((call) => whyNotRequeued(call) === null);
  const refusals = await Promise.all(calls.map((call) => move(agent, call, call.routingPoint ?? '')));
  const refused = refusals.filter((refusal) => refusal !== null);
  const [first] = refused;
  const moved = calls.length - refused.length;
  if (first !== undefined)
    setRowRefusal(agent.dn, `${refused.length} of ${plural(calls.length, 'chat')} could not be re-queued: ${first}`);
  else addNotice('note', `${plural(moved, 'chat')} of ${agent.name} ${moved === 1 ? 'is' : 'are'} in the queue again.`);
}

/** Takes a chat to the own DN: it rings there, and the own chats are shown. */
export async function takeOver(agent: DeskAgent, call: DeskCall): Promise<void> {
  setRowRefusal(agent.dn, null);
  const dn = ownImDn();
  const refusal = dn === null ? NO_DN : await move(agent, call, dn);
  if (refusal !== null) setRowRefusal(agent.dn, `The chat could not be taken over: ${refusal}`);
  else changeView((view) => ({ ...view, page: 'chats', narrowView: 'chats' }));
}
