import type { ConnId, Dn, PlaceName, UserName } from '@cordboard/shared/ids';
import { AgentStatus, WorkMode } from '@cordboard/shared/tlib/agent-states';
import { PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import type { TEvent } from '@cordboard/shared/tlib/events';
import type { TRequest } from '@cordboard/shared/tlib/requests';
import type { FakeClock } from '../../support/fakes/fake-clock.ts';
import type { SeededRandom } from '../../support/fakes/seeded-random.ts';
import { AgentCalls } from './agent-calls.ts';
import { AgentSocket, type ReleaseObserver, type Tab, type TlibDoor } from './agent-socket.ts';

interface PendingRequest {
  readonly request: TRequest & { readonly requestID: string };
  readonly retryAt: number;
}

/** A text of the agent that was acknowledged by its echo. */
export interface SaidText {
  readonly im: string;
  readonly messageId: string;
}

/** An agent at a desktop: obeys events, repeats what was not answered, loses sockets. */
export class SimulatedAgent {
  readonly userName: UserName;
  readonly role: 'agent' | 'supervisor';
  /** DNs of agents that he has asked to monitor. */
  readonly monitored: string[] = [];
  /** Help that was asked for and that he heard of. */
  readonly helpAsked: { readonly connId: string; readonly assistID: string }[] = [];
  readonly tabs: Tab[] = [];
  readonly said: SaidText[] = [];
  readonly problems: string[] = [];
  readonly #clock: FakeClock;
  readonly #random: SeededRandom;
  readonly #door: () => TlibDoor | undefined;
  readonly #released: ReleaseObserver;
  readonly #home: { readonly place: PlaceName; readonly dn: Dn };
  #place: { readonly place: PlaceName; readonly dn: Dn };
  #main: Tab;
  readonly sockets = new Set<AgentSocket>();
  #pending = new Map<string, PendingRequest>();
  readonly calls = new AgentCalls();
  #isLoggedIn = false;
  #isReady = false;
  #wantsReady = true;
  #isRegistered = false;
  #count = 0;
  #reconnectAt = 0;
  #takesOver = false;

  constructor(options: {
    readonly userName: string;
    readonly dn: string;
    readonly role: 'agent' | 'supervisor';
    readonly clock: FakeClock;
    readonly random: SeededRandom;
    readonly door: () => TlibDoor | undefined;
    readonly released: ReleaseObserver;
  }) {
    this.userName = options.userName as UserName;
    this.role = options.role;
    this.#home = { place: options.userName as PlaceName, dn: options.dn as Dn };
    this.#place = this.#home;
    this.#clock = options.clock;
    this.#random = options.random;
    this.#door = options.door;
    this.#released = options.released;
    this.#main = this.#newTab();
  }

  get dn(): Dn {
    return this.#place.dn;
  }

  get isConnected(): boolean {
    return [...this.sockets].some((socket) => socket.tab === this.#main && socket.isOpen);
  }

  get ringing(): readonly ConnId[] {
    return this.calls.in('ringing');
  }

  get established(): readonly ConnId[] {
    return this.calls.in('established');
  }

  get isIdle(): boolean {
    return this.#pending.size === 0 && this.isConnected && this.#isLoggedIn;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** Lets what is under way arrive, keeps itself connected. */
  tick(): void {
    for (const socket of [...this.sockets]) this.#exchange(socket);
    const now = this.#clock.now();
    if (!this.isConnected && now >= this.#reconnectAt) this.#connect(this.#main);
    for (const [id, pending] of [...this.#pending]) {
      if (pending.retryAt > now || !this.isConnected) continue;
      this.#pending.set(id, { ...pending, retryAt: Number.POSITIVE_INFINITY });
      this.#emit(pending.request);
    }
  }

  setReady(isReady: boolean): void {
    this.#wantsReady = isReady;
    if (!this.#isLoggedIn) return;
    const name = isReady ? 'TAgentSetReady' : 'TAgentSetNotReady';
    this.ask({ name, thisDN: this.dn });
  }

  logOut(): void {
    if (this.#isLoggedIn) this.ask({ name: 'TAgentLogout', thisDN: this.dn });
  }

  accept(connID: ConnId): void {
    this.ask({ name: 'TAnswerCall', thisDN: this.dn, connID });
  }

  /** Declines what rings, ends what is established. */
  release(connID: ConnId): void {
    this.ask({ name: 'TReleaseCall', thisDN: this.dn, connID });
  }

  say(connID: ConnId, im: string): void {
    this.ask({ name: 'TPrivateService', thisDN: this.dn, connID, serviceID: PrivateMsgId.Text, extensions: { im } });
  }

  attach(connID: ConnId, value: string): void {
    this.ask({ name: 'TAttachUserData', thisDN: this.dn, connID, userData: { Note: value } });
  }

  /** A request for a call, whatever it may be good for. */
  operate(name: TRequest['name'], connID: string, attributes: object = {}): void {
    this.ask({ name, thisDN: this.dn, connID, ...attributes });
  }

  /** The sockets are cut; the main tab comes back after a while. */
  loseConnection(forMs: number): void {
    this.#reconnectAt = this.#clock.now() + forMs;
    for (const socket of [...this.sockets]) this.#cut(socket);
  }

  /** The page is loaded anew: without a sequence number the present state is what counts. */
  reload(): void {
    for (const socket of [...this.sockets]) if (socket.tab === this.#main) this.#cut(socket);
    this.#main = this.#newTab();
    this.#isRegistered = false;
    this.calls.clear();
    this.#reconnectAt = this.#clock.now() + this.#random.below(1000);
  }

  /** A second tab, which only looks on; or it is closed again. */
  toggleSecondTab(): void {
    const second = [...this.sockets].find((socket) => socket.tab !== this.#main);
    if (second !== undefined) this.#cut(second);
    else if (this.isConnected && this.#isRegistered) this.#connect(this.#newTab());
  }

  /** Logs in at another place, or at home again, and takes the login along. */
  moveTo(place: string, dn: string): void {
    const isHome = this.#place.place === place;
    this.#place = isHome ? this.#home : { place: place as PlaceName, dn: dn as Dn };
    this.#main = this.#newTab();
    this.#pending = new Map();
    this.calls.clear();
    this.#isRegistered = false;
    this.#isLoggedIn = false;
    this.#isReady = false;
    this.#takesOver = true;
    this.#reconnectAt = this.#clock.now();
  }

  /** The server is gone. */
  serverDown(): void {
    for (const socket of [...this.sockets]) this.#drop(socket);
    this.#reconnectAt = this.#clock.now() + this.#random.below(5000);
  }

  #newTab(): Tab {
    const name = `${this.userName}/tab${this.tabs.length + 1}`;
    const tab: Tab = { name, startsAfter: undefined, lastSequence: undefined, received: [], dn: this.dn };
    this.tabs.push(tab);
    return tab;
  }

  #connect(tab: Tab): void {
    const door = this.#door();
    if (door === undefined) return;
    this.#count += 1;
    const socket = new AgentSocket(
      `${this.userName}#${this.#random.hex(4)}`,
      this.role,
      this.userName,
      this.#place.place,
      tab,
      this.#released,
    );
    this.sockets.add(socket);
    door.connected(socket, tab.lastSequence);
    if (tab !== this.#main) return;
    if (!this.#isRegistered) this.ask({ name: 'TRegisterAddress', thisDN: this.dn });
    // What was not answered on the old socket is asked again.
    for (const [id, pending] of this.#pending) this.#pending.set(id, { ...pending, retryAt: this.#clock.now() });
  }

  #cut(socket: AgentSocket): void {
    this.#drop(socket);
    this.#door()?.disconnected(socket);
  }

  #drop(socket: AgentSocket): void {
    socket.isOpen = false;
    this.sockets.delete(socket);
  }

  #exchange(socket: AgentSocket): void {
    for (const event of socket.takeEvents()) this.#receive(socket.tab, event);
    for (const request of socket.takeRequests()) if (socket.isOpen) this.#door()?.request(socket, request);
    if (socket.isEnding && socket.isOpen) {
      this.#cut(socket);
      if (socket.tab === this.#main) this.#reconnectAt = this.#clock.now() + 500 + this.#random.below(2000);
    }
  }

  /** Asks until it is answered. */
  ask(content: object): void {
    this.#count += 1;
    const requestID = `${this.userName}-${this.#count}-${this.#random.hex(3)}`;
    const request = { ...content, requestID, referenceID: 1 } as PendingRequest['request'];
    this.#pending.set(requestID, { request, retryAt: this.#clock.now() });
  }

  #emit(request: PendingRequest['request']): void {
    const socket = [...this.sockets].find((candidate) => candidate.tab === this.#main);
    this.#count += 1;
    const sent = { ...request, referenceID: this.#count } as PendingRequest['request'];
    this.#references.set(this.#count, request.requestID);
    socket?.request(sent);
  }

  readonly #references = new Map<number, string>();

  #receive(tab: Tab, event: TEvent): void {
    this.#note(tab, event);
    if (tab !== this.#main) return;
    if (event.referenceID !== undefined) this.#answered(event, event.referenceID);
    if (event.name === 'EventLinkConnected' || !('thisDN' in event) || event.thisDN !== this.dn) return;
    // The answer to a repeat has no number: what it tells was told before, and may be over by now.
    if (event.eventSequenceNumber !== undefined || event.name === 'EventRegistered') this.#follow(event);
  }

  /** Sequence numbers must rise and never come twice on one tab, whatever sockets it had. */
  #note(tab: Tab, event: TEvent): void {
    if (event.name === 'EventLinkConnected' && tab.startsAfter === undefined) {
      const from = Number(event.extensions?.['lastSequence']);
      tab.startsAfter = from;
      tab.lastSequence = from;
    }
    const number = event.eventSequenceNumber;
    if (number === undefined) return;
    if (number <= (tab.lastSequence ?? 0))
      this.problems.push(`SI5 ${tab.name}: event ${number} after ${tab.lastSequence}`);
    tab.lastSequence = number;
    // A supervisor is answered by events of the agent's DN on which he acts.
    if ('thisDN' in event && event.thisDN === tab.dn) tab.received.push(number);
  }

  #answered(event: TEvent, referenceID: number): void {
    const requestID = this.#references.get(referenceID);
    const pending = requestID === undefined ? undefined : this.#pending.get(requestID);
    if (requestID === undefined || pending === undefined) return;
    if (event.name === 'EventError') {
      if (event.errorCode === 'StoreUnavailable' || event.errorCode === 'InternalError') {
        if (event.errorCode === 'InternalError') this.problems.push(`SI18 InternalError for ${pending.request.name}`);
        this.#pending.set(requestID, { ...pending, retryAt: this.#clock.now() + 1000 });
      } else {
        this.#pending.delete(requestID);
        if (pending.request.name === 'TAgentLogin') this.#logIn();
      }
      return;
    }
    this.#pending.delete(requestID);
    const { request } = pending;
    if (request.name === 'TMonitorNextCall') this.monitored.push(request.otherDN);
    const isWhisper = event.extensions?.['whisper'] !== undefined;
    if (request.name === 'TPrivateService' && request.serviceID === PrivateMsgId.Text && !isWhisper) {
      const messageId = 'messageID' in event ? String(event.messageID) : '';
      this.said.push({ im: String(request.extensions?.['im']), messageId });
    }
    if (request.name === 'TRegisterAddress' && event.name === 'EventRegistered') this.#registered(event);
  }

  #registered(event: Extract<TEvent, { name: 'EventRegistered' }>): void {
    this.#isRegistered = true;
    this.#takeOverState(event.extensions ?? {});
    if (!this.#isLoggedIn) this.#logIn();
  }

  #takeOverState(extensions: Readonly<Record<string, unknown>>): void {
    const status = extensions['AgentStatus'];
    this.#isLoggedIn = status !== AgentStatus.LoggedOut;
    this.#isReady = status === AgentStatus.Ready;
    this.calls.takeOver(extensions);
  }

  #logIn(): void {
    this.ask({
      name: 'TAgentLogin',
      thisDN: this.dn,
      agentID: this.userName,
      agentWorkMode: this.#wantsReady ? WorkMode.AutoIn : WorkMode.ManualIn,
      ...(this.#takesOver ? { extensions: { takeOver: 1 } } : {}),
    });
  }

  #follow(event: TEvent): void {
    this.calls.follow(event);
    switch (event.name) {
      case 'EventRegistered':
        this.#takeOverState(event.extensions ?? {});
        return;
      case 'EventAgentLogin':
        this.#isLoggedIn = true;
        this.#takesOver = false;
        return;
      case 'EventAgentLogout':
        this.#isLoggedIn = false;
        this.#isReady = false;
        return;
      case 'EventAgentReady':
        this.#isReady = true;
        return;
      case 'EventPrivateInfo': {
        const assistID = event.extensions?.['assistID'];
        if (typeof assistID === 'string') this.helpAsked.push({ connId: event.connID, assistID });
        return;
      }
      case 'EventAgentNotReady':
        this.#isReady = false;
        return;
    }
  }

  /** Logged out by itself or by somebody: logs in again. */
  comeBack(): void {
    const isAsking = [...this.#pending.values()].some(({ request }) => request.name === 'TAgentLogin');
    if (this.#isRegistered && !this.#isLoggedIn && !isAsking) this.#logIn();
  }
}
