import { calibrateWallClock } from './wall-clock.ts';

/** What is seen of the texts of one round at their end: `seconds microseconds number …`, written right before each was sent. */
export class Arrivals {
  readonly latencies: number[] = [];
  readonly #numbers = new Set<string>();
  readonly #now: () => number;
  repeated = 0;

  constructor(now: () => number = calibrateWallClock()) {
    this.#now = now;
  }

  get distinct(): number {
    return this.#numbers.size;
  }

  receive(text: string): void {
    const [seconds, microseconds, number] = text.split(' ', 3);
    if (number === undefined) return;
    this.latencies.push(this.#now() - (Number(seconds) * 1_000 + Number(microseconds) / 1_000));
    if (this.#numbers.has(number)) this.repeated += 1;
    this.#numbers.add(number);
  }
}

/** Such a text, of the length that SIPp's scenarios have. */
export function timedText(now: number, number: string): string {
  const seconds = Math.floor(now / 1_000);
  const microseconds = Math.round((now - seconds * 1_000) * 1_000);
  return `${seconds} ${microseconds} ${number} and what a customer writes: my parcel should have come on Tuesday, where is it?`;
}
