import { AgedMap } from '../../../base/aged-map.ts';
import type { Clock } from '../../../base/clock.ts';

/** `refuse` is answered 503 with Retry-After, `drop` with silence, so that a flood is not reflected. */
export type AdmissionDecision = 'pass' | 'refuse' | 'drop';

export interface RequestRateOptions {
  readonly clock: Clock;
  /** Requests that one sender may send; 0 means no limit. */
  readonly requestsPerSecond: number;
  /** Requests that one sender may send at once. */
  readonly burst?: number;
  /** Refusals that one sender gets at once, beyond its requests; they too come back at `requestsPerSecond`. */
  readonly refusalBurst?: number;
  readonly sendersMax?: number;
}

interface Sender {
  requests: number;
  refusals: number;
  /** When both were counted up last. */
  countedAt: number;
}

/** A token bucket for requests and one for refusals, per sender: a source address, or a tenant. */
export class RequestRate {
  readonly #clock: Clock;
  readonly #perMs: number;
  readonly #burst: number;
  readonly #refusalBurst: number;
  readonly #sendersMax: number;
  /** The one that was quiet longest comes first. */
  readonly #senders = new AgedMap<Sender>();

  constructor(options: RequestRateOptions) {
    this.#clock = options.clock;
    this.#perMs = options.requestsPerSecond / 1_000;
    this.#burst = options.burst ?? 2 * options.requestsPerSecond;
    this.#refusalBurst = options.refusalBurst ?? 2 * this.#burst;
    this.#sendersMax = options.sendersMax ?? 10_000;
  }

  /** Senders that are remembered. */
  get senderCount(): number {
    return this.#senders.size;
  }

  /** Takes one request of `sender` into account and says what becomes of it. */
  decide(sender: string): AdmissionDecision {
    if (this.#perMs === 0) return 'pass';
    const buckets = this.#refresh(sender);
    if (buckets.requests >= 1) {
      buckets.requests -= 1;
      return 'pass';
    }
    if (buckets.refusals >= 1) {
      buckets.refusals -= 1;
      return 'refuse';
    }
    return 'drop';
  }

  #refresh(key: string): Sender {
    const now = this.#clock.now();
    const known = this.#senders.get(key);
    if (known !== undefined) {
      const gained = Math.max(0, now - known.countedAt) * this.#perMs;
      known.requests = Math.min(this.#burst, known.requests + gained);
      known.refusals = Math.min(this.#refusalBurst, known.refusals + gained);
      known.countedAt = now;
      this.#senders.set(key, known);
      return known;
    }
    const fresh = { requests: this.#burst, refusals: this.#refusalBurst, countedAt: now };
    this.#forgetQuietest();
    this.#senders.set(key, fresh);
    return fresh;
  }

  #forgetQuietest(): void {
    if (this.#senders.size < this.#sendersMax) return;
    const quietest = this.#senders.oldest();
    if (quietest !== undefined) this.#senders.delete(quietest[0]);
  }
}
