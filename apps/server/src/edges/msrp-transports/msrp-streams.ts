import type { Socket } from 'node:net';
import type { MsrpConnection, MsrpTransportReceiver } from '../../protocols/msrp/msrp-transport.ts';
import { plainAddress } from '../sip-transports/plain-address.ts';
import type { StreamAcceptor, StreamSurroundings } from '../sip-transports/stream-connections.ts';
import { MsrpStreamConnection, type MsrpStreamObserver } from './stream-connection.ts';

/** The open MSRP connections of TCP, or of TLS after the handshake. */
export class MsrpStreams implements StreamAcceptor {
  readonly surroundings: StreamSurroundings;
  readonly #transport: 'TCP' | 'TLS';
  #observer: MsrpStreamObserver | undefined;

  constructor(transport: 'TCP' | 'TLS', surroundings: StreamSurroundings) {
    this.#transport = transport;
    this.surroundings = surroundings;
  }

  /** Where chunks go from now on. */
  start(receiver: MsrpTransportReceiver): void {
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

  open(socket: Socket, { isOutgoing = false } = {}): MsrpConnection | undefined {
    const { remoteAddress, remotePort } = socket;
    const { connections, limits, clock } = this.surroundings;
    const observer = this.#observer;
    if (remoteAddress === undefined || remotePort === undefined || observer === undefined) {
      socket.on('error', () => {});
      socket.destroy();
      return undefined;
    }
    const id = `msrp-${this.#transport.toLowerCase()}:${connections.nextNumber()}`;
    const from = { transport: this.#transport, remoteAddress: plainAddress(remoteAddress), remotePort };
    const connection: MsrpConnection = { id, ...from };
    connections.add(
      new MsrpStreamConnection({ connection, socket, limits, observer, isOutgoing, now: () => clock.now() }),
    );
    return connection;
  }

  #observe(receiver: MsrpTransportReceiver): MsrpStreamObserver {
    const { counters, connections, logger } = this.surroundings;
    const transport = this.#transport;
    const received = (connection: MsrpStreamConnection) => {
      counters.received[transport] += 1;
      connections.markProven(connection);
    };
    return {
      chunkReceived: (connection, bytes) => {
        received(connection);
        receiver.receiveChunk(bytes, connection.flow);
      },
      oversizedReceived: (connection, bytes) => {
        received(connection);
        receiver.receiveOversized(bytes, connection.flow);
      },
      framingFailed: (connection, what) => {
        counters.framingFailures += 1;
        logger.debug({ connection: connection.flow.id, what }, 'stream cannot be cut into chunks');
      },
      cutOff: (connection, why) => {
        counters.cutOff[transport] += 1;
        logger.debug({ connection: connection.flow.id, why }, 'MSRP connection cut off');
      },
      closed: (connection) => {
        connections.remove(connection);
        receiver.connectionClosed(connection.flow);
      },
    };
  }
}
