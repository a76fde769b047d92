import { StreamFramer } from '../../protocols/sip/grammar/stream-framer.ts';
import type { Flow, SipTransportReceiver } from '../../protocols/sip/transport/sip-transport.ts';
import type { Connection } from '../stream-transports/connection-table.ts';
import type { OpenedStream } from '../stream-transports/stream-connections.ts';
import type { WatchedSocket } from '../stream-transports/watched-socket.ts';

const pong = Buffer.from('\r\n');

/** One connection of TCP or TLS that carries SIP messages and keep-alives (RFC 3261 18.3, RFC 5626 3.5.1). */
export class SipStream implements Connection {
  readonly flow: Flow;
  readonly #stream: OpenedStream;
  readonly #watched: WatchedSocket;
  readonly #receiver: SipTransportReceiver;
  readonly #counters: { keepAlives: number };
  readonly #framer = new StreamFramer();
  /** What comes is no longer read. */
  #isDeaf = false;
  #hasToldEnd = false;

  constructor(stream: OpenedStream, receiver: SipTransportReceiver, counters: { keepAlives: number }) {
    this.flow = stream.flow;
    this.#stream = stream;
    this.#watched = stream.watched;
    this.#receiver = receiver;
    this.#counters = counters;
    const { socket } = stream;
    socket.on('data', (piece) => this.#receive(piece));
    // The peer has said all: nothing new goes to it, but answers under way still may.
    socket.on('end', () => {
      this.#watched.giveMoment();
      if (this.hasProven) this.#tellEnd();
      else this.end();
    });
    socket.on('close', () => {
      stream.closed(this);
      this.#tellEnd();
    });
  }

  #tellEnd(): void {
    if (this.#hasToldEnd) return;
    this.#hasToldEnd = true;
    this.#receiver.flowClosed(this.flow);
  }

  get isOpen(): boolean {
    return this.#watched.canWrite && !this.#watched.hasPeerEnded;
  }

  get hasProven(): boolean {
    return this.#watched.hasProven;
  }

  send(bytes: Buffer): boolean {
    return this.#watched.write(bytes);
  }

  checkDeadlines(now: number): void {
    if (this.#isDeaf && !this.#watched.isEnding && this.#watched.isOverdue(now)) this.end();
    else this.#watched.checkDeadlines(now);
  }

  end(): void {
    this.#watched.end();
  }

  destroy(): void {
    this.#watched.destroy();
  }

  #receive(piece: Buffer): void {
    if (this.#watched.isEnding || this.#isDeaf) return;
    for (const item of this.#framer.push(piece)) {
      if (this.#watched.isDestroyed) return;
      if (item.kind === 'ping') {
        this.#counters.keepAlives += 1;
        this.send(pong);
      } else if (item.kind === 'message') {
        this.#watched.messageReceived();
        this.#handUp(item.bytes);
      } else {
        this.#stream.framingFailed(item.failure.what);
        // The stack answers from the head, if that can be answered at all; what it writes in this turn leaves before the end.
        this.#handUp(item.bytes);
        this.#endAfterAnswers();
        return;
      }
    }
    this.#watched.pieceReceived(this.#framer.pendingBytes);
  }

  #handUp(bytes: Buffer): void {
    this.#stream.received(this);
    this.#receiver.receiveMessage(bytes, this.flow);
  }

  /** Nothing more can be read. Messages that came before may still wait for their answers, which are given their time. */
  #endAfterAnswers(): void {
    if (!this.hasProven) {
      this.end();
      return;
    }
    this.#isDeaf = true;
    this.#watched.giveMoment();
  }
}
