import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import type { TlsServerOptions } from '../tls/certificates.ts';
import { listen } from './listen.ts';
import { PendingHandshake } from './pending-handshake.ts';
import type { StreamConnections } from './stream-connections.ts';

/** Certificates as the TLS listener needs them. */
export interface ServerCertificates {
  serverOptions(): TlsServerOptions;
  /** Of what clients are shown that ask for this host, or for none. */
  fingerprints(host: string): readonly string[];
  /** The server gets new certificates while it runs. */
  serve(server: tls.Server): void;
}

/** TLS (RFC 3261 26.2, RFC 4975 14.1): the listener. */
export class TlsListener {
  readonly #connections: StreamConnections;
  readonly #certificates: ServerCertificates;
  readonly #asksForCertificates: boolean;
  /** By the peer's address and port: the connections on which a handshake is under way. */
  readonly #pending = new Map<string, PendingHandshake>();
  #listener: net.Server | undefined;
  #handshakes: tls.Server | undefined;

  /** Whoever is asked for a certificate may have none, or one that no authority has signed: it is for others to judge. */
  constructor(connections: StreamConnections, certificates: ServerCertificates, { asksForCertificates = false } = {}) {
    this.#connections = connections;
    this.#certificates = certificates;
    this.#asksForCertificates = asksForCertificates;
  }

  /** Listens and returns the port. Rejects with the system's error, EADDRINUSE for example. */
  async start(host: string, port: number): Promise<number> {
    const { limits, logger } = this.#connections.surroundings;
    const handshakes = tls.createServer(
      {
        ...this.#certificates.serverOptions(),
        allowHalfOpen: true,
        handshakeTimeout: limits.handshakeMs,
        requestCert: this.#asksForCertificates,
        rejectUnauthorized: false,
      },
      (socket) => {
        this.#removePending(keyOf(socket));
        socket.disableRenegotiation();
        this.#connections.open(socket);
      },
    );
    handshakes.on('tlsClientError', (failure, socket) => {
      logger.debug({ failure: failure.message, remoteAddress: socket.remoteAddress }, 'TLS handshake failed');
      socket.destroy();
    });
    this.#certificates.serve(handshakes);
    const listener = net.createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket, handshakes));
    const boundPort = await listen(listener, host, port, logger);
    this.#listener = listener;
    this.#handshakes = handshakes;
    return boundPort;
  }

  /** Takes no new connections; those that are open belong to the connection table. */
  stopListening(): void {
    this.#listener?.close();
    this.#handshakes?.emit('close');
    this.#listener = undefined;
    this.#handshakes = undefined;
  }

  #accept(socket: Socket, handshakes: tls.Server): void {
    const remoteAddress = this.#connections.admit(socket);
    const { remotePort } = socket;
    if (remoteAddress === undefined || remotePort === undefined) return;
    const { connections, counters, limits, clock } = this.#connections.surroundings;
    const key = keyOf(socket);
    const id = `tls:${connections.nextNumber()}`;
    const pending = new PendingHandshake({
      flow: { id, transport: 'TLS', remoteAddress, remotePort },
      socket,
      deadline: clock.now() + limits.handshakeMs,
      cutOff: () => {
        counters.cutOff.TLS += 1;
      },
    });
    this.#pending.set(key, pending);
    connections.add(pending);
    socket.once('close', () => this.#removePending(key, pending));
    socket.on('error', () => {});
    handshakes.emit('connection', socket);
  }

  /** A port may be used again by the time its former connection is told to be closed. */
  #removePending(key: string, expected?: PendingHandshake): void {
    const pending = this.#pending.get(key);
    if (pending === undefined || (expected !== undefined && pending !== expected)) return;
    this.#pending.delete(key);
    this.#connections.surroundings.connections.remove(pending);
  }
}

function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
