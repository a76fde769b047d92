import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { sourceOf } from '../source-address.ts';

export interface HttpConnectionLimits {
  readonly connectionsMax: number;
  /** Of one source, trusted proxies not counted. */
  readonly connectionsPerSourceMax: number;
}

export const defaultHttpConnectionLimits: HttpConnectionLimits = {
  connectionsMax: 12_000,
  connectionsPerSourceMax: 1_000,
};

interface Counted {
  readonly socket: Socket;
  readonly source: string;
}

/** Connections to the HTTP and HTTPS ports: bounded in all and per source, silent ones give way to those that ask for something. */
export class HttpConnections {
  readonly #limits: HttpConnectionLimits;
  readonly #isTrusted: (address: string) => boolean;
  readonly #admits: (address: string) => boolean;
  readonly #connections = new Map<string, Counted>();
  /** No whole request has come on them; oldest first. */
  readonly #silent = new Set<string>();
  readonly #countBySource = new Map<string, number>();
  /** Connections turned away, or cut off to make room. */
  refusedCount = 0;

  constructor(options: {
    readonly limits?: Partial<HttpConnectionLimits>;
    readonly isTrusted?: (address: string) => boolean;
    /** Whether one more new connection of this address is taken. */
    readonly admits?: (address: string) => boolean;
  }) {
    this.#limits = { ...defaultHttpConnectionLimits, ...options.limits };
    this.#isTrusted = options.isTrusted ?? (() => false);
    this.#admits = options.admits ?? (() => true);
  }

  get size(): number {
    return this.#connections.size;
  }

  /** From now on the connections of this server count. */
  watch(server: Server): void {
    server.on('connection', (socket: Socket) => this.#connected(socket));
    const hasSpoken = ({ socket }: IncomingMessage) => this.#silent.delete(keyOf(socket));
    server.prependListener('request', hasSpoken);
    server.prependListener('upgrade', hasSpoken);
  }

  #connected(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const source = sourceOf(address);
    const isAdmitted = this.#isTrusted(address) || this.#admits(address);
    if (!isAdmitted || !this.#hasRoomFor(source, address)) {
      this.refusedCount += 1;
      socket.destroy();
      return;
    }
    const key = keyOf(socket);
    const counted = { socket, source };
    this.#connections.set(key, counted);
    this.#silent.add(key);
    this.#countBySource.set(source, (this.#countBySource.get(source) ?? 0) + 1);
    socket.once('close', () => this.#remove(key, counted));
  }

  #hasRoomFor(source: string, address: string): boolean {
    const { connectionsMax, connectionsPerSourceMax } = this.#limits;
    const isTooMany = (this.#countBySource.get(source) ?? 0) >= connectionsPerSourceMax;
    if (isTooMany && !this.#isTrusted(address)) return false;
    if (this.#connections.size < connectionsMax) return true;
    const oldest = this.#silent.values().next().value;
    const silent = oldest === undefined ? undefined : this.#connections.get(oldest);
    if (oldest === undefined || silent === undefined) return false;
    this.refusedCount += 1;
    this.#remove(oldest, silent);
    silent.socket.destroy();
    return true;
  }

  #remove(key: string, counted: Counted): void {
    if (this.#connections.get(key) !== counted) return;
    this.#connections.delete(key);
    this.#silent.delete(key);
    const left = (this.#countBySource.get(counted.source) ?? 1) - 1;
    if (left > 0) this.#countBySource.set(counted.source, left);
    else this.#countBySource.delete(counted.source);
  }
}

/** The same for a TLS socket and the connection below it. */
function keyOf({ remoteAddress, remotePort, localPort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localPort}`;
}
