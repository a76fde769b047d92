import { setTimeout as pause } from 'node:timers/promises';
import type { Load, Sent } from './contender.ts';

const TICK_MS = 2;
const LAST_ANSWER_MS_MAX = 10_000;

/** How many texts more are due `passedMs` after the start when `sent` have left. */
export function textsDue(rate: number, passedMs: number, sent: number): number {
  return Math.max(0, Math.floor((rate * passedMs) / 1_000) + 1 - sent);
}

/** Sends under a load of either kind and times the answers. */
export class PacedSending {
  readonly #send: (number: number) => void;
  readonly #sentAt = new Map<number, number>();
  readonly #answerMs: number[] = [];
  #sent = 0;
  #isClosed = false;

  /** `send` lets the text of this number leave. */
  constructor(send: (number: number) => void) {
    this.#send = send;
  }

  /** A text was answered or, where nothing is answered, seen at its end. With a closed load the next one leaves. */
  answered(number: number): void {
    const sentAt = this.#sentAt.get(number);
    if (sentAt === undefined) return;
    this.#sentAt.delete(number);
    this.#answerMs.push(performance.now() - sentAt);
    if (this.#isClosed) this.#next();
  }

  async run(load: Load): Promise<Sent> {
    const startedAt = performance.now();
    const passed = () => performance.now() - startedAt;
    if ('inFlight' in load) {
      this.#isClosed = true;
      for (let count = 0; count < load.inFlight; count += 1) this.#next();
      await pause(load.seconds * 1_000);
      this.#isClosed = false;
    } else {
      const total = Math.round(load.rate * load.seconds);
      while (this.#sent < total) {
        const due = Math.min(textsDue(load.rate, passed(), this.#sent), total - this.#sent);
        for (let count = 0; count < due; count += 1) this.#next();
        await pause(TICK_MS);
      }
    }
    const lastSentAt = passed();
    while (this.#sentAt.size > 0 && passed() < lastSentAt + LAST_ANSWER_MS_MAX) await pause(TICK_MS);
    return {
      sent: this.#sent,
      answered: this.#answerMs.length,
      seconds: passed() / 1_000,
      retransmissions: 0,
      answerMs: this.#answerMs,
    };
  }

  #next(): void {
    const number = this.#sent;
    this.#sent += 1;
    this.#sentAt.set(number, performance.now());
    this.#send(number);
  }
}
