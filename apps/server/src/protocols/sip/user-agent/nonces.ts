/** Nonces that need no memory until somebody has proved with them who he is (RFC 7616 3.3, 5.4). */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { AgedMap } from '../../../base/aged-map.ts';
import type { Random } from '../../../base/random.ts';

/** How long a nonce may be used. */
export const NONCE_LIFETIME_MS = 300_000;
/** Nonces in use that are remembered. Beyond it the first is forgotten, and everything as old as it is stale. */
const NONCES_MAX = 50_000;
/** How far behind the highest count of its nonce a request may come, when requests overtake each other. */
const COUNT_WINDOW = 64;

const TIME_BYTES = 6;
const SALT_BYTES = 11;
const MAC_BYTES = 16;
/** 33 bytes: so many fill their characters of base64 whole, and there is one way alone to write them. */
const NONCE_PATTERN = /^[A-Za-z0-9_-]{44}$/;

export type NonceState = 'good' | 'stale' | 'foreign';

interface Use {
  readonly issuedAt: number;
  highest: number;
  /** Bit n stands for the count `highest - n`. */
  seen: bigint;
}

export interface NoncesOptions {
  /** Kept in the store, so that nonces of an earlier run are told from forged ones. */
  readonly secret: Buffer;
  readonly random: Random;
  /** Nonces that are older are stale: what was used with them is not known any more. */
  readonly since: number;
  readonly noncesMax?: number;
}

/** Gives out nonces and remembers which counts were used with them. */
export class Nonces {
  readonly #options: NoncesOptions;
  readonly #uses = new AgedMap<Use>();
  #staleUpTo: number;

  constructor(options: NoncesOptions) {
    this.#options = options;
    this.#staleUpTo = options.since - 1;
  }

  /** Nonces whose use is remembered. */
  get size(): number {
    return this.#uses.size;
  }

  /** A nonce of this moment; unforgeable, and each is another. */
  issue(now: number): string {
    const head = Buffer.alloc(TIME_BYTES + SALT_BYTES);
    head.writeUIntBE(Math.max(Math.floor(now), 0), 0, TIME_BYTES);
    head.write(this.#options.random.hex(SALT_BYTES), TIME_BYTES, 'hex');
    return Buffer.concat([head, this.#mac(head)]).toString('base64url');
  }

  /** `stale` is one of ours that is too old, `foreign` one that is not ours. */
  stateOf(nonce: string, now: number): NonceState {
    const issuedAt = this.#issuedAt(nonce);
    if (issuedAt === undefined) return 'foreign';
    const isOld = issuedAt <= this.#staleUpTo || issuedAt + NONCE_LIFETIME_MS <= now;
    return isOld ? 'stale' : 'good';
  }

  /**
   * Notes that a count was used with a good nonce by somebody who knows the password; false when it was used before, or is too
   * far behind to know. Without a count (RFC 2069) a nonce is good for one use.
   */
  use(nonce: string, count: number | undefined, now: number): boolean {
    const issuedAt = this.#issuedAt(nonce);
    if (issuedAt === undefined) return false;
    const isForgotten = () => issuedAt <= this.#staleUpTo;
    const known = this.#uses.get(nonce);
    if (known !== undefined) return count !== undefined && noteCount(known, count);
    if (isForgotten()) return false;
    if (this.#uses.size >= (this.#options.noncesMax ?? NONCES_MAX)) this.#forget(now);
    if (isForgotten()) return false;
    this.#uses.set(nonce, { issuedAt, highest: count ?? Number.MAX_SAFE_INTEGER, seen: 1n });
    return true;
  }

  /** Expired nonces go, at least the one that was used first; what is as old as a forgotten one counts as stale. */
  #forget(now: number): void {
    for (let oldest = this.#uses.oldest(); oldest !== undefined; oldest = this.#uses.oldest()) {
      const [nonce, { issuedAt }] = oldest;
      const isExpired = issuedAt + NONCE_LIFETIME_MS <= now;
      if (!isExpired && this.#uses.size < (this.#options.noncesMax ?? NONCES_MAX)) return;
      this.#uses.delete(nonce);
      this.#staleUpTo = Math.max(this.#staleUpTo, issuedAt);
    }
  }

  #issuedAt(nonce: string): number | undefined {
    if (!NONCE_PATTERN.test(nonce)) return undefined;
    const bytes = Buffer.from(nonce, 'base64url');
    const head = bytes.subarray(0, TIME_BYTES + SALT_BYTES);
    return timingSafeEqual(bytes.subarray(head.length), this.#mac(head)) ? head.readUIntBE(0, TIME_BYTES) : undefined;
  }

  #mac(head: Buffer): Buffer {
    return createHmac('sha256', this.#options.secret).update(head).digest().subarray(0, MAC_BYTES);
  }
}

/** Moves the window over counts; false when the count was seen, or lies before the window. */
function noteCount(use: Use, count: number): boolean {
  if (count > use.highest) {
    const ahead = count - use.highest;
    use.seen = ahead >= COUNT_WINDOW ? 1n : ((use.seen << BigInt(ahead)) | 1n) & ((1n << BigInt(COUNT_WINDOW)) - 1n);
    use.highest = count;
    return true;
  }
  const behind = use.highest - count;
  if (behind >= COUNT_WINDOW) return false;
  const bit = 1n << BigInt(behind);
  if ((use.seen & bit) !== 0n) return false;
  use.seen |= bit;
  return true;
}
