import net from 'node:net';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { SipTransportReceiver } from '../../protocols/sip/transactions/sip-transport.ts';
import type { ConnectionTable } from './connection-table.ts';
import { TcpConnection, type TcpConnectionObserver } from './tcp-connection.ts';
import type { TransportCounters } from './transport-counters.ts';
import type { TransportLimits } from './transport-limits.ts';

/** SIP over TCP (RFC 3261 18, RFC 5626 3.5.1): the listener. */
export class TcpTransport {
  readonly #limits: TransportLimits;
  readonly #counters: TransportCounters;
  readonly #connections: ConnectionTable;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #server: net.Server | undefined;

  constructor(options: {
    readonly limits: TransportLimits;
    readonly counters: TransportCounters;
    readonly connections: ConnectionTable;
    readonly clock: Clock;
    readonly logger: Logger;
  }) {
    this.#limits = options.limits;
    this.#counters = options.counters;
    this.#connections = options.connections;
    this.#clock = options.clock;
    this.#logger = options.logger;
  }

  /** Listens and returns the port. Rejects with the system's error, EADDRINUSE for example. */
  async start(host: string, port: number, receiver: SipTransportReceiver): Promise<number> {
    const observer = this.#observe(receiver);
    const server = net.createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket, observer));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, backlog: 4_096, exclusive: true }, () => {
        server.off('error', reject);
        resolve();
      });
    });
    // Out of file descriptors, for example: the listener goes on with the next one.
    server.on('error', (failure) => this.#logger.warn({ failure: failure.message }, 'TCP listener error'));
    this.#server = server;
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  /** Takes no new connections; those that are open belong to the connection table. */
  stopListening(): void {
    this.#server?.close();
    this.#server = undefined;
  }

  #accept(socket: net.Socket, observer: TcpConnectionObserver): void {
    const { remoteAddress, remotePort } = socket;
    if (remoteAddress === undefined || remotePort === undefined || !this.#connections.hasRoomFor(remoteAddress)) {
      this.#counters.refused.TCP += 1;
      socket.on('error', () => {});
      socket.destroy();
      return;
    }
    const flow = { id: `tcp:${this.#connections.nextNumber()}`, transport: 'TCP', remoteAddress, remotePort } as const;
    this.#connections.add(
      new TcpConnection({ flow, socket, limits: this.#limits, observer, now: () => this.#clock.now() }),
    );
  }

  #observe(receiver: SipTransportReceiver): TcpConnectionObserver {
    return {
      messageReceived: (connection, bytes) => {
        this.#counters.received.TCP += 1;
        this.#connections.markProven(connection);
        receiver.receiveMessage(bytes, connection.flow);
      },
      keepAliveReceived: () => {
        this.#counters.keepAlives += 1;
      },
      framingFailed: (connection, what) => {
        this.#counters.framingFailures += 1;
        this.#logger.debug({ flow: connection.flow.id, what }, 'TCP stream cannot be cut into messages');
      },
      cutOff: (connection, why) => {
        this.#counters.cutOff.TCP += 1;
        this.#logger.debug({ flow: connection.flow.id, why }, 'TCP connection cut off');
      },
      closed: (connection) => {
        this.#connections.remove(connection);
        receiver.flowClosed(connection.flow);
      },
    };
  }
}
