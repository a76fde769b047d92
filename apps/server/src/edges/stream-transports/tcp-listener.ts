import net from 'node:net';
import { listen } from './listen.ts';
import type { StreamConnections } from './stream-connections.ts';

/** TCP (RFC 3261 18, RFC 4975 5.4): the listener. */
export class TcpListener {
  readonly #connections: StreamConnections;
  #server: net.Server | undefined;

  constructor(connections: StreamConnections) {
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
