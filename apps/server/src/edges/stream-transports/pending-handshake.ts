import type { Socket } from 'node:net';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import type { Connection } from './connection-table.ts';

/** A TCP connection on which the TLS handshake is not done: it counts like any other and can carry nothing yet. */
export class PendingHandshake implements Connection {
  readonly flow: Flow;
  readonly isOpen = false;
  readonly hasProven = false;
  readonly #socket: Socket;
  readonly #deadline: number;
  readonly #cutOff: () => void;

  constructor(options: {
    readonly flow: Flow;
    readonly socket: Socket;
    readonly deadline: number;
    readonly cutOff: () => void;
  }) {
    this.flow = options.flow;
    this.#socket = options.socket;
    this.#deadline = options.deadline;
    this.#cutOff = options.cutOff;
  }

  send(): boolean {
    return false;
  }

  checkDeadlines(now: number): void {
    if (now < this.#deadline || this.#socket.destroyed) return;
    this.#cutOff();
    this.destroy();
  }

  end(): void {
    this.destroy();
  }

  destroy(): void {
    this.#socket.destroy();
  }
}
