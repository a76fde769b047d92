import { isUtf8 } from 'node:buffer';
import type { WebSocket } from 'ws';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import type { Connection } from './connection-table.ts';
import type { TransportLimits } from './transport-limits.ts';

/** What a connection tells its transport. */
export interface WebSocketConnectionObserver {
  messageReceived(connection: WebSocketConnection, bytes: Buffer): void;
  keepAliveReceived(): void;
  cutOff(connection: WebSocketConnection, why: string): void;
  closed(connection: WebSocketConnection): void;
}

const pong = Buffer.from('\r\n');
const doubleLineEnd = Buffer.from('\r\n\r\n');

/** RFC 7118 5.1, 6: one SIP message per WebSocket message, or a keep-alive of line ends. */
export class WebSocketConnection implements Connection {
  readonly flow: Flow;
  readonly #socket: WebSocket;
  readonly #limits: TransportLimits;
  readonly #observer: WebSocketConnectionObserver;
  #hasProven = false;
  #isCutOff = false;
  /** Cleared when a ping goes out, set by whatever comes. */
  #isAlive = true;
  #firstMessageDeadline: number | undefined;
  #nextPing: number;

  constructor(options: {
    readonly flow: Flow;
    readonly socket: WebSocket;
    readonly limits: TransportLimits;
    readonly observer: WebSocketConnectionObserver;
    readonly now: number;
  }) {
    this.flow = options.flow;
    this.#socket = options.socket;
    this.#limits = options.limits;
    this.#observer = options.observer;
    this.#firstMessageDeadline = options.now + this.#limits.firstWebSocketMessageMs;
    this.#nextPing = options.now + this.#limits.pingMs;
    const socket = this.#socket;
    socket.binaryType = 'nodebuffer';
    socket.on('message', (data) => this.#receive(Buffer.isBuffer(data) ? data : Buffer.alloc(0)));
    socket.on('pong', () => {
      this.#isAlive = true;
    });
    socket.on('ping', () => {
      this.#isAlive = true;
    });
    // A frame against the rules: `ws` closes the connection with the code that says so.
    socket.on('error', () => {});
    socket.on('close', () => this.#observer.closed(this));
  }

  get transport(): 'WS' | 'WSS' {
    return this.flow.transport === 'WSS' ? 'WSS' : 'WS';
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  get hasProven(): boolean {
    return this.#hasProven;
  }

  send(bytes: Buffer): boolean {
    if (!this.isOpen) return false;
    if (this.#socket.bufferedAmount + bytes.length > this.#limits.writeBufferMax) {
      this.#cutOff('the peer does not read');
      return false;
    }
    // A text frame with bytes that are no UTF-8 would make the peer close the connection.
    this.#socket.send(bytes, { binary: !isUtf8(bytes) });
    return true;
  }

  checkDeadlines(now: number): void {
    if (this.#isCutOff) return;
    if (this.#firstMessageDeadline !== undefined && now >= this.#firstMessageDeadline) {
      this.#cutOff('no message came');
    } else if (now >= this.#nextPing) {
      if (!this.#isAlive) this.#cutOff('the ping was not answered');
      else this.#ping(now);
    }
  }

  end(): void {
    this.#socket.close(1001, 'the server ends');
  }

  destroy(): void {
    this.#socket.terminate();
  }

  #receive(bytes: Buffer): void {
    this.#isAlive = true;
    this.#firstMessageDeadline = undefined;
    if (bytes.equals(doubleLineEnd)) {
      this.#observer.keepAliveReceived();
      this.send(pong);
    } else if (bytes.equals(pong) || bytes.length === 0) {
      this.#observer.keepAliveReceived();
    } else {
      this.#hasProven = true;
      this.#observer.messageReceived(this, bytes);
    }
  }

  #ping(now: number): void {
    this.#nextPing = now + this.#limits.pingMs;
    this.#isAlive = false;
    if (this.isOpen) this.#socket.ping();
  }

  #cutOff(why: string): void {
    this.#isCutOff = true;
    this.#observer.cutOff(this, why);
    this.destroy();
  }
}
