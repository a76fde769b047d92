import { AgedMap } from '../../../base/aged-map.ts';
import type { Clock } from '../../../base/clock.ts';
import { sourceOfAddress } from '../../../base/source-of-address.ts';
import type { Reachability } from '../../../protocols/sip/transport/reachability.ts';
import { type Flow, isReliable } from '../../../protocols/sip/transport/sip-transport.ts';
import { RequestRate } from '../rates/request-rate.ts';

/** Repeats towards an unproved address of each new request, and after each datagram from it: at 0.5, 1.5 and 3.5 s. */
const REPEATS_MAX = 3;
/** Repeats towards all unproved addresses and ports of one source, each second and at once. */
const REPEATS_PER_SECOND = 5;
const REPEATS_AT_ONCE = 50;
/** How long a proof holds after the last one. */
const PROOF_LIFETIME_MS = 3_600_000;
const PROVED_MAX = 100_000;
const UNPROVED_MAX = 10_000;

export interface PeerReachOptions {
  readonly clock: Clock;
  /** Flows to peers that the configuration names or that have registered. */
  readonly isKnown: (flow: Flow) => boolean;
  readonly provedMax?: number;
  readonly unprovedMax?: number;
}

/** Who has shown that he gets what we send him, and how often we repeat ourselves to everybody else. */
export class PeerReach implements Reachability {
  readonly #options: PeerReachOptions;
  readonly #bySource: RequestRate;
  /** When a UDP flow was proved last; the one that was proved longest ago comes first. */
  readonly #provedAt = new AgedMap<number>();
  /** Repeats that are left, where some were used. */
  readonly #repeatsLeft = new AgedMap<number>();

  constructor(options: PeerReachOptions) {
    this.#options = options;
    const { clock } = options;
    this.#bySource = new RequestRate({ clock, requestsPerSecond: REPEATS_PER_SECOND, burst: REPEATS_AT_ONCE });
  }

  /** Flows that are remembered. */
  get size(): number {
    return this.#provedAt.size + this.#repeatsLeft.size;
  }

  renewed(flow: Flow): void {
    if (this.#repeatsLeft.size > 0) this.#repeatsLeft.delete(flow.id);
  }

  proved(flow: Flow): void {
    if (isReliable(flow)) return;
    this.#repeatsLeft.delete(flow.id);
    this.#provedAt.delete(flow.id);
    forgetFirst(this.#provedAt, this.#options.provedMax ?? PROVED_MAX);
    this.#provedAt.set(flow.id, this.#options.clock.now());
  }

  mayRepeat(flow: Flow): boolean {
    if (isReliable(flow) || this.#isProved(flow) || this.#options.isKnown(flow)) return true;
    const left = this.#repeatsLeft.get(flow.id) ?? REPEATS_MAX;
    if (left === 0 || this.#bySource.decide(sourceOfAddress(flow.remoteAddress)) !== 'pass') return false;
    this.#repeatsLeft.delete(flow.id);
    forgetFirst(this.#repeatsLeft, this.#options.unprovedMax ?? UNPROVED_MAX);
    this.#repeatsLeft.set(flow.id, left - 1);
    return true;
  }

  #isProved({ id }: Flow): boolean {
    const provedAt = this.#provedAt.get(id);
    if (provedAt === undefined) return false;
    if (this.#options.clock.now() - provedAt < PROOF_LIFETIME_MS) return true;
    this.#provedAt.delete(id);
    return false;
  }
}

function forgetFirst(flows: AgedMap<number>, max: number): void {
  const oldest = flows.size < max ? undefined : flows.oldest();
  if (oldest !== undefined) flows.delete(oldest[0]);
}
