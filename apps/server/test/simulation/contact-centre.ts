import { CallType } from '@cordboard/shared/tlib/call-types';
import { observersOf } from '../../src/domain/call-model/calls/call.ts';
import { demoConfiguration } from '../support/centre/test-world.ts';
import { FakeClock } from '../support/fakes/fake-clock.ts';
import { SeededRandom } from '../support/fakes/seeded-random.ts';
import { listCallActs } from './acts/call-acts.ts';
import { listCarriageActs } from './acts/carriage-acts.ts';
import { listAgentActs, listCustomerActs, listDisasters } from './acts/everyday-acts.ts';
import { listRouterActs } from './acts/router-acts.ts';
import type { Act, Stage } from './acts/stage.ts';
import { listSupervisionActs } from './acts/supervision-acts.ts';
import { BrokenInvariant, hold } from './invariants/hold.ts';
import { checkQuiet, checkState, checkTab } from './invariants/invariants.ts';
import { ReleaseWatch } from './invariants/release-watch.ts';
import { checkAgentTexts, checkCustomerTexts, checkLostChats, readStory } from './invariants/story-invariants.ts';
import { checkWhispers } from './invariants/supervision-invariants.ts';
import { CLEAR, LossyNetwork } from './network/lossy-network.ts';
import { addTrunk, NO_OTHERS, OtherCarriages, type OtherCustomers } from './peers/other-carriages.ts';
import { PageCustomer } from './peers/page-customer.ts';
import { SessionCustomer } from './peers/session-customer.ts';
import { SimulatedAgent } from './peers/simulated-agent.ts';
import type { SimulatedCustomer } from './peers/simulated-customer.ts';
import { SimulatedRouter } from './peers/simulated-router.ts';
import { SimulatedServer } from './peers/simulated-server.ts';
import { hireStaff, STAFF, SUPERVISORS } from './peers/staff.ts';
import { settleMicrotasks } from './settle-microtasks.ts';

/** What a run is about, and how long it is. */
export interface Plot {
  readonly pageCustomers: number;
  readonly sessionCustomers: number;
  /** Over MSRP, and behind a trunk. */
  readonly others: OtherCustomers;
  readonly minutes: number;
  readonly stepMs: number;
  /** Chance of an act in a step. */
  readonly actsPerStep: number;
  /** How likely acts of each kind are, compared with each other. */
  readonly emphasis: {
    readonly customers: number;
    readonly agents: number;
    readonly calls: number;
    readonly supervision: number;
    readonly disasters: number;
    /** Of the outside router on 1111, which every fourth seed has; 0: none. */
    readonly router: number;
  };
  /** At the end: after how many seconds chats are ended so that everybody is served, and how long it lasts at least. */
  readonly patience: { readonly endsChatsAfter: number; readonly lastsAtLeast: number };
}

/** Ten minutes with everything: many texts on a bad network. */
export const EVERYDAY: Plot = {
  pageCustomers: 9,
  sessionCustomers: 6,
  others: NO_OTHERS,
  minutes: 10,
  stepMs: 50,
  actsPerStep: 0.12,
  emphasis: { customers: 1, agents: 1, calls: 0.3, supervision: 0.3, disasters: 1, router: 0 },
  patience: { endsChatsAfter: 100, lastsAtLeast: 130 },
};

/** A minute of call operations, one upon the other. */
export const OPERATIONS: Plot = {
  pageCustomers: 2,
  sessionCustomers: 3,
  others: NO_OTHERS,
  minutes: 0.9,
  stepMs: 250,
  actsPerStep: 0.85,
  emphasis: { customers: 0.6, agents: 0.8, calls: 1.4, supervision: 1, disasters: 0.8, router: 5 },
  patience: { endsChatsAfter: 5, lastsAtLeast: 10 },
};

/** Five minutes in which texts go every way that they can. */
export const CARRIAGES: Plot = {
  pageCustomers: 2,
  sessionCustomers: 2,
  others: { msrp: 4, trunkPage: 3, trunkSession: 2, trunkMsrp: 2 },
  minutes: 5,
  stepMs: 100,
  actsPerStep: 0.25,
  emphasis: { customers: 1.5, agents: 1, calls: 0.3, supervision: 0.1, disasters: 1, router: 0 },
  patience: { endsChatsAfter: 20, lastsAtLeast: 40 },
};

const SLACK_STEPS = 20;
const THOROUGH_EVERY = 16;
const OPERATIONS_SHOWN = 40;
const DRAIN_SECONDS_MAX = 400;

/** A whole contact centre at random: customers, agents, a lossy network, a store that fails and a server that is killed. */
export class ContactCentre {
  readonly operations: string[] = [];
  readonly #seed: number;
  readonly #plot: Plot;
  readonly #random: SeededRandom;
  readonly #clock = new FakeClock();
  readonly #network: LossyNetwork;
  readonly #carriages: OtherCarriages;
  readonly #server: SimulatedServer;
  readonly #watch = new ReleaseWatch(() => this.#server);
  readonly #pageCustomers: readonly PageCustomer[];
  readonly #sessionCustomers: readonly SessionCustomer[];
  readonly #agents: readonly SimulatedAgent[];
  readonly #router: SimulatedRouter | undefined;
  readonly #acts: readonly Act[];
  readonly #startedAt: number;
  readonly #breaks: number[] = [];
  #textCount = 0;
  #quietCount = 0;
  #bootAt = 0;
  #repairAt = 0;
  #isDraining = false;
  #availableSince: number | undefined;

  constructor(seed: number, plot: Plot) {
    this.#seed = seed;
    this.#plot = plot;
    this.#random = new SeededRandom(seed);
    this.#startedAt = this.#clock.now();
    this.#network = new LossyNetwork(this.#clock, this.#random);
    this.#network.observe = (bytes) => this.#watch.noteRequest(bytes);
    const surroundings = { clock: this.#clock, network: this.#network, random: this.#random };
    const others = plot.others;
    this.#carriages = new OtherCarriages(surroundings, others, seed % 2 === 0 ? 'UDP' : 'TCP', (from, bytes) =>
      this.#watch.chunk(from, bytes),
    );
    this.#server = new SimulatedServer({
      seed,
      network: this.#network,
      streams: this.#carriages.streams,
      ways: this.#carriages.peer.ways,
      configuration: demoConfiguration((file) => {
        hireStaff(file);
        if (others !== NO_OTHERS) addTrunk(file);
        file.tenant.options['wrap-up-time'] = seed % 3 === 0 ? 4 : 0;
        file.tenant.options['page-mode-idle-timeout'] = seed % 2 === 0 ? 2 : 30;
      }),
      sent: (flow, bytes) => this.#watch.sip(flow, bytes),
    });
    const many = <Item>(count: number, create: (number: number) => Item) =>
      Array.from({ length: count }, (_, at) => create(at + 1));
    this.#pageCustomers = [
      ...many(plot.pageCustomers, (number) => new PageCustomer(number, surroundings)),
      ...this.#carriages.pageCustomers,
    ];
    this.#sessionCustomers = [
      ...many(plot.sessionCustomers, (number) => new SessionCustomer(number, surroundings)),
      ...this.#carriages.sessionCustomers,
    ];
    this.#agents = STAFF.map(
      ([userName, dn, role]) =>
        new SimulatedAgent({
          userName,
          dn,
          role,
          clock: this.#clock,
          random: this.#random,
          door: () => this.#server.door,
          released: (event, socket) => this.#watch.event(event, socket),
        }),
    );
    if (plot.emphasis.router > 0 && seed % 4 === 0)
      this.#router = new SimulatedRouter(this.#clock, this.#random, () => this.#server.door);
    this.#acts = this.#listActs();
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
      names: record.events.map(({ name }) => name),
    };
  }

  /** Runs all of it; throws with the seed and the last operations when something does not hold. */
  async run(): Promise<void> {
    try {
      await this.#server.boot(this.#clock.now());
      const steps = (this.#plot.minutes * 60_000) / this.#plot.stepMs;
      for (let step = 0; step < steps; step += 1) {
        if (this.#random.fraction() < this.#plot.actsPerStep) this.#act();
        await this.#step();
      }
      await this.#drain();
      // What was released in the last step reaches the desktops.
      const told = this.#server.record.events.at(-1)?.eventSequenceNumber ?? 0;
      for (let step = 0; step < 3; step += 1) await this.#step();
      this.#checkEnd(told);
    } catch (error) {
      const last = this.operations.slice(-OPERATIONS_SHOWN).join('\n  ');
      const what = error instanceof Error ? error.message : String(error);
      throw new Error(`seed ${this.#seed} at ${this.#time}: ${what}\nlast operations:\n  ${last}`, { cause: error });
    }
  }

  get #time(): string {
    return ((this.#clock.now() - this.#startedAt) / 1000).toFixed(2);
  }

  #note(operation: string): void {
    this.operations.push(`${this.#time} ${operation}`);
  }

  async #step(): Promise<void> {
    const { stepMs } = this.#plot;
    const now = this.#clock.now() + stepMs;
    if (this.#server.world === undefined && this.#clock.now() >= this.#bootAt && this.#repairAt === 0) {
      await this.#server.boot(this.#clock.now());
      this.#note('server is up');
    }
    if (this.#repairAt > 0 && now >= this.#repairAt) {
      this.#server.store.repair();
      this.#repairAt = 0;
      this.#note('store is repaired');
    }
    this.#clock.advance(stepMs);
    this.#server.advance(stepMs);
    for (const agent of this.#agents) agent.tick();
    this.#router?.tick();
    if (this.#isDraining || this.#random.fraction() < 0.7) this.#server.store.flush();
    await settleMicrotasks();
    this.#check();
  }

  #check(): void {
    const { world, store, record } = this.#server;
    const told = this.#agents.map((agent) => agent.problems);
    for (const [problem] of [this.#watch.problems, record.log.problems, this.#router?.problems ?? [], ...told]) {
      if (problem !== undefined) throw new BrokenInvariant(problem);
    }
    // While the state is read again memory is what was lost.
    if (world?.callControl.recorder.isAvailable !== true) {
      this.#availableSince = undefined;
      return;
    }
    const now = this.#clock.now();
    this.#availableSince ??= now;
    const slackMs = SLACK_STEPS * this.#plot.stepMs;
    checkState(world.callControl.state, { now, availableSince: this.#availableSince, slackMs });
    const sockets = this.#agents.flatMap((agent) => [...agent.sockets]);
    if (store.waitingCount === 0) {
      this.#quietCount += 1;
      checkQuiet(world, record, sockets, this.#quietCount % THOROUGH_EVERY === 0);
    }
  }

  #act(): void {
    let at = this.#random.fraction() * this.#acts.reduce((sum, { weight }) => sum + weight, 0);
    for (const { weight, name, act } of this.#acts) {
      at -= weight;
      if (at > 0) continue;
      const done = act();
      if (done !== undefined) this.#note(`${name} ${done}`);
      return;
    }
  }

  #listActs(): readonly Act[] {
    const { emphasis } = this.#plot;
    const weigh = (acts: readonly Act[], by: number) => acts.map((act) => ({ ...act, weight: act.weight * by }));
    const stage: Stage = {
      random: this.#random,
      clock: this.#clock,
      network: this.#network,
      server: this.#server,
      pageCustomers: this.#pageCustomers,
      sessionCustomers: this.#sessionCustomers,
      agents: this.#agents,
      breaks: this.#breaks,
      nextText: () => ++this.#textCount,
      bootAt: (time) => {
        this.#bootAt = time;
      },
      repairAt: (time) => {
        this.#repairAt = time;
      },
    };
    return [
      ...weigh(listCustomerActs(stage), emphasis.customers),
      ...weigh(listAgentActs(stage), emphasis.agents),
      ...weigh(listCallActs(stage), emphasis.calls),
      ...weigh(listSupervisionActs(stage), emphasis.supervision),
      ...weigh(listDisasters(stage), emphasis.disasters),
      ...(this.#plot.others === NO_OTHERS ? [] : weigh(listCarriageActs(stage, this.#carriages), emphasis.customers)),
      ...(this.#router === undefined ? [] : weigh(listRouterActs(stage, this.#router), emphasis.router)),
    ];
  }

  /** The network is healed and everybody does his work, until nothing is left to do. */
  async #drain(): Promise<void> {
    const { stepMs, patience } = this.#plot;
    this.#note('draining');
    this.#isDraining = true;
    this.#network.weather = CLEAR;
    this.#server.store.failNext(0);
    for (const customer of [...this.customers, this.#carriages.peer]) customer.behave();
    for (let second = 0; second < DRAIN_SECONDS_MAX; second += 1) {
      for (const agent of this.#agents) this.#work(agent, second, second > patience.endsChatsAfter);
      for (let step = 0; step < 1000 / stepMs; step += 1) await this.#step();
      if (second > patience.lastsAtLeast && this.#describeRest() === '') return;
    }
    hold(false, 'SI15', () => `work is left: ${this.#describeRest()}`);
  }

  /** What an agent does who wants to be done. */
  #work(agent: SimulatedAgent, second: number, endsChats: boolean): void {
    agent.comeBack();
    // Who is to be logged out with his last call is refused it.
    if (agent.isConnected && !agent.isReady && agent.isIdle && second % 5 === 0) agent.setReady(true);
    if (!agent.isIdle) return;
    for (const connId of agent.ringing) agent.accept(connId);
    for (const otherDN of agent.monitored.splice(0))
      agent.ask({ name: 'TCancelMonitoring', thisDN: agent.dn, otherDN });
    for (const { connId, callType, state, isObserved } of agent.calls.all) {
      if (isObserved || (callType !== CallType.Inbound && state !== 'ringing')) agent.operate('TReleaseCall', connId);
      else if (state === 'held') agent.operate('TRetrieveCall', connId);
    }
    const chat = this.#random.pick(agent.established);
    if (endsChats && agent.established.length >= 2 && chat !== undefined) agent.operate('TReleaseCall', chat);
  }

  #describeRest(): string {
    const state = this.#server.world?.callControl.state;
    if (state === undefined) return 'the server is down';
    const calls = [...state.calls.values()];
    return [
      ...this.customers.filter((customer) => !customer.isIdle).map((customer) => `${customer.name} is not idle`),
      ...this.#agents.filter((agent) => !agent.isIdle).map((agent) => `${agent.userName} is not idle`),
      ...[...state.routeRequests.values()].map((request) => `${request.id} waits`),
      ...[...state.monitorings.values()].map(({ id }) => `${id} is monitored`),
      ...calls.filter((call) => observersOf(call).length > 0).map(({ id }) => `${id} is observed`),
      ...calls.filter(({ customer }) => customer === null).map(({ id }) => `${id} goes on between agents`),
      ...calls.flatMap(({ id, parties }) =>
        parties
          .filter((party) => party.state !== 'established')
          .map((party) => `${id} is ${party.state} at ${party.dn}`),
      ),
      ...[...state.legs.values()]
        .filter((leg) => leg.outbox.length > 0 || leg.inFlight !== null)
        .map((leg) => `leg ${leg.id} has texts`),
    ].join(', ');
  }

  /** Open tabs have everything up to the event `told`. */
  #checkEnd(told: number): void {
    const { record } = this.#server;
    const story = readStory(record);
    for (const agent of this.#agents) {
      const open = new Set([...agent.sockets].map((socket) => socket.tab));
      for (const tab of agent.tabs) checkTab(tab, open.has(tab) ? told : undefined, record);
    }
    checkCustomerTexts(this.customers, story);
    for (const customer of this.#sessionCustomers) checkLostChats(customer.name, customer.lostDialogs, record);
    const said = this.#agents.flatMap((agent) => agent.said);
    checkWhispers(record, SUPERVISORS);
    checkAgentTexts(said, this.customers, record, story, { breaks: this.#breaks });
  }
}
