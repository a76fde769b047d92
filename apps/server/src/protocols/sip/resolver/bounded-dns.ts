import type { Clock } from '../../../base/clock.ts';
import type { Dns, NaptrRecord, SrvRecord } from './dns.ts';

export interface DnsLimits {
  /** Questions that are open at once. */
  readonly openMax: number;
  /** Questions that wait for one of these to be answered. */
  readonly waitingMax: number;
  readonly timeoutMs: number;
  /** How long an answer is good; of one that says that there is nothing; of a failure. */
  readonly keptMs: number;
  readonly nothingKeptMs: number;
  readonly failureKeptMs: number;
  readonly entriesMax: number;
}

export const defaultDnsLimits: DnsLimits = {
  openMax: 20,
  waitingMax: 200,
  timeoutMs: 4_000,
  keptMs: 60_000,
  nothingKeptMs: 30_000,
  failureKeptMs: 5_000,
  entriesMax: 2_000,
};

type Answer = { readonly records: readonly unknown[] } | { readonly failure: Error };
interface Kept {
  readonly answer: Promise<Answer>;
  /** Infinity while the question is open. */
  until: number;
}

/** A name system that is asked little: answers are kept, equal questions joined, open ones bounded in number and time. */
export class BoundedDns implements Dns {
  readonly #dns: Dns;
  readonly #clock: Clock;
  readonly #limits: DnsLimits;
  /** Oldest first. */
  readonly #kept = new Map<string, Kept>();
  readonly #waiting: (() => void)[] = [];
  #openCount = 0;

  constructor(dns: Dns, clock: Clock, limits: Partial<DnsLimits> = {}) {
    this.#dns = dns;
    this.#clock = clock;
    this.#limits = { ...defaultDnsLimits, ...limits };
  }

  naptr(name: string): Promise<readonly NaptrRecord[]> {
    return this.#ask(`NAPTR ${name.toLowerCase()}`, () => this.#dns.naptr(name));
  }

  srv(name: string): Promise<readonly SrvRecord[]> {
    return this.#ask(`SRV ${name.toLowerCase()}`, () => this.#dns.srv(name));
  }

  addresses(name: string, family: 4 | 6): Promise<readonly string[]> {
    return this.#ask(`${family} ${name.toLowerCase()}`, () => this.#dns.addresses(name, family));
  }

  async #ask<Item>(question: string, ask: () => Promise<readonly Item[]>): Promise<readonly Item[]> {
    const kept = this.#kept.get(question);
    const isGood = kept !== undefined && kept.until > this.#clock.now();
    const answer = await (isGood ? kept.answer : this.#keep(question, ask));
    if ('failure' in answer) throw answer.failure;
    return answer.records as readonly Item[];
  }

  #keep(question: string, ask: () => Promise<readonly unknown[]>): Promise<Answer> {
    const kept: Kept = { answer: this.#inTurn(ask), until: Number.POSITIVE_INFINITY };
    this.#kept.delete(question);
    this.#kept.set(question, kept);
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > this.#limits.entriesMax && oldest !== undefined) this.#kept.delete(oldest);
    void kept.answer.then((answer) => {
      kept.until = this.#clock.now() + this.#keptMs(answer);
    });
    return kept.answer;
  }

  #keptMs(answer: Answer): number {
    const { keptMs, nothingKeptMs, failureKeptMs } = this.#limits;
    if ('failure' in answer) return failureKeptMs;
    return answer.records.length === 0 ? nothingKeptMs : keptMs;
  }

  async #inTurn(ask: () => Promise<readonly unknown[]>): Promise<Answer> {
    const { openMax, waitingMax } = this.#limits;
    if (this.#openCount >= openMax) {
      if (this.#waiting.length >= waitingMax) return { failure: new Error('too many names are looked up') };
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#openCount += 1;
    try {
      return await this.#inTime(ask);
    } finally {
      // The place goes to the one who has waited longest.
      const next = this.#waiting.shift();
      if (next === undefined) this.#openCount -= 1;
      else next();
    }
  }

  #inTime(ask: () => Promise<readonly unknown[]>): Promise<Answer> {
    return new Promise((resolve) => {
      const stop = this.#clock.startTimer(this.#limits.timeoutMs, () =>
        resolve({ failure: new Error('no name server answered in time') }),
      );
      const settle = (answer: Answer) => {
        stop();
        resolve(answer);
      };
      ask().then(
        (records) => settle({ records }),
        (error: unknown) => settle({ failure: error instanceof Error ? error : new Error(String(error)) }),
      );
    });
  }
}
