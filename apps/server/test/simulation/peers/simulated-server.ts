import type { Configuration } from '../../../src/domain/configuration/configuration.ts';
import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import type { WayOpener } from '../../../src/services/trunks/trunk-keeper.ts';
import { TestWorld } from '../../support/centre/test-world.ts';
import { StoredRecord } from '../../support/event-log/stored-record.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { MemoryRecordStore } from '../../support/fakes/memory-record-store.ts';
import type { LossyNetwork } from '../network/lossy-network.ts';
import type { MsrpStreams } from '../network/msrp-streams.ts';
import type { AgentSocket, TlibDoor } from './agent-socket.ts';

export interface SimulatedServerOptions {
  readonly seed: number;
  readonly configuration: Configuration;
  readonly network: LossyNetwork;
  readonly streams: MsrpStreams;
  /** To trunks. */
  readonly ways: WayOpener;
  /** Told of each SIP message at the moment at which the server lets go of it. */
  readonly sent: (flow: Flow, bytes: Buffer) => void;
}

/** One server after the other on one store: each may be killed at any moment. */
export class SimulatedServer {
  readonly record = new StoredRecord();
  readonly #options: SimulatedServerOptions;
  #store: MemoryRecordStore;
  #world: TestWorld | undefined;
  /** Stands still for ever once its server is dead, so that nothing of the dead acts. */
  #clock: FakeClock | undefined;
  #boots = 0;
  /** Clients with the references of requests whose decision changed something. */
  readonly #changing = new Set<string>();

  constructor(options: SimulatedServerOptions) {
    this.#options = options;
    this.#store = new MemoryRecordStore({ manual: true, kept: (batch) => this.record.take(batch) });
  }

  /** Undefined while it is down. */
  get world(): TestWorld | undefined {
    return this.#world;
  }

  get store(): MemoryRecordStore {
    return this.#store;
  }

  get boots(): number {
    return this.#boots;
  }

  get door(): TlibDoor | undefined {
    const callControl = this.#world?.callControl;
    if (callControl === undefined) return undefined;
    return {
      connected: (client, lastSequence) => callControl.clientConnected(client, lastSequence),
      disconnected: (client) => callControl.clientDisconnected(client),
      request: (client, request) => {
        const before = pictureOf(callControl);
        callControl.receiveRequest(client, request);
        const after = pictureOf(callControl);
        const isSame = before.length === after.length && before.every((part, at) => part === after[at]);
        if (!isSame) this.#changing.add(`${client.id} ${request.referenceID}`);
      },
    };
  }

  /** Whether deciding this request changed anything. */
  hasChanged(client: AgentSocket, referenceID: number | undefined): boolean {
    return this.#changing.has(`${client.id} ${referenceID}`);
  }

  async boot(now: number): Promise<void> {
    this.#boots += 1;
    const { network, streams, ways, configuration, seed, sent } = this.#options;
    const clock = new FakeClock(now);
    const world: TestWorld = new TestWorld({
      clock,
      configuration,
      store: this.#store,
      seed: seed * 1000 + this.#boots,
      onSend: (flow, bytes) => {
        if (this.#world !== world && this.#world !== undefined) return false;
        sent(flow, bytes);
        return network.toCustomer(flow, bytes);
      },
      isOpen: (flow) => network.isOpen(flow),
      msrp: streams.transportOf(() => this.#world === world || this.#world === undefined),
      ways,
    });
    this.#clock = clock;
    await world.start();
    this.#world = world;
    network.serverUp({
      receive: (bytes, flow) => world.userAgent.receiveMessage(bytes, flow),
      flowClosed: (flow) => world.userAgent.flowClosed(flow),
    });
    streams.serverUp(world.msrp);
  }

  /** kill -9. With `kept` the batch under way had just reached the disk. */
  crash(underWay: 'lost' | 'kept'): void {
    this.#world = undefined;
    this.#clock = undefined;
    this.#options.network.serverDown();
    this.#options.streams.serverDown();
    this.#store = this.#store.crash(underWay);
  }

  advance(ms: number): void {
    this.#clock?.advance(ms);
  }
}

/** Every row and number of the state. Rows are replaced, never changed, so it is enough to compare which they are. */
function pictureOf({ state, recorder }: TestWorld['callControl']): readonly unknown[] {
  const { calls, agentSessions, routeRequests, legs, deadlines, registrations, counters, transcripts } = state;
  const { monitorings, assistanceRequests, wrapUps } = state;
  const tables = [
    calls,
    agentSessions,
    routeRequests,
    legs,
    deadlines,
    registrations,
    counters,
    monitorings,
    assistanceRequests,
    wrapUps,
  ];
  const texts = [...calls.values()].map(({ id }) => transcripts.nextNumber(id));
  return [recorder.decidedSequence, ...texts, ...tables.flatMap((table) => [...table.values()])];
}
