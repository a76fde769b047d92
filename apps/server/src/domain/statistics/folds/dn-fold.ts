import type { ConnId, Dn, UserName } from '@cordboard/shared/ids';
import type { DnAction } from '@cordboard/shared/statistics/actions';
import { WorkMode } from '@cordboard/shared/tlib/agent-states';
import { CallState, CallType, PartyRole } from '@cordboard/shared/tlib/call-types';
import type { CallEvent, DnEvent } from '@cordboard/shared/tlib/events';
import type { ObjectBook } from '../tallies/object-book.ts';
import { ActionBook, type NewAction } from './action-book.ts';
import { type CallKind, type CallKinds, NO_CALL } from './call-kind.ts';
import { type DnState, isTalk, type RunningAction, type StoredDn } from './dn-state.ts';
import type { QueueFold } from './queue-fold.ts';
import type { StatisticsDirectory } from './statistics-directory.ts';
import { StatusBook } from './status-book.ts';

type AgentEvent = Extract<DnEvent, { readonly agentWorkMode: WorkMode }>;

const TALK_OF_CALL_TYPE: Readonly<Record<CallType, DnAction>> = {
  [CallType.Unknown]: 'CallUnknown',
  [CallType.Internal]: 'CallInternal',
  [CallType.Inbound]: 'CallInbound',
  [CallType.Outbound]: 'CallOutbound',
  [CallType.Consult]: 'CallConsult',
};
/** What goes on without a call while somebody is logged in. */
const AGENT_ACTIONS: readonly DnAction[] = ['AfterCallWork', 'WaitForNextCall', 'NotReadyForNextCall', 'LoggedIn'];

export interface DnFoldParts {
  readonly book: ObjectBook;
  readonly directory: StatisticsDirectory;
  readonly queues: QueueFold;
  readonly kinds: CallKinds;
}

/** What happens on the DNs of agents. Each event costs the same, however many agents there are. */
export class DnFold {
  readonly statuses: StatusBook;
  readonly #book: ObjectBook;
  readonly #directory: StatisticsDirectory;
  readonly #queues: QueueFold;
  readonly #kinds: CallKinds;
  readonly #actions: ActionBook;
  readonly #dns = new Map<Dn, DnState>();

  constructor({ book, directory, queues, kinds }: DnFoldParts) {
    this.#book = book;
    this.#directory = directory;
    this.#queues = queues;
    this.#kinds = kinds;
    this.statuses = new StatusBook(book, directory);
    this.#actions = new ActionBook(book, this.statuses);
  }

  find(dn: Dn): DnState | undefined {
    return this.#dns.get(dn);
  }

  isRinging(connId: ConnId): boolean {
    return this.#actions.isRinging(connId);
  }

  apply(event: DnEvent): void {
    const isAgentEvent = 'agentWorkMode' in event;
    if (!isAgentEvent && !('connID' in event)) return;
    const dn = this.#stateOf(event.thisDN);
    this.#book.willChange(dn.object);
    const { agent, running } = dn;
    if (isAgentEvent) this.#applyToAgent(dn, event);
    else this.#applyToCall(dn, event);
    if (dn.running === running && dn.agent === agent) return;
    const agents = new Set([agent, dn.agent].filter((one) => one !== null));
    this.statuses.refresh(dn, agents, event.time);
  }

  /** What is stored of a DN; undefined while there is nothing. */
  store(dn: Dn): StoredDn | undefined {
    const state = this.#dns.get(dn);
    if (state === undefined || (state.agent === null && state.running.length === 0)) return undefined;
    const { agent, reason, running, lastCall } = state;
    return { agent, reason, running, lastCall };
  }

  restore(dn: Dn, stored: StoredDn): void {
    const state = this.#stateOf(dn);
    Object.assign(state, stored);
    if (stored.agent !== null) this.statuses.agentLoggedIn(stored.agent, dn);
    this.#actions.restored(stored.running);
  }

  #stateOf(dn: Dn): DnState {
    const known = this.#dns.get(dn);
    if (known !== undefined) return known;
    const placeName = this.#directory.placeOf(dn);
    const object = this.#book.get('dn', dn);
    const place = placeName === undefined ? null : this.#book.get('place', placeName);
    const state: DnState = { dn, object, place, agent: null, reason: null, running: [], lastCall: null };
    this.#dns.set(dn, state);
    this.statuses.knowDn(dn);
    return state;
  }

  #applyToAgent(dn: DnState, event: AgentEvent): void {
    const { time } = event;
    if (event.name === 'EventAgentLogout') {
      this.#logOut(dn, time);
      return;
    }
    this.#logIn(dn, this.#directory.personOf(event.agentID) ?? (event.agentID as string as UserName), time);
    if (event.name === 'EventAgentReady') {
      this.#turnTo(dn, 'WaitForNextCall', NO_CALL, time);
    } else if (event.name === 'EventAgentNotReady') {
      const isWork = event.agentWorkMode === WorkMode.AfterCallWork;
      const reason = event.reasons?.['ReasonCode'];
      dn.reason = typeof reason === 'string' ? reason : null;
      if (isWork) this.#turnTo(dn, 'AfterCallWork', dn.lastCall ?? NO_CALL, time);
      else this.#turnTo(dn, 'NotReadyForNextCall', NO_CALL, time);
    }
  }

  #logIn(dn: DnState, agent: UserName, time: number): void {
    if (dn.agent === agent) return;
    this.#logOut(dn, time);
    if (this.statuses.dnsOfAgent(agent).size === 0) this.#book.enterLogin(this.#book.get('agent', agent), time);
    dn.agent = agent;
    this.statuses.agentLoggedIn(agent, dn.dn);
    this.#actions.begin(dn, { ...NO_CALL, action: 'LoggedIn', connId: null }, time);
  }

  #logOut(dn: DnState, time: number): void {
    if (dn.agent === null) return;
    for (const action of AGENT_ACTIONS) this.#endAgentAction(dn, action, time);
    this.statuses.agentLoggedOut(dn.agent, dn.dn);
    dn.agent = null;
    dn.reason = null;
    dn.lastCall = null;
  }

  /** Ready, not ready and after-call work exclude each other; the same once more goes on. */
  #turnTo(dn: DnState, action: DnAction, { media, filters }: CallKind, time: number): void {
    if (dn.running.some((running) => running.action === action)) return;
    for (const other of AGENT_ACTIONS) if (other !== 'LoggedIn') this.#endAgentAction(dn, other, time);
    this.#actions.begin(dn, { action, media, filters, connId: null }, time);
  }

  #endAgentAction(dn: DnState, action: DnAction, time: number): void {
    const running = dn.running.find((one) => one.action === action);
    if (running === undefined) return;
    this.#actions.end(dn, running, time);
    if (action === 'AfterCallWork' && dn.lastCall !== null) {
      this.#queues.occur(dn.lastCall.queues, 'ACWCompleted', running, running.since, time);
    }
  }

  #applyToCall(dn: DnState, event: CallEvent): void {
    const { connID, time } = event;
    const kind = this.#kinds.of(event);
    this.#actions.becomeKind(dn, connID, kind, time);
    const isObserver = event.thisDNRole === PartyRole.Observer;
    switch (event.name) {
      case 'EventDialing':
        this.#actions.begin(dn, { ...kind, action: 'CallDialing', connId: connID }, time);
        return;
      case 'EventRinging':
        if (!isObserver) {
          const isBrought = event.thirdPartyDN !== undefined;
          this.#actions.begin(dn, { ...kind, action: 'CallRinging', connId: connID, isBrought }, time);
        }
        return;
      case 'EventEstablished':
        if (isObserver) this.#observe(dn, event, kind);
        else this.#establish(dn, event, kind);
        return;
      case 'EventMuteOn':
      case 'EventMuteOff':
        this.#setCoached(dn, event, kind);
        return;
      case 'EventHeld':
        this.#actions.setHeld(dn, connID, true);
        this.#actions.begin(dn, { ...kind, action: 'CallOnHold', connId: connID }, time);
        return;
      case 'EventRetrieved':
        this.#actions.endOf(dn, connID, 'CallOnHold', time);
        this.#actions.setHeld(dn, connID, false);
        return;
      case 'EventReleased':
        this.#release(dn, event);
        return;
      case 'EventAbandoned':
        this.#abandon(dn, event, kind);
        return;
      case 'EventPartyChanged':
        this.#change(dn, event, kind);
        return;
      case 'EventPartyAdded':
        if (event.thirdPartyDN === dn.dn && event.thirdPartyDNRole === PartyRole.AddedBy) {
          this.#actions.occur(dn, 'CallConferenceMade', kind, time, time);
        }
        return;
      default:
        return;
    }
  }

  #establish(dn: DnState, event: CallEvent, kind: CallKind): void {
    const { connID, time } = event;
    const rang = this.#actions.endOf(dn, connID, 'CallRinging', time);
    this.#actions.endOf(dn, connID, 'CallDialing', time);
    if (rang !== undefined) this.#actions.occur(dn, 'CallAnswered', kind, rang.since, time);
    if (event.callState === CallState.Conferenced) this.#actions.occur(dn, 'CallConferenceJoined', kind, time, time);
    else if (rang?.isBrought === true) this.#actions.occur(dn, 'CallTransferTaken', kind, time, time);
    const queues = rang === undefined ? [] : this.#queues.answered(connID, kind, time);
    this.#actions.begin(dn, { ...kind, action: TALK_OF_CALL_TYPE[event.callType], connId: connID, queues }, time);
  }

  #release(dn: DnState, event: CallEvent): void {
    const { connID, time } = event;
    for (const running of this.#actions.ofCall(dn, connID)) {
      const { action, media, filters, since } = running;
      this.#actions.end(dn, running, time);
      if (action === 'CallObserving') this.#endObserved(dn.dn, running, time);
      if (action === 'CallRinging') this.#actions.occur(dn, 'CallMissed', running, since, time);
      if (!isTalk(running)) continue;
      if (event.callState === CallState.Transferred && action !== 'CallConsult') {
        this.#actions.occur(dn, 'CallTransferMade', running, time, time);
      }
      this.#queues.occur(running.queues, 'CallReleased', running, since, time);
      dn.lastCall = { media, filters, queues: running.queues };
    }
  }

  #abandon(dn: DnState, event: CallEvent, kind: CallKind): void {
    const { connID, time } = event;
    const rang = this.#actions.endOf(dn, connID, 'CallRinging', time);
    if (rang !== undefined) this.#actions.occur(dn, 'CallAbandonedFromRinging', kind, rang.since, time);
    this.#queues.abandonedFromRinging(connID, kind, time);
  }

  /** The call of a party has become another one, or an observer has become a party. */
  #change(dn: DnState, event: CallEvent, kind: CallKind): void {
    const { connID, previousConnID, time } = event;
    const present = this.#actions.ofCall(dn, connID);
    if (present.length > 0) {
      const observing = present.find(({ action }) => action === 'CallObserving');
      if (observing === undefined || event.thisDNRole === PartyRole.Observer) return;
      this.#actions.end(dn, observing, time);
      this.#endObserved(dn.dn, observing, time);
      this.#actions.begin(dn, { ...kind, action: TALK_OF_CALL_TYPE[event.callType], connId: connID }, time);
      return;
    }
    const before = previousConnID === undefined ? [] : this.#actions.ofCall(dn, previousConnID);
    for (const running of before) this.#moveTo(dn, running, event, kind);
    if (!before.some(isTalk)) return;
    const why = event.callState === CallState.Transferred ? 'CallTransferTaken' : 'CallConferenceJoined';
    this.#actions.occur(dn, why, kind, time, time);
  }

  /** What rings goes on ringing for the new call; what was said ends with the old one. */
  #moveTo(dn: DnState, running: RunningAction, event: CallEvent, kind: CallKind): void {
    const { connID, time } = event;
    if (running.action === 'CallRinging') {
      this.#actions.moveRinging(dn, running, connID);
      this.#actions.becomeKind(dn, connID, kind, time);
      return;
    }
    this.#actions.end(dn, running, time);
    const action = isTalk(running) ? TALK_OF_CALL_TYPE[event.callType] : running.action;
    const { watches, by } = running;
    const supervised = { ...(watches === undefined ? {} : { watches }), ...(by === undefined ? {} : { by }) };
    this.#actions.begin(dn, { ...kind, ...supervised, action, connId: connID, isHeld: running.isHeld === true }, time);
  }

  /** A supervisor begins to observe: the agent whom he watches is monitored by him. */
  #observe(dn: DnState, event: CallEvent, kind: CallKind): void {
    const { connID, time, thirdPartyDN } = event;
    const watches = thirdPartyDN !== undefined && this.#directory.kindOf(thirdPartyDN as Dn) === 'dn';
    const watched = watches ? { watches: thirdPartyDN as Dn } : {};
    this.#actions.begin(dn, { ...kind, ...watched, action: 'CallObserving', connId: connID }, time);
    if (watched.watches === undefined) return;
    this.#beginSupervised(watched.watches, { ...kind, action: 'BeingMonitored', connId: connID, by: dn.dn }, time);
    this.#setCoached(dn, event, kind);
  }

  #setCoached(dn: DnState, event: CallEvent, kind: CallKind): void {
    const { connID, time } = event;
    const observing = this.#actions.ofCall(dn, connID).find(({ action }) => action === 'CallObserving');
    if (observing?.watches === undefined) return;
    if (event.extensions?.['MonitorMode'] !== 'coach') this.#endObserved(dn.dn, observing, time, 'BeingCoached');
    else this.#beginSupervised(observing.watches, { ...kind, action: 'BeingCoached', connId: connID, by: dn.dn }, time);
  }

  #beginSupervised(watched: Dn, part: NewAction, time: number): void {
    const agent = this.#stateOf(watched);
    this.#book.willChange(agent.object);
    this.#actions.begin(agent, part, time);
  }

  /** The supervisor observes no longer, or in another mode. */
  #endObserved(by: Dn, { watches, connId }: RunningAction, time: number, only?: DnAction): void {
    const agent = watches === undefined ? undefined : this.#dns.get(watches);
    if (agent === undefined) return;
    this.#book.willChange(agent.object);
    for (const running of agent.running) {
      const isIt = running.by === by && running.connId === connId;
      if (isIt && (only === undefined || running.action === only)) this.#actions.end(agent, running, time);
    }
  }
}
