import { AgedMap } from '../../base/aged-map.ts';

/** Wrong passwords in a row that are answered 401; the next one is answered 429. */
export const WRONG_MAX = 4;
export const WINDOW_MS = 10 * 60_000;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** Keys remembered of each kind; the least recently used goes first. */
const KEYS_MAX = 10_000;

interface WrongInARow {
  /** Times of the last wrong passwords. */
  readonly times: readonly number[];
  /** Pauses so far; each is twice as long as the one before. */
  readonly pauses: number;
  readonly pausedUntil: number;
}

/**
 * Counts wrong passwords in a row, by user and by source. From the 5th within 10 minutes on, logins of that user or from
 * that source pause, each time longer; a login during a pause is not looked at and not counted.
 */
export class LoginAttempts {
  readonly #users = new WrongPasswords();
  readonly #sources = new WrongPasswords();

  /** Milliseconds for which logins must still wait; 0 when the password may be looked at. */
  pauseLeft(userName: string, source: string, now: number): number {
    return Math.max(this.#users.pauseLeft(userName, now), this.#sources.pauseLeft(source, now));
  }

  /** Counts a wrong password. Returns the pause that follows, 0 when none does. */
  wrongPassword(userName: string, source: string, now: number): number {
    return Math.max(this.#users.add(userName, now), this.#sources.add(source, now));
  }

  rightPassword(userName: string, source: string): void {
    this.#users.forget(userName);
    this.#sources.forget(source);
  }
}

/** Wrong passwords in a row by some key: after `wrongMax` of them within the window, each is followed by a longer pause. */
export class WrongPasswords {
  readonly #wrongMax: number;
  readonly #byKey = new AgedMap<WrongInARow>();

  constructor(wrongMax = WRONG_MAX) {
    this.#wrongMax = wrongMax;
  }

  /** Keys that are remembered. */
  get size(): number {
    return this.#byKey.size;
  }

  pauseLeft(key: string, now: number): number {
    return Math.max(0, (this.#byKey.get(key)?.pausedUntil ?? 0) - now);
  }

  add(key: string, now: number): number {
    const before = this.#recent(key, now);
    const times = [...before.times.filter((time) => now - time < WINDOW_MS), now].slice(-this.#wrongMax - 1);
    const pauseMs = times.length > this.#wrongMax ? Math.min(FIRST_PAUSE_MS * 2 ** before.pauses, LONGEST_PAUSE_MS) : 0;
    const pauses = before.pauses + (pauseMs > 0 ? 1 : 0);
    this.#byKey.set(key, { times, pauses, pausedUntil: now + pauseMs });
    this.#forgetOldest();
    return pauseMs;
  }

  forget(key: string): void {
    this.#byKey.delete(key);
  }

  /** What counts of `key`: nothing once it was quiet for the whole window. */
  #recent(key: string, now: number): WrongInARow {
    const known = this.#byKey.get(key);
    return known === undefined || now - known.pausedUntil >= WINDOW_MS
      ? { times: [], pauses: 0, pausedUntil: 0 }
      : known;
  }

  #forgetOldest(): void {
    if (this.#byKey.size <= KEYS_MAX) return;
    const oldest = this.#byKey.oldest();
    if (oldest !== undefined) this.#byKey.delete(oldest[0]);
  }
}
