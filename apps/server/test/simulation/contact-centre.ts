import type { TEvent } from '@cordboard/shared/tlib/events';
import type { Flow } from '../../src/protocols/sip/transactions/sip-transport.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { demoConfiguration } from '../support/test-world.ts';
import type { AgentSocket } from './agent-socket.ts';
import { BrokenInvariant, checkQuiet, checkState, checkTab, hold } from './invariants.ts';
import { CLEAR, LossyNetwork } from './lossy-network.ts';
import { PageCustomer } from './page-customer.ts';
import { SessionCustomer } from './session-customer.ts';
import { settleMicrotasks } from './settle-microtasks.ts';
import { SimulatedAgent } from './simulated-agent.ts';
import type { SimulatedCustomer } from './simulated-customer.ts';
import { SimulatedServer } from './simulated-server.ts';
import { comeBack, logOut, moveAgent, reload, reloadDesktop, setReady, toggleTab } from './small-acts.ts';
import { type Action, AGENTS } from './staff.ts';
import { checkAgentTexts, checkCustomerTexts, checkLostChats, readStory } from './story-invariants.ts';
import { branchOf, cseqOf, methodOf, readWire, statusOf, tagOf } from './wire.ts';

export interface ContactCentreOptions {
  readonly seed: number;
  readonly pageCustomers?: number;
  readonly sessionCustomers?: number;
  readonly minutes?: number;
}

const STEP_MS = 50;
const OPERATIONS_SHOWN = 40;

/** A whole contact centre at random: customers, agents, a lossy network, a store that fails and a server that is killed. */
export class ContactCentre {
  readonly operations: string[] = [];
  readonly #seed: number;
  readonly #minutes: number;
  readonly #random: SeededRandom;
  readonly #clock = new FakeClock();
  readonly #network: LossyNetwork;
  readonly #server: SimulatedServer;
  readonly #pageCustomers: readonly PageCustomer[];
  readonly #sessionCustomers: readonly SessionCustomer[];
  readonly #agents: readonly SimulatedAgent[];
  readonly #actions: readonly Action[];
  readonly #startedAt: number;
  readonly #breaks: number[] = [];
  readonly #released: string[] = [];
  /** Via branch to the text that came under it, to check what is acknowledged. */
  readonly #textByBranch = new Map<string, string>();
  #textCount = 0;
  #bootAt = 0;
  #repairAt = 0;
  #isDraining = false;
  #availableSince: number | undefined;

  constructor({ seed, pageCustomers = 9, sessionCustomers = 6, minutes = 10 }: ContactCentreOptions) {
    this.#seed = seed;
    this.#minutes = minutes;
    this.#random = new SeededRandom(seed);
    this.#startedAt = this.#clock.now();
    this.#network = new LossyNetwork(this.#clock, this.#random);
    this.#network.observe = (bytes) => this.#noteRequest(bytes);
    this.#server = new SimulatedServer({
      seed,
      network: this.#network,
      configuration: demoConfiguration((file) => {
        file.tenant.options['wrap-up-time'] = seed % 3 === 0 ? 4 : 0;
        file.tenant.options['page-mode-idle-timeout'] = seed % 2 === 0 ? 2 : 30;
      }),
      sent: (flow, bytes) => this.#checkSipReleased(flow, bytes),
    });
    const surroundings = { clock: this.#clock, network: this.#network, random: this.#random };
    this.#pageCustomers = Array.from({ length: pageCustomers }, (_, at) => new PageCustomer(at + 1, surroundings));
    this.#sessionCustomers = Array.from(
      { length: sessionCustomers },
      (_, at) => new SessionCustomer(at + 1, surroundings),
    );
    this.#agents = AGENTS.map(
      ([userName, dn]) =>
        new SimulatedAgent({
          userName,
          dn,
          clock: this.#clock,
          random: this.#random,
          door: () => this.#server.door,
          released: (event, socket) => this.#checkEventReleased(event, socket),
        }),
    );
    this.#actions = this.#listActions();
  }

  get customers(): readonly SimulatedCustomer[] {
    return [...this.#pageCustomers, ...this.#sessionCustomers];
  }

  /** Counts of what happened, so that a run that did nothing is noticed. */
  get summary() {
    const { record } = this.#server;
    return {
      boots: this.#server.boots,
      events: record.events.length,
      texts: record.textIds.size,
      said: this.#agents.reduce((sum, agent) => sum + agent.said.length, 0),
      shown: this.customers.reduce((sum, customer) => sum + customer.shown.length, 0),
      calls: new Set(record.events.flatMap((event) => ('connID' in event ? [event.connID] : []))).size,
    };
  }

  /** Runs all of it; throws with the seed and the last operations when something does not hold. */
  async run(): Promise<void> {
    try {
      await this.#server.boot(this.#clock.now());
      const steps = (this.#minutes * 60_000) / STEP_MS;
      for (let step = 0; step < steps; step += 1) {
        if (this.#random.fraction() < 0.12) this.#act();
        await this.#step();
      }
      await this.#drain();
      this.#checkEnd();
    } catch (error) {
      const last = this.operations.slice(-OPERATIONS_SHOWN).join('\n  ');
      throw new Error(`seed ${this.#seed} at ${this.#time}, last operations:\n  ${last}`, { cause: error });
    }
  }

  get #time(): string {
    return ((this.#clock.now() - this.#startedAt) / 1000).toFixed(2);
  }

  #note(operation: string): void {
    this.operations.push(`${this.#time} ${operation}`);
  }

  async #step(): Promise<void> {
    const now = this.#clock.now() + STEP_MS;
    if (this.#server.world === undefined && this.#clock.now() >= this.#bootAt && this.#repairAt === 0) {
      await this.#server.boot(this.#clock.now());
      this.#note('server is up');
    }
    if (this.#repairAt > 0 && now >= this.#repairAt) {
      this.#server.store.repair();
      this.#repairAt = 0;
      this.#note('store is repaired');
    }
    this.#clock.advance(STEP_MS);
    this.#server.advance(STEP_MS);
    for (const agent of this.#agents) agent.tick();
    if (this.#isDraining || this.#random.fraction() < 0.7) this.#server.store.flush();
    await settleMicrotasks();
    this.#check();
  }

  #check(): void {
    for (const problem of [...this.#released, ...this.#agents.flatMap((agent) => agent.problems)]) {
      throw new BrokenInvariant(problem);
    }
    const { world, store, record } = this.#server;
    if (world === undefined) {
      this.#availableSince = undefined;
      return;
    }
    const { isAvailable } = world.callControl.recorder;
    // While the state is read again memory is what was lost.
    if (!isAvailable) {
      this.#availableSince = undefined;
      return;
    }
    const now = this.#clock.now();
    this.#availableSince ??= now;
    checkState(world.callControl.state, now, this.#availableSince);
    const sockets = this.#agents.flatMap((agent) => [...agent.sockets]);
    if (store.waitingCount === 0) checkQuiet(world, record, sockets);
  }

  #act(): void {
    let at = this.#random.fraction() * this.#actions.reduce((sum, { weight }) => sum + weight, 0);
    for (const { weight, name, act } of this.#actions) {
      at -= weight;
      if (at > 0) continue;
      const done = act();
      if (done !== undefined) this.#note(`${name} ${done}`);
      return;
    }
  }

  #listActions(): readonly Action[] {
    const pick =
      <Item>(items: readonly Item[], act: (item: Item) => string | undefined) =>
      () => {
        const item = this.#random.pick(items);
        return item === undefined ? undefined : act(item);
      };
    const agents = this.#agents;
    return [
      { weight: 24, name: 'customer writes', act: pick(this.customers, (customer) => this.#write(customer)) },
      { weight: 4, name: 'customer leaves', act: pick(this.#sessionCustomers, (customer) => this.#leave(customer)) },
      { weight: 4, name: 'stream is cut', act: pick(this.#sessionCustomers, (customer) => this.#cut(customer)) },
      { weight: 3, name: 'page is reloaded', act: pick(this.#sessionCustomers, (customer) => reload(customer)) },
      { weight: 30, name: 'agent accepts', act: pick(agents, (agent) => this.#accept(agent)) },
      { weight: 5, name: 'agent declines', act: pick(agents, (agent) => this.#release(agent, agent.ringing)) },
      { weight: 30, name: 'agent says', act: pick(agents, (agent) => this.#say(agent)) },
      { weight: 4, name: 'agent ends', act: pick(agents, (agent) => this.#release(agent, agent.established)) },
      { weight: 2, name: 'agent attaches', act: pick(agents, (agent) => this.#attach(agent)) },
      { weight: 8, name: 'agent is ready', act: pick(agents, (agent) => setReady(agent, true)) },
      { weight: 2, name: 'agent is not ready', act: pick(agents, (agent) => setReady(agent, false)) },
      { weight: 1, name: 'agent logs out', act: pick(agents, (agent) => logOut(agent)) },
      { weight: 4, name: 'agent comes back', act: pick(agents, (agent) => comeBack(agent)) },
      { weight: 5, name: 'agent loses connection', act: pick(agents, (agent) => this.#loseConnection(agent)) },
      { weight: 2, name: 'agent reloads', act: pick(agents, (agent) => reloadDesktop(agent)) },
      { weight: 3, name: 'second tab', act: pick(agents, (agent) => toggleTab(agent)) },
      { weight: 0.7, name: 'agent moves', act: pick(agents.slice(0, 1), (agent) => moveAgent(agent)) },
      { weight: 3, name: 'weather', act: () => this.#changeWeather() },
      { weight: 1.5, name: 'server is killed', act: () => this.#crash() },
      { weight: 1, name: 'commits fail', act: () => this.#failCommits() },
      { weight: 0.5, name: 'store breaks down', act: () => this.#breakStore() },
    ];
  }

  #write(customer: SimulatedCustomer): string {
    this.#textCount += 1;
    const im = `c${this.#textCount} of ${customer.name}`;
    customer.write(im);
    return `${customer.name}: ${im}`;
  }

  #leave(customer: SessionCustomer): string | undefined {
    if (!customer.isInChat) return undefined;
    customer.leave();
    return customer.name;
  }

  #cut(customer: SessionCustomer): string | undefined {
    if (customer.flowId === undefined) return undefined;
    this.#network.cut(customer.flowId);
    return customer.name;
  }

  #accept(agent: SimulatedAgent): string | undefined {
    const connId = this.#random.pick(agent.ringing);
    if (connId === undefined) return undefined;
    agent.accept(connId);
    return `${agent.userName}: ${connId}`;
  }

  #release(agent: SimulatedAgent, calls: readonly string[]): string | undefined {
    const connId = this.#random.pick(calls);
    if (connId === undefined) return undefined;
    agent.release(connId);
    return `${agent.userName}: ${connId}`;
  }

  #say(agent: SimulatedAgent): string | undefined {
    const connId = this.#random.pick(agent.established);
    if (connId === undefined) return undefined;
    this.#textCount += 1;
    const isLong = this.#random.fraction() < 0.1;
    const im = `a${this.#textCount} of ${agent.userName}${isLong ? ' word'.repeat(500) : ''}`;
    agent.say(connId, im);
    return `${agent.userName}: ${connId} ${im.slice(0, 20)}`;
  }

  #attach(agent: SimulatedAgent): string | undefined {
    const connId = this.#random.pick(agent.established);
    if (connId === undefined) return undefined;
    agent.attach(connId, `note ${this.#textCount}`);
    return `${agent.userName}: ${connId}`;
  }

  #loseConnection(agent: SimulatedAgent): string {
    const forMs = this.#random.fraction() < 0.2 ? 70_000 : this.#random.below(4000);
    agent.loseConnection(forMs);
    return `${agent.userName} for ${forMs} ms`;
  }

  #changeWeather(): string {
    const isClear = this.#random.fraction() < 0.4;
    this.#network.weather = isClear
      ? CLEAR
      : {
          lost: this.#random.fraction() * 0.5,
          doubled: this.#random.fraction() * 0.3,
          delayMs: 20 + this.#random.below(2000),
        };
    return JSON.stringify(this.#network.weather);
  }

  #crash(): string | undefined {
    if (this.#server.world === undefined) return undefined;
    const underWay = this.#random.fraction() < 0.5 ? 'lost' : 'kept';
    const waiting = this.#server.store.waitingCount;
    this.#bootAt = this.#clock.now() + this.#random.below(8000);
    this.#breaks.push(this.#clock.now());
    this.#server.crash(underWay);
    for (const agent of this.#agents) agent.serverDown();
    return `with ${waiting} commits ${underWay}`;
  }

  #failCommits(): string {
    const count = 1 + this.#random.below(3);
    this.#server.store.failNext(count);
    this.#breaks.push(this.#clock.now());
    return String(count);
  }

  #breakStore(): string {
    this.#server.store.breakDown();
    this.#breaks.push(this.#clock.now());
    this.#repairAt = this.#clock.now() + this.#random.below(15_000);
    return '';
  }

  /** The network is healed and everybody does his work, until nothing is left to do. */
  async #drain(): Promise<void> {
    this.#note('draining');
    this.#isDraining = true;
    this.#network.weather = CLEAR;
    this.#server.store.failNext(0);
    for (const customer of this.customers) customer.behave();
    for (let second = 0; second < 400; second += 1) {
      for (const agent of this.#agents) {
        agent.comeBack();
        if (agent.isConnected && !agent.isReady && agent.isIdle) agent.setReady(true);
        if (!agent.isIdle) continue;
        for (const connId of agent.ringing) agent.accept(connId);
        if (second > 100 && agent.established.length >= 2) this.#release(agent, agent.established);
      }
      for (let step = 0; step < 1000 / STEP_MS; step += 1) await this.#step();
      if (second > 130 && this.#isAtRest()) return;
    }
    hold(false, 'SI15', () => `work is left: ${this.#describeRest()}`);
  }

  #isAtRest(): boolean {
    return this.#describeRest() === '';
  }

  #describeRest(): string {
    const state = this.#server.world?.callControl.state;
    if (state === undefined) return 'the server is down';
    return [
      ...this.customers.filter((customer) => !customer.isIdle).map((customer) => `${customer.name} is not idle`),
      ...this.#agents.filter((agent) => !agent.isIdle).map((agent) => `${agent.userName} is not idle`),
      ...[...state.routeRequests.values()].map((request) => `${request.id} waits`),
      ...[...state.legs.values()]
        .filter((leg) => leg.outbox.length > 0 || leg.inFlight !== null)
        .map((leg) => `leg ${leg.id} has texts`),
    ].join(', ');
  }

  #checkEnd(): void {
    const { record } = this.#server;
    const story = readStory(record, true);
    for (const agent of this.#agents) {
      const open = new Set([...agent.sockets].map((socket) => socket.tab));
      for (const tab of agent.tabs) checkTab(tab, open.has(tab), record);
    }
    checkCustomerTexts(this.customers, story);
    for (const customer of this.#sessionCustomers) checkLostChats(customer.name, customer.lostDialogs, record);
    const said = this.#agents.flatMap((agent) => agent.said);
    checkAgentTexts(said, this.customers, record, story, { breaks: this.#breaks });
  }

  /** SI16: an event with a number is in the store at this moment. */
  #checkEventReleased(event: TEvent, socket: AgentSocket): void {
    const number = event.eventSequenceNumber;
    if (number === undefined) return;
    const stored = this.#server.record.eventsBySequence.get(number);
    if (stored?.name !== event.name) this.#released.push(`SI16 ${socket.id}: ${event.name} ${number} is not stored`);
  }

  /** SI16: what a response or request says is in the store at this moment. */
  #checkSipReleased(flow: Flow, bytes: Buffer): void {
    const message = readWire(bytes);
    const { record } = this.#server;
    const where = `${flow.id}: ${message.startLine}`;
    if (statusOf(message) === 0) {
      if (methodOf(message) === 'ACK') return;
      // What a stream lost in the same commit waits again under another branch; its text is stored in any case.
      const [messageId = ''] = (message.headers.get('cordboard-message-id') ?? '').split('.');
      const isStored =
        flow.transport === 'UDP' ? record.branches.has(branchOf(message)) : record.textIds.has(messageId);
      if (!isStored && methodOf(message) !== 'BYE') this.#released.push(`SI16 ${where} is not stored`);
      return;
    }
    if (statusOf(message) === 500 && flow.transport === 'UDP') this.#released.push(`SI18 ${where}`);
    if (statusOf(message) < 200 || statusOf(message) >= 300) return;
    const { method } = cseqOf(message);
    if (method === 'INVITE' && !record.legsByTag.has(tagOf(message.headers.get('to')))) {
      this.#released.push(`SI16 ${where} made a dialog that is not stored`);
    }
    if (method !== 'MESSAGE') return;
    const im = this.#textByBranch.get(branchOf(message));
    if (im === undefined || record.saidTexts.has(im)) return;
    this.#released.push(`SI16 ${where} acknowledges ${im}, which is not stored`);
  }

  /** What a request of a customer says. */
  #noteRequest(bytes: Buffer): void {
    const message = readWire(bytes);
    if (methodOf(message) === 'MESSAGE') this.#textByBranch.set(branchOf(message), message.body);
  }
}
