import type {
  MsrpConnection,
  MsrpTransport,
  MsrpTransportReceiver,
} from '../../../src/protocols/msrp/msrp-transport.ts';
import type { FakeClock } from '../../support/fakes/fake-clock.ts';
import type { MsrpPeer } from '../../support/fakes/msrp-network.ts';
import type { SeededRandom } from '../../support/fakes/seeded-random.ts';
import type { LossyNetwork } from './lossy-network.ts';

type Direction = 'toServer' | 'toPeer';

interface Wire {
  readonly connection: MsrpConnection;
  readonly peer: MsrpPeer;
  /** When the last byte of each direction arrives: a stream keeps its order. */
  readonly arrivesAt: Record<Direction, number>;
}

/** Told of each chunk as it leaves. */
export type ChunkObserver = (from: 'server' | 'customer', bytes: Buffer) => void;

/** Connections of MSRP: in order and in the weather's time, until they are cut with what is in them. */
export class MsrpStreams {
  readonly #clock: FakeClock;
  readonly #random: SeededRandom;
  readonly #network: LossyNetwork;
  readonly #observe: ChunkObserver;
  readonly #wires = new Map<string, Wire>();
  #server: MsrpTransportReceiver | undefined;
  #count = 0;

  constructor(
    surroundings: { readonly clock: FakeClock; readonly random: SeededRandom; readonly network: LossyNetwork },
    observe: ChunkObserver,
  ) {
    this.#clock = surroundings.clock;
    this.#random = surroundings.random;
    this.#network = surroundings.network;
    this.#observe = observe;
  }

  serverUp(server: MsrpTransportReceiver): void {
    this.#server = server;
  }

  serverDown(): void {
    this.#server = undefined;
    for (const { connection } of this.#wires.values()) this.cut(connection);
  }

  /** The end of one server; customers of this simulation wait for no connection of it. */
  transportOf(isAlive: () => boolean): MsrpTransport {
    return {
      send: (connection, bytes) => isAlive() && this.#toPeer(connection, bytes),
      end: (connection) => this.#end(connection),
      connect: (_target, opened) => opened(undefined),
    };
  }

  /** Undefined while the server is down. */
  open(peer: MsrpPeer): MsrpConnection | undefined {
    if (this.#server === undefined) return undefined;
    this.#count += 1;
    const connection: MsrpConnection = {
      id: `msrp:simulated:${this.#count}`,
      transport: 'TCP',
      remoteAddress: '198.51.100.77',
      remotePort: 40_000 + this.#count,
    };
    const now = this.#clock.now();
    this.#wires.set(connection.id, { connection, peer, arrivesAt: { toServer: now, toPeer: now } });
    return connection;
  }

  write(connection: MsrpConnection, bytes: Buffer): void {
    const wire = this.#wires.get(connection.id);
    if (wire === undefined) return;
    this.#observe('customer', bytes);
    this.#later(wire, 'toServer', () => this.#server?.receiveChunk(bytes, connection));
  }

  /** What is under way is lost; each side learns of it in its own time. */
  cut(connection: MsrpConnection): void {
    const wire = this.#wires.get(connection.id);
    if (wire === undefined) return;
    this.#wires.delete(connection.id);
    const server = this.#server;
    this.#clock.startTimer(this.#random.below(3000), () => wire.peer.connectionLost());
    this.#clock.startTimer(this.#random.below(3000), () => {
      if (this.#server === server) server?.connectionClosed(connection);
    });
  }

  #toPeer(connection: MsrpConnection, bytes: Buffer): boolean {
    const wire = this.#wires.get(connection.id);
    if (wire === undefined) return false;
    this.#observe('server', bytes);
    this.#later(wire, 'toPeer', () => wire.peer.receive(bytes));
    return true;
  }

  #end(connection: MsrpConnection): void {
    const wire = this.#wires.get(connection.id);
    if (wire !== undefined) this.#later(wire, 'toPeer', () => this.cut(connection));
  }

  #later(wire: Wire, direction: Direction, arrive: () => void): void {
    const { delayMs } = this.#network.weather;
    const at = Math.max(wire.arrivesAt[direction], this.#clock.now() + 1 + this.#random.below(delayMs));
    wire.arrivesAt[direction] = at;
    this.#clock.startTimer(at - this.#clock.now(), () => {
      if (this.#wires.get(wire.connection.id) === wire) arrive();
    });
  }
}
