import type { Clock } from '../../../base/clock.ts';
import { type Counters, noCounters } from '../../../base/counters.ts';
import { sourceOfAddress } from '../../../base/source-of-address.ts';
import { RequestRate } from './request-rate.ts';

/** So many seconds' worth of connections are taken at once. */
const SECONDS_AT_ONCE_PER_SOURCE = 10;
const SECONDS_AT_ONCE = 5;
/** The one key of the bucket for everybody. */
const EVERYBODY = '';

export interface ConnectionRateOptions {
  readonly clock: Clock;
  /** New connections a second of one source; 0 is no limit. */
  readonly perSource: number;
  /** Of all sources together; 0 is no limit. */
  readonly inAll: number;
  readonly isTrusted: (address: string) => boolean;
  readonly counters?: Counters;
}

/** How fast connections may be opened, to whatever port: what a handshake costs is spent before anybody has said anything. */
export class ConnectionRate {
  readonly #bySource: RequestRate;
  readonly #inAll: RequestRate;
  readonly #isTrusted: (address: string) => boolean;
  readonly #counters: Counters;

  constructor({ clock, perSource, inAll, isTrusted, counters = noCounters }: ConnectionRateOptions) {
    const bucket = (perSecond: number, secondsAtOnce: number) =>
      new RequestRate({ clock, requestsPerSecond: perSecond, burst: perSecond * secondsAtOnce, refusalBurst: 0 });
    this.#bySource = bucket(perSource, SECONDS_AT_ONCE_PER_SOURCE);
    this.#inAll = bucket(inAll, SECONDS_AT_ONCE);
    this.#isTrusted = isTrusted;
    this.#counters = counters;
  }

  /** Takes one new connection into account and says whether it may stay. What one source has too much costs the others nothing. */
  admits(address: string): boolean {
    if (this.#isTrusted(address)) return true;
    if (this.#bySource.decide(sourceOfAddress(address)) !== 'pass') return this.#refuse('source');
    return this.#inAll.decide(EVERYBODY) === 'pass' || this.#refuse('all');
  }

  #refuse(limit: 'source' | 'all'): false {
    this.#counters.count('connections_rate_limited', { limit });
    return false;
  }
}
