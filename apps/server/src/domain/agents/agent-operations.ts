import type { AgentId, Dn, PlaceName, UserName } from '@cordboard/shared/ids';
import { WorkMode } from '@cordboard/shared/tlib/agent-states';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { required } from '../../base/assert.ts';
import { NO_OCCUPANCY } from '../capacity/occupancy.ts';
import { advance, type Input } from './agent-machine.ts';
import type { AgentModel } from './agent-model.ts';
import type { AgentSession } from './agent-session.ts';
import { refreshAvailability } from './availability.ts';

export interface AgentLoginData {
  readonly dn: Dn;
  readonly userName: UserName;
  readonly place: PlaceName;
  readonly agentId: AgentId;
  readonly nickname: string;
  readonly queue: Dn | null;
  readonly workMode: WorkMode;
  /** By the registration of his SIP client. */
  readonly isAutoLogin?: boolean;
}

function agentEvent(session: AgentSession) {
  return {
    thisDN: session.id,
    agentID: session.agentId,
    ...(session.queue === null ? {} : { thisQueue: session.queue }),
  };
}

/** EventAgentLogin for a session: at login, and as the answer to a repeated login. */
export function loginEvent(session: AgentSession) {
  return { name: 'EventAgentLogin' as const, ...agentEvent(session), agentWorkMode: session.workMode };
}

/** TAgentLogin: EventAgentLogin, then EventAgentNotReady, or EventAgentReady for work mode AutoIn. */
export function logIn(model: AgentModel, login: AgentLoginData): DnEvent {
  const session: AgentSession = {
    id: login.dn,
    userName: login.userName,
    place: login.place,
    agentId: login.agentId,
    nickname: login.nickname,
    queue: login.queue,
    state: 'notReady',
    workMode: login.workMode,
    reasons: {},
    since: model.now,
    waitingSince: model.now,
    offeredAt: 0,
    occupancy: NO_OCCUPANCY,
    canTakeChat: false,
    absentSince: null,
    logoutPending: false,
    ...(login.isAutoLogin === true ? { isAutoLogin: true } : {}),
  };
  model.agentSessions.put(session);
  const answer = model.publish(loginEvent(session));
  if (login.workMode === WorkMode.AutoIn)
    changeAgentState(model, login.dn, { name: 'readyAsked', workMode: WorkMode.AutoIn });
  else changeAgentState(model, login.dn, { name: 'notReadyAsked', workMode: login.workMode, reasons: {} });
  return answer;
}

/** What is told of a change besides the state itself: who did it, when it was not the agent. */
export interface Told {
  readonly reasons?: KeyValueList;
  readonly extensions?: KeyValueList;
}

/** EventAgentLogout: the session is over. What he supervised, or who supervised him, is for `logOut` of the call model. */
export function endSession(model: AgentModel, dn: Dn, told: Told = {}): DnEvent {
  const session = required(model.agentSessions.get(dn), `session on ${dn}`);
  model.agentSessions.remove(dn);
  model.cancelDeadline('wrapUp', dn);
  model.cancelDeadline('agentAbsence', dn);
  return model.publish({ name: 'EventAgentLogout', ...agentEvent(session), agentWorkMode: session.workMode, ...told });
}

/** Moves the agent's state machine; returns the event, when there is one. */
export function changeAgentState(
  model: AgentModel,
  dn: Dn,
  input: Input,
  told: Pick<Told, 'extensions'> = {},
): DnEvent | undefined {
  const session = required(model.agentSessions.get(dn), `session on ${dn}`);
  const step = advance({ name: session.state }, input);
  let event: DnEvent | undefined;
  for (const effect of step.effects) {
    const reasons = effect.name === 'reportNotReady' ? effect.reasons : {};
    const becameReady = effect.name === 'reportReady' && session.state !== 'ready';
    model.agentSessions.put({
      ...session,
      state: step.state.name,
      workMode: effect.workMode,
      reasons,
      since: step.state.name === session.state && effect.name === 'reportReady' ? session.since : model.now,
      waitingSince: becameReady ? model.now : session.waitingSince,
    });
    event = model.publish({
      name: effect.name === 'reportReady' ? 'EventAgentReady' : 'EventAgentNotReady',
      ...agentEvent(session),
      agentWorkMode: effect.workMode,
      ...(Object.keys(reasons).length > 0 ? { reasons } : {}),
      ...told,
    });
  }
  if (step.state.name !== 'afterCallWork') model.cancelDeadline('wrapUp', dn);
  refreshAvailability(model, dn);
  return event;
}
