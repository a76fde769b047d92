import type { Clock } from '../../../base/clock.ts';
import type { Random } from '../../../base/random.ts';
import { fail, type Result, succeed } from '../../../base/result.ts';
import type { SipUri } from '../message/uri.ts';
import type { Flow, SipConnector } from '../transport/sip-transport.ts';
import { type Target, targetKey } from '../transport/target.ts';
import { BoundedDns } from './bounded-dns.ts';
import type { Dns } from './dns.ts';
import { resolveUri } from './resolve-uri.ts';

/** A way that is open: the flow on which a request goes, and what it was opened for. */
export interface Way {
  readonly target: Target;
  readonly flow: Flow;
}

export interface NextHopOptions {
  readonly dns: Dns;
  readonly clock: Clock;
  readonly random: Random;
  readonly connector: SipConnector;
  readonly families: readonly (4 | 6)[];
  /** Which targets may be used; all when nothing is said. */
  readonly mayUse?: (target: Target) => boolean;
}

/** A target that failed is tried after the others for so long. */
const FAILED_MS = 30_000;
const FAILED_TARGETS_MAX = 1_000;

/**
 * From a URI to an open flow, with fail-over (RFC 3263 4.3). For requests of our own towards trunks and registered contacts; what a
 * stranger sends must never make it look anything up.
 */
export class NextHop {
  readonly #options: NextHopOptions;
  readonly #dns: BoundedDns;
  /** Until when, the oldest first. */
  readonly #failedUntil = new Map<string, number>();

  constructor(options: NextHopOptions) {
    this.#options = options;
    this.#dns = new BoundedDns(options.dns, options.clock);
  }

  /**
   * The best way that opens and is not among those tried for this request. Fails when there is none. The request's outcome is to be told
   * by `failed`: no answer and 503 are failures, any other answer is none.
   */
  async open(uri: SipUri, tried: readonly Target[] = []): Promise<Result<Way, string>> {
    const { random, families, connector, mayUse } = this.#options;
    const resolved = await resolveUri(uri, { dns: this.#dns, random, families });
    if (!resolved.ok) return resolved;
    const triedKeys = new Set(tried.map(targetKey));
    let why = `every address of ${uri.host} has been tried`;
    for (const target of this.#inOrder(resolved.value)) {
      if (triedKeys.has(targetKey(target))) continue;
      if (mayUse?.(target) === false) {
        why = `${target.address}:${target.port} may not be used`;
        continue;
      }
      const flow = await connector.connect(target);
      if (flow.ok) return succeed({ target, flow: flow.value });
      this.failed(target);
      why = flow.failure;
    }
    return fail(why);
  }

  /** It did not answer, or with 503: for some time, half a minute unless it said for how long, others are tried first. */
  failed(target: Target, forMs = FAILED_MS): void {
    const key = targetKey(target);
    this.#failedUntil.delete(key);
    this.#failedUntil.set(key, this.#options.clock.now() + forMs);
    const oldest = this.#failedUntil.keys().next().value;
    if (this.#failedUntil.size > FAILED_TARGETS_MAX && oldest !== undefined) this.#failedUntil.delete(oldest);
  }

  /** The order of the name system, those that failed a short time ago last. */
  #inOrder(targets: readonly Target[]): readonly Target[] {
    const now = this.#options.clock.now();
    const hasFailed = (target: Target) => (this.#failedUntil.get(targetKey(target)) ?? 0) > now;
    return [...targets.filter((target) => !hasFailed(target)), ...targets.filter(hasFailed)];
  }
}
