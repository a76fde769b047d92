import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import type { FakeClock } from '../../support/fakes/fake-clock.ts';
import type { SeededRandom } from '../../support/fakes/seeded-random.ts';

/** The customer's end of a flow. */
export interface Endpoint {
  receive(bytes: Buffer): void;
  /** The stream is gone. */
  closed(): void;
}

/** The server's end of all flows. */
export interface ServerEnd {
  receive(bytes: Buffer, flow: Flow): void;
  flowClosed(flow: Flow): void;
}

export interface Weather {
  /** Of datagrams: the share that is lost, and that comes twice. */
  readonly lost: number;
  readonly doubled: number;
  /** Longest delay; datagrams overtake each other within it. */
  readonly delayMs: number;
}

export const CLEAR: Weather = { lost: 0, doubled: 0, delayMs: 20 };

interface Stream {
  readonly flow: Flow;
  readonly endpoint: Endpoint;
  /** When the last byte of each direction arrives: a stream keeps its order. */
  arrivesAt: { toServer: number; toCustomer: number };
}

/** Datagrams are dropped, doubled, delayed and reordered; streams keep their order until they are cut with what is in them. */
export class LossyNetwork {
  weather: Weather = CLEAR;
  /** Told of what leaves a customer. */
  observe: (bytes: Buffer) => void = () => {};
  readonly #clock: FakeClock;
  readonly #random: SeededRandom;
  readonly #sockets = new Map<string, Endpoint>();
  readonly #streams = new Map<string, Stream>();
  #server: ServerEnd | undefined;
  #streamCount = 0;

  constructor(clock: FakeClock, random: SeededRandom) {
    this.#clock = clock;
    this.#random = random;
  }

  get isServerUp(): boolean {
    return this.#server !== undefined;
  }

  openSocket(flow: Flow, endpoint: Endpoint): void {
    this.#sockets.set(flow.id, endpoint);
  }

  /** A connection to the server; undefined while it is down. */
  openStream(endpoint: Endpoint, remoteAddress = '198.51.100.77'): Flow | undefined {
    if (this.#server === undefined) return undefined;
    this.#streamCount += 1;
    const flow: Flow = {
      id: `tcp:simulated:${this.#streamCount}`,
      transport: 'TCP',
      remoteAddress,
      remotePort: 20_000 + this.#streamCount,
    };
    const now = this.#clock.now();
    this.#streams.set(flow.id, { flow, endpoint, arrivesAt: { toServer: now, toCustomer: now } });
    return flow;
  }

  isOpen(flow: Flow): boolean {
    return this.#streams.has(flow.id);
  }

  get openStreams(): readonly string[] {
    return [...this.#streams.keys()];
  }

  /** What is under way is lost; each side learns of it in its own time. */
  cut(flowId: string): void {
    const stream = this.#streams.get(flowId);
    if (stream === undefined) return;
    this.#streams.delete(flowId);
    const { flow } = stream;
    const server = this.#server;
    this.#clock.startTimer(this.#random.below(3000), () => stream.endpoint.closed());
    this.#clock.startTimer(this.#random.below(3000), () => {
      if (this.#server === server) server?.flowClosed(flow);
    });
  }

  serverUp(server: ServerEnd): void {
    this.#server = server;
  }

  serverDown(): void {
    this.#server = undefined;
    for (const flowId of this.openStreams) this.cut(flowId);
  }

  toServer(flow: Flow, bytes: Buffer): void {
    this.observe(bytes);
    this.#carry(flow, 'toServer', () => this.#server?.receive(bytes, flow));
  }

  /** False when the server knows at once that the flow cannot carry it. */
  toCustomer(flow: Flow, bytes: Buffer): boolean {
    if (flow.transport !== 'UDP' && !this.isOpen(flow)) return false;
    const endpoint = this.#sockets.get(flow.id) ?? this.#streams.get(flow.id)?.endpoint;
    this.#carry(flow, 'toCustomer', () => endpoint?.receive(bytes));
    return true;
  }

  #carry(flow: Flow, direction: 'toServer' | 'toCustomer', arrive: () => void): void {
    const { lost, doubled, delayMs } = this.weather;
    if (flow.transport === 'UDP') {
      const copies = this.#random.fraction() < doubled ? 2 : 1;
      for (let copy = 0; copy < copies; copy += 1) {
        if (this.#random.fraction() < lost) continue;
        this.#clock.startTimer(1 + this.#random.below(delayMs), arrive);
      }
      return;
    }
    const stream = this.#streams.get(flow.id);
    if (stream === undefined) return;
    const at = Math.max(stream.arrivesAt[direction], this.#clock.now() + 1 + this.#random.below(delayMs));
    stream.arrivesAt[direction] = at;
    this.#clock.startTimer(at - this.#clock.now(), () => {
      if (this.#streams.get(flow.id) === stream) arrive();
    });
  }
}
