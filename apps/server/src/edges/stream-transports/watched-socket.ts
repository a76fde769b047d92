import type { Socket } from 'node:net';
import type { TransportLimits } from './transport-limits.ts';

/** A line end that waits for what follows is no half message. */
const LINE_END_BYTES = 3;

/**
 * The socket of a TCP connection, or of one of TLS after the handshake, with the bounds that hold whatever it carries.
 *
 *   open ──first whole message──► proven ──we end──► ending ──► closed
 *     └─ silent, slow, or not reading: cut off ───────┘
 */
export class WatchedSocket {
  readonly #socket: Socket;
  readonly #limits: TransportLimits;
  readonly #now: () => number;
  readonly #tellCutOff: (why: string) => void;
  #hasProven: boolean;
  #isCorked = false;
  #isEnding = false;
  /** When the connection is cut off unless something comes. */
  #idleDeadline: number;
  /** When the message that has begun must be whole. */
  #halfMessageDeadline: number | undefined;

  constructor(options: {
    readonly socket: Socket;
    readonly limits: TransportLimits;
    /** We opened it, so its peer need not show first that it speaks the protocol. */
    readonly isOutgoing: boolean;
    readonly now: () => number;
    readonly cutOff: (why: string) => void;
  }) {
    this.#socket = options.socket;
    this.#limits = options.limits;
    this.#now = options.now;
    this.#tellCutOff = options.cutOff;
    this.#hasProven = options.isOutgoing;
    this.#idleDeadline = this.#now() + (options.isOutgoing ? this.#limits.idleMs : this.#limits.firstMessageMs);
    this.#socket.setNoDelay(true);
    this.#socket.setKeepAlive(true, 60_000);
    this.#socket.on('error', () => {});
  }

  /** Whether a whole message has come. */
  get hasProven(): boolean {
    return this.#hasProven;
  }

  get isEnding(): boolean {
    return this.#isEnding;
  }

  get isDestroyed(): boolean {
    return this.#socket.destroyed;
  }

  /** The peer has ended its direction. */
  get hasPeerEnded(): boolean {
    return this.#socket.readableEnded;
  }

  get canWrite(): boolean {
    return !this.#isEnding && this.#socket.writable;
  }

  /** False when it cannot carry the bytes. A peer that does not read is cut off. */
  write(bytes: Buffer): boolean {
    if (!this.canWrite) return false;
    if (this.#socket.writableLength + bytes.length > this.#limits.writeBufferMax) {
      this.#cutOff('the peer does not read');
      return false;
    }
    this.#cork();
    this.#socket.write(bytes);
    return true;
  }

  /** A whole message has come. */
  messageReceived(): void {
    this.#hasProven = true;
    this.#halfMessageDeadline = undefined;
  }

  /** A piece has been cut into messages; so many bytes wait for the rest of theirs. */
  pieceReceived(pendingBytes: number): void {
    const now = this.#now();
    if (this.#hasProven && !this.hasPeerEnded) this.#idleDeadline = now + this.#limits.idleMs;
    if (pendingBytes <= LINE_END_BYTES) this.#halfMessageDeadline = undefined;
    else this.#halfMessageDeadline ??= now + this.#limits.halfMessageMs;
  }

  /** Only what is under way may still leave, and only for a moment. */
  giveMoment(): void {
    this.#idleDeadline = Math.min(this.#idleDeadline, this.#now() + this.#limits.halfClosedMs);
  }

  isOverdue(now: number): boolean {
    return now >= this.#idleDeadline;
  }

  /** Cuts the connection off when one of its deadlines has passed. */
  checkDeadlines(now: number): void {
    if (this.#socket.destroyed) return;
    if (this.#isEnding && this.isOverdue(now)) this.destroy();
    else if (this.isOverdue(now)) this.#cutOff(this.#hasProven ? 'idle' : 'no message came');
    else if (this.#halfMessageDeadline !== undefined && now >= this.#halfMessageDeadline) {
      this.#cutOff('half a message for too long');
    }
  }

  /** Lets what is written leave, then ends. */
  end(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.giveMoment();
    this.#socket.end();
    this.#socket.resume();
  }

  /** Ends at once. */
  destroy(): void {
    this.#isEnding = true;
    this.#socket.destroy();
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
    this.#tellCutOff(why);
    this.destroy();
  }
}
