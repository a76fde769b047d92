import { type Person, type Place, personSchema } from '@cordboard/shared/configuration/configuration-file';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fakes/fake-clock.ts';
import { silentLogger } from '../../base/logger.ts';
import { Table } from '../../base/table.ts';
import { AuthService, SESSION_LIFETIME_MS } from './auth-service.ts';
import { DUMMY_HASH } from './passwords.ts';
import type { Session } from './session.ts';

const HOUR = 3_600_000;

const persons: readonly Person[] = [
  { userName: '1001', role: 'agent', place: '1001', passwordHash: 'hash of demo' },
  { userName: '1003', role: 'agent', passwordHash: 'hash of demo' },
  { userName: 'router', role: 'application', passwordHash: 'hash of demo' },
  { userName: 'admin', role: 'administrator', place: '1001', passwordHash: 'hash of demo' },
  { userName: 'nobody', role: 'agent' },
].map((person) => personSchema.parse(person));
const places: readonly Place[] = ['1001', '1002'].map((name) => ({ name, directoryNumbers: [name] }));

function setUp(sessions = new Table<Session>('sessions')) {
  const clock = new FakeClock();
  const hashed: string[] = [];
  const told: string[] = [];
  const store = { isAvailable: true };
  const present = new Map(persons.map((person) => [person.userName, person]));
  const auth = new AuthService({
    sessions,
    clock,
    logger: silentLogger,
    directory: {
      findPerson: (userName) => present.get(userName),
      findPlace: (name) => places.find((place) => place.name === name),
    },
    record: async (change, ended = []) => {
      if (!store.isAvailable) throw new Error('disk full');
      change();
      told.push(...ended.map(({ userName }) => userName));
    },
    verify: async (password, hash) => {
      hashed.push(hash);
      return hash === `hash of ${password}`;
    },
  });
  const login = (userName: string, password = 'demo', place?: string) =>
    auth.login({ userName, password, place, source: '127.0.0.1' });
  const enter = async (userName: string) => {
    const entered = await login(userName);
    if (!entered.ok) throw new Error(entered.failure.code);
    return entered.value;
  };
  return { auth, clock, hashed, told, store, sessions, present, login, enter };
}

describe('logging in', () => {
  it.each([
    { what: 'the own place', userName: '1001', place: undefined, expected: '1001' },
    { what: 'the place named', userName: '1001', place: '1002', expected: '1002' },
    { what: 'no place where the person has none', userName: '1003', place: undefined, expected: null },
    { what: 'no place for an application', userName: 'router', place: '1001', expected: null },
    { what: 'no place for an administrator', userName: 'admin', place: undefined, expected: null },
  ])('[RE1] gives $what', async ({ userName, place, expected }) => {
    const entered = await setUp().login(userName, 'demo', place);
    expect(entered.ok && entered.value.session.place).toBe(expected);
  });

  it('[RE2] names an unknown place only after the password was found right', async () => {
    const { login } = setUp();
    expect(await login('1001', 'demo', 'moon')).toMatchObject({ ok: false, failure: { code: 'UnknownPlace' } });
    expect(await login('1001', 'wrong', 'moon')).toMatchObject({ failure: { code: 'WrongCredentials' } });
  });

  it.each(['1001', 'stranger', 'nobody', '__proto__', 'constructor'])(
    '[RE3] a wrong password of %s costs one hash and gets the same answer',
    async (userName) => {
      const { login, hashed } = setUp();
      const refused = await login(userName, 'wrong');
      expect(refused).toEqual({
        ok: false,
        failure: { code: 'WrongCredentials', message: 'User name or password is wrong.' },
      });
      expect(hashed).toEqual([userName === '1001' ? 'hash of demo' : DUMMY_HASH]);
    },
  );

  it('[RE3] a person without a password cannot log in', async () => {
    expect((await setUp().login('nobody', '')).ok).toBe(false);
  });

  it('[RE4] the fifth wrong password is answered with the time to wait, and no password is looked at until then', async () => {
    const { login, clock, hashed } = setUp();
    for (let wrong = 0; wrong < 4; wrong += 1) {
      expect(await login('1001', 'wrong')).toMatchObject({ failure: { code: 'WrongCredentials' } });
    }
    expect(await login('1001', 'wrong')).toMatchObject({ failure: { code: 'TooManyRequests', retryAfterSeconds: 5 } });
    clock.advance(2500);
    expect(await login('1001')).toMatchObject({ failure: { code: 'TooManyRequests', retryAfterSeconds: 3 } });
    expect(hashed).toHaveLength(5);
    clock.advance(2500);
    expect((await login('1001')).ok).toBe(true);
  });

  it('[RE5] four wrong passwords and a right one, again and again, are never refused', async () => {
    const { login } = setUp();
    for (let round = 0; round < 4; round += 1) {
      for (let wrong = 0; wrong < 4; wrong += 1) await login('1001', 'wrong');
      expect((await login('1001')).ok).toBe(true);
    }
  });

  it('[RE6] of many guesses sent side by side only the first four are answered right or wrong', async () => {
    const { login } = setUp();
    const guesses = [...Array.from({ length: 30 }, () => 'wrong'), 'demo'];
    const outcomes = await Promise.all(guesses.map((guess) => login('1001', guess)));
    const codes = outcomes.map((outcome) => (outcome.ok ? 'entered' : outcome.failure.code));
    expect(codes.filter((code) => code === 'WrongCredentials')).toHaveLength(4);
    expect(codes.filter((code) => code === 'TooManyRequests')).toHaveLength(27);
  });

  it('[RE6] two hundred right passwords side by side all enter', async () => {
    const { login } = setUp();
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => login('router')));
    expect(outcomes.every((outcome) => outcome.ok)).toBe(true);
  });

  it('[RE10] is refused when the session cannot be stored', async () => {
    const { login, store, sessions } = setUp();
    store.isAvailable = false;
    expect(await login('1001')).toMatchObject({ failure: { code: 'StoreUnavailable' } });
    expect(sessions.size).toBe(0);
  });
});

describe('sessions', () => {
  it('[RE8] the token is not stored, and survives a restart', async () => {
    const before = setUp();
    const { token, session } = await before.enter('1001');
    const stored = JSON.stringify([...before.sessions.values()]);
    expect(stored).not.toContain(token);
    const loaded = new Table<Session>('sessions');
    loaded.load(JSON.parse(stored));
    expect(setUp(loaded).auth.authenticate(token)).toEqual(session);
  });

  it.each(['', 'x', '__proto__', 'a'.repeat(43), 'a'.repeat(100_000), '\u0000'])(
    '[RE8] what is no token of ours is nobody: %#',
    (token) => {
      expect(setUp().auth.authenticate(token)).toBeUndefined();
    },
  );

  it('[RE9] a session ends 12 hours after its last use', async () => {
    const { auth, clock, enter } = setUp();
    const { token } = await enter('1001');
    clock.advance(11 * HOUR);
    expect(auth.authenticate(token)).toBeDefined();
    clock.advance(11 * HOUR);
    expect(auth.authenticate(token)).toBeDefined();
    clock.advance(SESSION_LIFETIME_MS);
    expect(auth.authenticate(token)).toBeUndefined();
  });

  it('[RE9] an expired session is removed and told', async () => {
    const { auth, clock, enter, sessions } = setUp();
    auth.start();
    const ended: string[] = [];
    auth.onSessionEnded((id) => ended.push(id));
    const { session } = await enter('1001');
    clock.advance(SESSION_LIFETIME_MS);
    await Promise.resolve();
    expect(ended).toEqual([session.id]);
    expect(sessions.size).toBe(0);
  });

  it('[RE9][SS9] log-out ends one session and tells it', async () => {
    const { auth, enter, told } = setUp();
    const ended: string[] = [];
    auth.onSessionEnded((id) => ended.push(id));
    const [first, second] = [await enter('1001'), await enter('1001')];
    expect(await auth.logout(first.token)).toEqual({ ok: true, value: undefined });
    expect(auth.authenticate(first.token)).toBeUndefined();
    expect(auth.authenticate(second.token)).toBeDefined();
    expect(ended).toEqual([first.session.id]);
    expect(told).toEqual(['1001']);
  });

  it('[RE10] a log-out that cannot be stored is refused and changes nothing', async () => {
    const { auth, enter, store } = setUp();
    const { token } = await enter('1001');
    store.isAvailable = false;
    expect(await auth.logout(token)).toMatchObject({ ok: false, failure: { code: 'StoreUnavailable' } });
    expect(auth.authenticate(token)).toBeDefined();
  });

  it('[RE9][SS9] the 21st session of a person ends the oldest', async () => {
    const { auth, clock, enter, told } = setUp();
    const first = await enter('1001');
    const other = await enter('router');
    for (let more = 0; more < 20; more += 1) {
      clock.advance(1);
      await enter('1001');
    }
    expect(auth.authenticate(first.token)).toBeUndefined();
    expect(auth.authenticate(other.token)).toBeDefined();
    expect(told).toEqual(['1001']);
  });

  it('[RE9] a session ends with its person', async () => {
    const { auth, enter, present } = setUp();
    const { token } = await enter('1001');
    present.delete('1001');
    expect(auth.authenticate(token)).toBeUndefined();
  });
});
