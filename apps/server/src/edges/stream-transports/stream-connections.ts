import type { Socket } from 'node:net';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import type { Connection, ConnectionTable } from './connection-table.ts';
import { plainAddress } from './plain-address.ts';
import type { TransportCounters } from './transport-counters.ts';
import type { TransportLimits } from './transport-limits.ts';
import { WatchedSocket } from './watched-socket.ts';

/** What every stream transport is made of. */
export interface StreamSurroundings {
  readonly limits: TransportLimits;
  readonly counters: TransportCounters;
  readonly connections: ConnectionTable;
  /** Whether one more new connection of this address is taken; without it each is. */
  readonly admits?: ((address: string) => boolean) | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The other end of a connection of TCP, or of TLS. */
export interface StreamFlow extends Flow {
  readonly transport: 'TCP' | 'TLS';
}

/** A socket that has just been opened, for whoever reads and writes messages on it. */
export interface OpenedStream {
  readonly flow: StreamFlow;
  /** For its events. */
  readonly socket: Socket;
  readonly watched: WatchedSocket;
  /** A whole message has come: it is counted, and the connection is no port scanner's. */
  received(connection: Connection): void;
  framingFailed(what: string): void;
  closed(connection: Connection): void;
}

/** The open connections of TCP, or of TLS after the handshake, whatever protocol they carry. */
export class StreamConnections {
  readonly surroundings: StreamSurroundings;
  readonly #transport: 'TCP' | 'TLS';
  readonly #idPrefix: string;
  #carry: ((stream: OpenedStream) => Connection) | undefined;

  constructor(transport: 'TCP' | 'TLS', surroundings: StreamSurroundings, idPrefix = '') {
    this.#transport = transport;
    this.surroundings = surroundings;
    this.#idPrefix = idPrefix;
  }

  /** What becomes of sockets from now on. */
  start(carry: (stream: OpenedStream) => Connection): void {
    this.#carry = carry;
  }

  /** The source of a connection just accepted that is taken; undefined, and the connection gone, when there is no room. */
  admit(socket: Socket): string | undefined {
    const { remoteAddress, remotePort } = socket;
    const { connections, counters, admits } = this.surroundings;
    if (remoteAddress !== undefined && remotePort !== undefined) {
      const source = plainAddress(remoteAddress);
      if (admits?.(source) !== false && connections.hasRoomFor(source)) return source;
    }
    counters.refused[this.#transport] += 1;
    drop(socket);
    return undefined;
  }

  /** Takes over a socket that can carry messages. Undefined when it has gone already. */
  open(socket: Socket, { isOutgoing = false } = {}): StreamFlow | undefined {
    const { remoteAddress, remotePort } = socket;
    const carry = this.#carry;
    if (remoteAddress === undefined || remotePort === undefined || carry === undefined) {
      drop(socket);
      return undefined;
    }
    const { connections } = this.surroundings;
    const id = `${this.#idPrefix}${this.#transport.toLowerCase()}:${connections.nextNumber()}`;
    const flow = { id, transport: this.#transport, remoteAddress: plainAddress(remoteAddress), remotePort };
    connections.add(carry(this.#opened(flow, socket, isOutgoing)));
    return flow;
  }

  #opened(flow: StreamFlow, socket: Socket, isOutgoing: boolean): OpenedStream {
    const { counters, connections, limits, clock, logger } = this.surroundings;
    const transport = this.#transport;
    const cutOff = (why: string) => {
      counters.cutOff[transport] += 1;
      logger.debug({ flow: flow.id, why }, 'stream connection cut off');
    };
    return {
      flow,
      socket,
      watched: new WatchedSocket({ socket, limits, isOutgoing, now: () => clock.now(), cutOff }),
      received: (connection) => {
        counters.received[transport] += 1;
        connections.markProven(connection);
      },
      framingFailed: (what) => {
        counters.framingFailures += 1;
        logger.debug({ flow: flow.id, what }, 'stream cannot be cut into messages');
      },
      closed: (connection) => connections.remove(connection),
    };
  }
}

function drop(socket: Socket): void {
  socket.on('error', () => {});
  socket.destroy();
}
