import type { Clock } from '../../base/clock.ts';

/** `refuse` is answered 503 with Retry-After, `drop` with silence, so that a flood is not reflected. */
export type AdmissionDecision = 'pass' | 'refuse' | 'drop';

export interface SourceRateOptions {
  readonly clock: Clock;
  /** Requests that one source may send; 0 means no limit. */
  readonly requestsPerSecond: number;
  /** Requests that one source may send at once. */
  readonly burst?: number;
  /** Refusals that one source gets at once, beyond its requests; they too come back at `requestsPerSecond`. */
  readonly refusalBurst?: number;
  readonly sourcesMax?: number;
}

interface Source {
  requests: number;
  refusals: number;
  /** When both were counted up last. */
  countedAt: number;
}

/** A token bucket for requests and one for refusals, per source address. */
export class SourceRate {
  readonly #clock: Clock;
  readonly #perMs: number;
  readonly #burst: number;
  readonly #refusalBurst: number;
  readonly #sourcesMax: number;
  /** The one that was quiet longest comes first. */
  readonly #sources = new Map<string, Source>();

  constructor(options: SourceRateOptions) {
    this.#clock = options.clock;
    this.#perMs = options.requestsPerSecond / 1_000;
    this.#burst = options.burst ?? 2 * options.requestsPerSecond;
    this.#refusalBurst = options.refusalBurst ?? 2 * this.#burst;
    this.#sourcesMax = options.sourcesMax ?? 10_000;
  }

  /** Sources that are remembered. */
  get sourceCount(): number {
    return this.#sources.size;
  }

  /** Takes one request of `source` into account and says what becomes of it. */
  decide(source: string): AdmissionDecision {
    if (this.#perMs === 0) return 'pass';
    const buckets = this.#refresh(source);
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

  #refresh(key: string): Source {
    const now = this.#clock.now();
    const known = this.#sources.get(key);
    if (known !== undefined) {
      const gained = Math.max(0, now - known.countedAt) * this.#perMs;
      known.requests = Math.min(this.#burst, known.requests + gained);
      known.refusals = Math.min(this.#refusalBurst, known.refusals + gained);
      known.countedAt = now;
      this.#sources.delete(key);
      this.#sources.set(key, known);
      return known;
    }
    const fresh = { requests: this.#burst, refusals: this.#refusalBurst, countedAt: now };
    this.#forgetQuietest();
    this.#sources.set(key, fresh);
    return fresh;
  }

  #forgetQuietest(): void {
    if (this.#sources.size < this.#sourcesMax) return;
    const quietest = this.#sources.keys().next();
    if (!quietest.done) this.#sources.delete(quietest.value);
  }
}
