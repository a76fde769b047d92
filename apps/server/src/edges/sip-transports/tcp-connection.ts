import type { Socket } from 'node:net';
import { StreamFramer } from '../../protocols/sip/grammar/stream-framer.ts';
import type { Flow } from '../../protocols/sip/transactions/sip-transport.ts';
import type { Connection } from './connection-table.ts';
import type { TransportLimits } from './transport-limits.ts';

/** What a connection tells its transport. */
export interface TcpConnectionObserver {
  messageReceived(connection: TcpConnection, bytes: Buffer): void;
  keepAliveReceived(): void;
  framingFailed(connection: TcpConnection, what: string): void;
  cutOff(connection: TcpConnection, why: string): void;
  closed(connection: TcpConnection): void;
}

const pong = Buffer.from('\r\n');
/** A lone CRLF waits in the framer for what follows; it is no half message. */
const lineEndBytes = 3;

/**
 * One TCP connection.
 *
 *   open ──first whole message──► proven ──peer ends──► half closed ──► closed
 *     └─ silent, slow, not reading, or a stream that cannot be cut: cut off ─┘
 */
export class TcpConnection implements Connection {
  readonly flow: Flow;
  readonly #socket: Socket;
  readonly #limits: TransportLimits;
  readonly #observer: TcpConnectionObserver;
  readonly #now: () => number;
  readonly #framer = new StreamFramer();
  #hasProven = false;
  #isCorked = false;
  #isEnding = false;
  /** What comes is no longer read. */
  #isDeaf = false;
  /** When the connection is cut off unless something comes. */
  #idleDeadline: number;
  /** When the message that has begun must be whole. */
  #halfMessageDeadline: number | undefined;

  constructor(options: {
    readonly flow: Flow;
    readonly socket: Socket;
    readonly limits: TransportLimits;
    readonly observer: TcpConnectionObserver;
    /** We opened it, so its peer need not show first that it speaks SIP. */
    readonly isOutgoing: boolean;
    readonly now: () => number;
  }) {
    this.flow = options.flow;
    this.#socket = options.socket;
    this.#limits = options.limits;
    this.#observer = options.observer;
    this.#now = options.now;
    this.#hasProven = options.isOutgoing;
    this.#idleDeadline = this.#now() + (options.isOutgoing ? this.#limits.idleMs : this.#limits.firstMessageMs);
    const socket = this.#socket;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    socket.on('data', (chunk) => this.#receive(chunk));
    // The peer has said all: nothing new goes to it, but answers under way still may.
    socket.on('end', () => {
      this.#idleDeadline = Math.min(this.#idleDeadline, this.#now() + this.#limits.halfClosedMs);
      if (!this.#hasProven) this.end();
    });
    socket.on('error', () => {});
    socket.on('close', () => this.#observer.closed(this));
  }

  get isOpen(): boolean {
    return this.#canWrite && !this.#socket.readableEnded;
  }

  get #canWrite(): boolean {
    return !this.#isEnding && this.#socket.writable;
  }

  get hasProven(): boolean {
    return this.#hasProven;
  }

  send(bytes: Buffer): boolean {
    if (!this.#canWrite) return false;
    if (this.#socket.writableLength + bytes.length > this.#limits.writeBufferMax) {
      this.#cutOff('the peer does not read');
      return false;
    }
    this.#cork();
    this.#socket.write(bytes);
    return true;
  }

  checkDeadlines(now: number): void {
    if (this.#socket.destroyed) return;
    if (this.#isDeaf && !this.#isEnding && now >= this.#idleDeadline) this.end();
    else if (now >= this.#idleDeadline) this.#cutOff(this.#hasProven ? 'idle' : 'no message came');
    else if (this.#halfMessageDeadline !== undefined && now >= this.#halfMessageDeadline) {
      this.#cutOff('half a message for too long');
    }
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

  #receive(chunk: Buffer): void {
    if (this.#isEnding || this.#isDeaf) return;
    for (const item of this.#framer.push(chunk)) {
      if (this.#socket.destroyed) return;
      if (item.kind === 'ping') {
        this.#observer.keepAliveReceived();
        this.send(pong);
      } else if (item.kind === 'message') {
        this.#hasProven = true;
        this.#halfMessageDeadline = undefined;
        this.#observer.messageReceived(this, item.bytes);
      } else {
        this.#observer.framingFailed(this, item.failure.what);
        // The stack answers from the head, if that can be answered at all; what it writes in this turn leaves before the end.
        this.#observer.messageReceived(this, item.bytes);
        this.#endAfterAnswers();
        return;
      }
    }
    this.#moveDeadlines();
  }

  /** Nothing more can be read. Messages that came before may still wait for their answers, which are given their time. */
  #endAfterAnswers(): void {
    if (!this.#hasProven) {
      this.end();
      return;
    }
    this.#isDeaf = true;
    this.#idleDeadline = this.#now() + this.#limits.halfClosedMs;
  }

  #moveDeadlines(): void {
    const now = this.#now();
    if (this.#hasProven && !this.#socket.readableEnded) this.#idleDeadline = now + this.#limits.idleMs;
    if (this.#framer.pendingBytes <= lineEndBytes) this.#halfMessageDeadline = undefined;
    else this.#halfMessageDeadline ??= now + this.#limits.halfMessageMs;
  }

  /** All that is written in one turn leaves in one segment. */
  #cork(): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    this.#socket.cork();
    process.nextTick(() => {
      this.#isCorked = false;
      this.#socket.uncork();
    });
  }

  #cutOff(why: string): void {
    this.#observer.cutOff(this, why);
    this.destroy();
  }
}
