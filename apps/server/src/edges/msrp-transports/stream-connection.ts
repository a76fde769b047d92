import type { Socket } from 'node:net';
import type { MsrpConnection } from '../../protocols/msrp/msrp-transport.ts';
import { StreamFramer } from '../../protocols/msrp/stream-framer.ts';
import type { Connection } from '../sip-transports/connection-table.ts';
import type { TransportLimits } from '../sip-transports/transport-limits.ts';

/** What a connection tells its transport. */
export interface MsrpStreamObserver {
  chunkReceived(connection: MsrpStreamConnection, bytes: Buffer): void;
  oversizedReceived(connection: MsrpStreamConnection, bytes: Buffer): void;
  framingFailed(connection: MsrpStreamConnection, what: string): void;
  cutOff(connection: MsrpStreamConnection, why: string): void;
  closed(connection: MsrpStreamConnection): void;
}

/** A line end that waits for what follows is no half chunk. */
const lineEndBytes = 2;

/** One TCP connection, or one of TLS after the handshake, that carries chunks. */
export class MsrpStreamConnection implements Connection {
  readonly flow: MsrpConnection;
  readonly #socket: Socket;
  readonly #limits: TransportLimits;
  readonly #observer: MsrpStreamObserver;
  readonly #now: () => number;
  readonly #framer = new StreamFramer();
  #hasProven: boolean;
  #isEnding = false;
  #idleDeadline: number;
  /** When the chunk that has begun must be whole. */
  #halfChunkDeadline: number | undefined;

  constructor(options: {
    readonly connection: MsrpConnection;
    readonly socket: Socket;
    readonly limits: TransportLimits;
    readonly observer: MsrpStreamObserver;
    /** We opened it. */
    readonly isOutgoing: boolean;
    readonly now: () => number;
  }) {
    this.flow = options.connection;
    this.#socket = options.socket;
    this.#limits = options.limits;
    this.#observer = options.observer;
    this.#now = options.now;
    this.#hasProven = options.isOutgoing;
    this.#idleDeadline = this.#now() + (options.isOutgoing ? this.#limits.idleMs : this.#limits.firstMessageMs);
    const socket = this.#socket;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    socket.on('data', (piece) => this.#receive(piece));
    // Who has ended his direction sends no answers either: the session is over.
    socket.on('end', () => this.end());
    socket.on('error', () => {});
    socket.on('close', () => this.#observer.closed(this));
  }

  get isOpen(): boolean {
    return !this.#isEnding && this.#socket.writable;
  }

  get hasProven(): boolean {
    return this.#hasProven;
  }

  send(bytes: Buffer): boolean {
    if (!this.isOpen) return false;
    if (this.#socket.writableLength + bytes.length > this.#limits.writeBufferMax) {
      this.#cutOff('the peer does not read');
      return false;
    }
    this.#socket.write(bytes);
    return true;
  }

  checkDeadlines(now: number): void {
    if (this.#socket.destroyed) return;
    if (this.#isEnding && now >= this.#idleDeadline) this.destroy();
    else if (now >= this.#idleDeadline) this.#cutOff(this.#hasProven ? 'idle' : 'no chunk came');
    else if (this.#halfChunkDeadline !== undefined && now >= this.#halfChunkDeadline)
      this.#cutOff('half a chunk for too long');
  }

  end(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#idleDeadline = Math.min(this.#idleDeadline, this.#now() + this.#limits.halfClosedMs);
    this.#socket.end();
    this.#socket.resume();
  }

  destroy(): void {
    this.#isEnding = true;
    this.#socket.destroy();
  }

  #receive(piece: Buffer): void {
    if (this.#isEnding) return;
    for (const item of this.#framer.push(piece)) {
      if (this.#isEnding) return;
      if (item.kind === 'failure') {
        this.#observer.framingFailed(this, item.what);
        this.end();
        return;
      }
      this.#hasProven = true;
      this.#halfChunkDeadline = undefined;
      if (item.kind === 'chunk') this.#observer.chunkReceived(this, item.bytes);
      else this.#observer.oversizedReceived(this, item.bytes);
    }
    const now = this.#now();
    if (this.#hasProven) this.#idleDeadline = now + this.#limits.idleMs;
    if (this.#framer.pendingBytes <= lineEndBytes) this.#halfChunkDeadline = undefined;
    else this.#halfChunkDeadline ??= now + this.#limits.halfMessageMs;
  }

  #cutOff(why: string): void {
    this.#observer.cutOff(this, why);
    this.destroy();
  }
}
