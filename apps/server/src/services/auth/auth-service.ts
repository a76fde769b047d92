import type { Person, PersonRole } from '@cordboard/shared/configuration/configuration-file';
import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { PlaceName, UserName } from '@cordboard/shared/ids';
import type { Clock, StopTimer } from '../../base/clock.ts';
import { type Counters, noCounters } from '../../base/counters.ts';
import type { Logger } from '../../base/logger.ts';
import { fail, type Result, succeed } from '../../base/result.ts';
import type { Table, TableIndex } from '../../base/table.ts';
import { BoundedWork } from './bounded-work.ts';
import { LoginAttempts } from './login-attempts.ts';
import { DUMMY_HASH, verifyPassword } from './passwords.ts';
import { may } from './permissions.ts';
import type { AuthDirectory, RecordSessions } from './ports.ts';
import type { Session } from './session.ts';
import { createToken, hashToken } from './tokens.ts';

/** A session lives this long after it was last used. */
export const SESSION_LIFETIME_MS = 12 * 3_600_000;
/** Sessions one person may have; the oldest ends when there is one more. */
export const SESSIONS_PER_PERSON_MAX = 20;
/** Using a session extends it, but is written no more often than this. */
const EXTEND_EVERY_MS = 3_600_000;
const SWEEP_EVERY_MS = 60_000;
const HASHES_AT_ONCE = 2;
const LOGINS_WAITING_MAX = 1000;

export interface Login {
  readonly userName: string;
  readonly password: string;
  readonly place?: string | undefined;
  /** Where the login comes from, for counting wrong passwords. */
  readonly source: string;
}

export type LoginRefusal = Refusal & { readonly retryAfterSeconds?: number };

export type LoginResult = Result<{ readonly token: string; readonly session: Session }, LoginRefusal>;

export interface AuthServiceOptions {
  readonly sessions: Table<Session>;
  readonly directory: AuthDirectory;
  readonly record: RecordSessions;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly counters?: Counters;
  /** Replaced in tests that count how often a hash is computed. */
  readonly verify?: (password: string, hash: string) => Promise<boolean>;
}

/** Checks passwords, gives out tokens, knows whose token it is. */
export class AuthService {
  readonly #options: AuthServiceOptions;
  readonly #verify: (password: string, hash: string) => Promise<boolean>;
  readonly #counters: Counters;
  readonly #sessionsOfPerson: TableIndex<Session>;
  readonly #attempts = new LoginAttempts();
  readonly #hashing = new BoundedWork(HASHES_AT_ONCE, LOGINS_WAITING_MAX);
  readonly #endListeners: ((sessionId: string) => void)[] = [];
  #stopSweep: StopTimer = () => {};

  constructor(options: AuthServiceOptions) {
    this.#options = options;
    this.#verify = options.verify ?? verifyPassword;
    this.#counters = options.counters ?? noCounters;
    this.#sessionsOfPerson = options.sessions.indexBy((session) => [session.userName]);
  }

  /** Starts ending sessions that have expired. */
  start(): void {
    this.#stopSweep = this.#options.clock.startTimer(SWEEP_EVERY_MS, () => {
      this.#endExpired();
      this.start();
    });
  }

  stop(): void {
    this.#stopSweep();
  }

  /** Tells when a session has ended: log-out, expiry, one too many. */
  onSessionEnded(listener: (sessionId: string) => void): void {
    this.#endListeners.push(listener);
  }

  async login(login: Login): Promise<LoginResult> {
    const entered = await this.#enter(login);
    this.#counters.count('logins', { outcome: entered.ok ? 'done' : entered.failure.code });
    return entered;
  }

  /** The session of a token that is valid now; using it keeps it alive. */
  authenticate(token: string): Session | undefined {
    const id = hashToken(token);
    const session = id === undefined ? undefined : this.#validSession(id);
    if (session !== undefined) this.#extend(session);
    return session;
  }

  /** Keeps the session of a connection alive while it is used; false when it has ended. */
  touch(sessionId: string): boolean {
    const session = this.#validSession(sessionId);
    if (session !== undefined) this.#extend(session);
    return session !== undefined;
  }

  /** Ends the session of `token`. Resolves when that is stored. */
  async logout(token: string): Promise<Result<void, Refusal>> {
    const id = hashToken(token);
    if (id === undefined) return succeed(undefined);
    try {
      await this.#end([id]);
      return succeed(undefined);
    } catch {
      return fail(refuse('StoreUnavailable'));
    }
  }

  /** The role of a person; undefined when there is no such person. */
  roleOf(userName: string): PersonRole | undefined {
    return this.#options.directory.findPerson(userName)?.role;
  }

  async #enter(login: Login): Promise<LoginResult> {
    const refusal = await this.#checkPassword(login);
    if (refusal !== undefined) return fail(refusal);
    const person = this.#options.directory.findPerson(login.userName);
    if (person === undefined) return fail(refuse('WrongCredentials'));
    const place = this.#selectPlace(person, login.place);
    if (!place.ok) return place;
    return this.#createSession(person, place.value);
  }

  /** Undefined when the password is right. Unknown users cost the same as known ones. */
  async #checkPassword({ userName, password, source }: Login): Promise<LoginRefusal | undefined> {
    const { clock, directory } = this.#options;
    const pauseMs = this.#attempts.pauseLeft(userName, source, clock.now());
    if (pauseMs > 0) return tooMany(pauseMs);
    if (this.#hashing.isFull) return tooMany(1000);
    const hash = directory.findPerson(userName)?.passwordHash;
    const isRight = (await this.#hashing.run(() => this.#verify(password, hash ?? DUMMY_HASH))) && hash !== undefined;
    // Logins sent side by side are counted one after another, so that none of them slips past a pause.
    const pauseMeanwhileMs = this.#attempts.pauseLeft(userName, source, clock.now());
    if (pauseMeanwhileMs > 0) return tooMany(pauseMeanwhileMs);
    if (isRight) {
      this.#attempts.rightPassword(userName, source);
      return undefined;
    }
    const pauseNowMs = this.#attempts.wrongPassword(userName, source, clock.now());
    return pauseNowMs > 0 ? tooMany(pauseNowMs) : refuse('WrongCredentials');
  }

  #selectPlace(person: Person, wanted: string | undefined): Result<PlaceName | null, Refusal> {
    if (wanted !== undefined && this.#options.directory.findPlace(wanted) === undefined) {
      return fail(refuse('UnknownPlace'));
    }
    if (!may(person.role, 'workAtPlace')) return succeed(null);
    const name = wanted ?? person.place;
    return succeed(name === undefined ? null : (name as PlaceName));
  }

  async #createSession(person: Person, place: PlaceName | null): Promise<LoginResult> {
    const token = createToken();
    const id = hashToken(token) ?? '';
    const now = this.#options.clock.now();
    const userName = person.userName as UserName;
    const session: Session = { id, userName, place, createdAt: now, expiresAt: now + SESSION_LIFETIME_MS };
    const surplus = this.#surplusSessions(userName);
    try {
      await this.#options.record(() => {
        for (const ended of surplus) this.#options.sessions.remove(ended);
        this.#options.sessions.put(session);
      }, this.#present(surplus));
    } catch {
      return fail({ ...refuse('StoreUnavailable'), retryAfterSeconds: 1 });
    }
    this.#tellEnded(surplus);
    return succeed({ token, session });
  }

  /** Ids of the oldest sessions that must go before the person may have one more. */
  #surplusSessions(userName: UserName): readonly string[] {
    const sessions = [...this.#sessionsOfPerson.get(userName)].sort((a, b) => a.createdAt - b.createdAt);
    return sessions.slice(0, Math.max(0, sessions.length - SESSIONS_PER_PERSON_MAX + 1)).map((session) => session.id);
  }

  #validSession(id: string): Session | undefined {
    const session = this.#options.sessions.get(id);
    if (session === undefined || session.expiresAt <= this.#options.clock.now()) return undefined;
    return this.#options.directory.findPerson(session.userName) === undefined ? undefined : session;
  }

  #extend(session: Session): void {
    const expiresAt = this.#options.clock.now() + SESSION_LIFETIME_MS;
    if (expiresAt - session.expiresAt < EXTEND_EVERY_MS) return;
    this.#recordQuietly('extending a session', () => {
      const present = this.#options.sessions.get(session.id);
      if (present !== undefined) this.#options.sessions.put({ ...present, expiresAt });
    });
  }

  #endExpired(): void {
    const now = this.#options.clock.now();
    const expired = [...this.#options.sessions.values()].filter((session) => session.expiresAt <= now);
    if (expired.length === 0) return;
    this.#end(expired.map((session) => session.id)).catch((error: unknown) => {
      this.#options.logger.warn({ error }, 'expired sessions not removed yet');
    });
  }

  async #end(ids: readonly string[]): Promise<void> {
    await this.#options.record(() => {
      for (const id of ids) this.#options.sessions.remove(id);
    }, this.#present(ids));
    this.#tellEnded(ids);
  }

  #present(ids: readonly string[]): readonly Session[] {
    return ids.flatMap((id) => this.#options.sessions.get(id) ?? []);
  }

  #tellEnded(ids: readonly string[]): void {
    for (const id of ids) for (const listener of this.#endListeners) listener(id);
  }

  /** For changes that may be lost: the next use repeats them. */
  #recordQuietly(what: string, change: () => void): void {
    this.#options.record(change).catch((error: unknown) => this.#options.logger.warn({ error }, `${what} failed`));
  }
}

function tooMany(pauseMs: number): LoginRefusal {
  return { ...refuse('TooManyRequests'), retryAfterSeconds: Math.ceil(pauseMs / 1000) };
}
