import type { Socket } from 'node:net';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { Flow, SipTransportReceiver } from '../../protocols/sip/transactions/sip-transport.ts';
import type { ConnectionTable } from './connection-table.ts';
import { plainAddress } from './plain-address.ts';
import { TcpConnection, type TcpConnectionObserver } from './tcp-connection.ts';
import type { TransportCounters } from './transport-counters.ts';
import type { TransportLimits } from './transport-limits.ts';

/** What every stream transport is made of. */
export interface StreamSurroundings {
  readonly limits: TransportLimits;
  readonly counters: TransportCounters;
  readonly connections: ConnectionTable;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Whoever takes over sockets of a stream listener. */
export interface StreamAcceptor {
  readonly surroundings: StreamSurroundings;
  /** The source of a connection just accepted that is taken; undefined, and the connection gone, when there is no room. */
  admit(socket: Socket): string | undefined;
  /** Takes over a socket that can carry messages. Undefined when it has gone already. */
  open(socket: Socket, options?: { readonly isOutgoing?: boolean }): Flow | undefined;
}

/** The open connections of TCP, or of TLS after the handshake. */
export class StreamConnections implements StreamAcceptor {
  readonly surroundings: StreamSurroundings;
  readonly #transport: 'TCP' | 'TLS';
  #observer: TcpConnectionObserver | undefined;

  constructor(transport: 'TCP' | 'TLS', surroundings: StreamSurroundings) {
    this.#transport = transport;
    this.surroundings = surroundings;
  }

  /** Where messages go from now on. */
  start(receiver: SipTransportReceiver): void {
    this.#observer = this.#observe(receiver);
  }

  admit(socket: Socket): string | undefined {
    const { remoteAddress, remotePort } = socket;
    const { connections, counters } = this.surroundings;
    if (remoteAddress !== undefined && remotePort !== undefined) {
      const source = plainAddress(remoteAddress);
      if (connections.hasRoomFor(source)) return source;
    }
    counters.refused[this.#transport] += 1;
    socket.on('error', () => {});
    socket.destroy();
    return undefined;
  }

  open(socket: Socket, { isOutgoing = false } = {}): Flow | undefined {
    const { remoteAddress, remotePort } = socket;
    const { connections, limits, clock } = this.surroundings;
    const observer = this.#observer;
    if (remoteAddress === undefined || remotePort === undefined || observer === undefined) {
      socket.on('error', () => {});
      socket.destroy();
      return undefined;
    }
    const id = `${this.#transport.toLowerCase()}:${connections.nextNumber()}`;
    const flow: Flow = { id, transport: this.#transport, remoteAddress: plainAddress(remoteAddress), remotePort };
    connections.add(new TcpConnection({ flow, socket, limits, observer, isOutgoing, now: () => clock.now() }));
    return flow;
  }

  #observe(receiver: SipTransportReceiver): TcpConnectionObserver {
    const { counters, connections, logger } = this.surroundings;
    const transport = this.#transport;
    return {
      messageReceived: (connection, bytes) => {
        counters.received[transport] += 1;
        connections.markProven(connection);
        receiver.receiveMessage(bytes, connection.flow);
      },
      keepAliveReceived: () => {
        counters.keepAlives += 1;
      },
      framingFailed: (connection, what) => {
        counters.framingFailures += 1;
        logger.debug({ flow: connection.flow.id, what }, 'stream cannot be cut into messages');
      },
      cutOff: (connection, why) => {
        counters.cutOff[transport] += 1;
        logger.debug({ flow: connection.flow.id, why }, 'stream connection cut off');
      },
      closed: (connection) => {
        connections.remove(connection);
        receiver.flowClosed(connection.flow);
      },
    };
  }
}
