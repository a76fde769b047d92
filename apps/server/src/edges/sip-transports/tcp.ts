import net from 'node:net';
import { listen } from './listen.ts';
import type { StreamAcceptor } from './stream-connections.ts';

/** SIP over TCP (RFC 3261 18, RFC 5626 3.5.1): the listener. */
export class TcpTransport {
  readonly #connections: StreamAcceptor;
  #server: net.Server | undefined;

  constructor(connections: StreamAcceptor) {
    this.#connections = connections;
  }

  /** Listens and returns the port. Rejects with the system's error, EADDRINUSE for example. */
  async start(host: string, port: number): Promise<number> {
    const server = net.createServer({ allowHalfOpen: true }, (socket) => {
      if (this.#connections.admit(socket) !== undefined) this.#connections.open(socket);
    });
    const boundPort = await listen(server, host, port, this.#connections.surroundings.logger);
    this.#server = server;
    return boundPort;
  }

  /** Takes no new connections; those that are open belong to the connection table. */
  stopListening(): void {
    this.#server?.close();
    this.#server = undefined;
  }
}
