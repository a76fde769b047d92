import { AgedMap } from '../../../base/aged-map.ts';
import { WrongPasswords } from '../login-attempts.ts';

/** Wrong ones that a source may send whatever the user, and that a user may get from wherever, before there are pauses. */
const OF_SOURCE_MAX = 20;
const OF_USER_MAX = 50;
/** Users at the sources where their password was right lately; the one of longest ago is forgotten first. */
const KNOWN_MAX = 10_000;

/**
 * Slows down who guesses SIP passwords: after the fifth wrong one in a row of a user at a source there are pauses, each longer;
 * so there are after many of a source, and after many of a user from wherever. Where a user's password was right, the
 * latter two do not count, so that a stranger can lock nobody out.
 */
export class DigestAttempts {
  readonly #pairs = new WrongPasswords();
  readonly #sources = new WrongPasswords(OF_SOURCE_MAX);
  readonly #users = new WrongPasswords(OF_USER_MAX);
  readonly #known = new AgedMap<true>();

  /** Entries of all tables, for tests of their bounds. */
  get size(): number {
    return this.#pairs.size + this.#sources.size + this.#users.size + this.#known.size;
  }

  /** Milliseconds for which no response of this user from this source is looked at. */
  pauseLeft(userName: string, source: string, now: number): number {
    const pair = pairOf(userName, source);
    const ofPair = this.#pairs.pauseLeft(pair, now);
    if (this.#known.get(pair) === true) return ofPair;
    return Math.max(ofPair, this.#sources.pauseLeft(source, now), this.#users.pauseLeft(userName, now));
  }

  /** The same for users that exist and those that do not. */
  wrong(userName: string, source: string, now: number): void {
    this.#pairs.add(pairOf(userName, source), now);
    this.#sources.add(source, now);
    this.#users.add(userName, now);
  }

  right(userName: string, source: string): void {
    const pair = pairOf(userName, source);
    this.#pairs.forget(pair);
    this.#known.set(pair, true);
    if (this.#known.size <= KNOWN_MAX) return;
    const oldest = this.#known.oldest();
    if (oldest !== undefined) this.#known.delete(oldest[0]);
  }
}

function pairOf(userName: string, source: string): string {
  return `${source} ${userName}`;
}
