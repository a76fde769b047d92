import { describe, expect, it } from 'vitest';
import { LoginAttempts } from './login-attempts.ts';

const SECOND = 1000;
const MINUTE = 60_000;

/** Wrong passwords of one user from one source, in seconds, and the pause that each is followed by. */
const rows: readonly {
  readonly times: readonly number[];
  readonly pauses: readonly number[];
  readonly what: string;
}[] = [
  { what: 'four wrong ones pause nothing', times: [0, 1, 2, 3], pauses: [0, 0, 0, 0] },
  { what: 'the fifth pauses', times: [0, 1, 2, 3, 4], pauses: [0, 0, 0, 0, 5] },
  { what: 'the pause grows', times: [0, 0, 0, 0, 0, 5, 15, 35], pauses: [0, 0, 0, 0, 5, 10, 20, 40] },
  {
    what: 'it grows to five minutes',
    times: [0, 0, 0, 0, 0, 5, 15, 35, 75, 155, 315, 615],
    pauses: [0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 300, 300],
  },
  { what: 'five within more than ten minutes pause nothing', times: [0, 151, 302, 453, 604], pauses: [0, 0, 0, 0, 0] },
  {
    what: 'ten quiet minutes end the growth',
    times: [0, 0, 0, 0, 0, 605, 605, 605, 605, 605],
    pauses: [0, 0, 0, 0, 5, 0, 0, 0, 0, 5],
  },
];

describe('wrong passwords in a row', () => {
  it.each(rows)('[RE4] $what', ({ times, pauses }) => {
    const attempts = new LoginAttempts();
    expect(times.map((time) => attempts.wrongPassword('1001', '10.0.0.1', time * SECOND) / SECOND)).toEqual(pauses);
  });

  it('[RE4] the fifth pauses its user from every source, and its source for every user', () => {
    const attempts = new LoginAttempts();
    for (let wrong = 0; wrong < 5; wrong += 1) attempts.wrongPassword('1001', '10.0.0.1', 0);
    expect(attempts.pauseLeft('1001', '10.0.0.9', 2 * SECOND)).toBe(3 * SECOND);
    expect(attempts.pauseLeft('1002', '10.0.0.1', 2 * SECOND)).toBe(3 * SECOND);
    expect(attempts.pauseLeft('1002', '10.0.0.9', 2 * SECOND)).toBe(0);
    expect(attempts.pauseLeft('1001', '10.0.0.1', 5 * SECOND)).toBe(0);
  });

  it('[RE4] five wrong ones from one source pause it whatever users they name', () => {
    const attempts = new LoginAttempts();
    const pauses = ['a', 'b', 'c', 'd', 'e'].map((user) => attempts.wrongPassword(user, '10.0.0.1', 0));
    expect(pauses).toEqual([0, 0, 0, 0, 5 * SECOND]);
  });

  it('[RE5] a right password ends the row', () => {
    const attempts = new LoginAttempts();
    for (let round = 0; round < 5; round += 1) {
      for (let wrong = 0; wrong < 4; wrong += 1) expect(attempts.wrongPassword('1001', '10.0.0.1', round)).toBe(0);
      expect(attempts.pauseLeft('1001', '10.0.0.1', round)).toBe(0);
      attempts.rightPassword('1001', '10.0.0.1');
    }
  });

  it('[RE7] the counters are bounded: the least recently used go first', () => {
    const attempts = new LoginAttempts();
    for (let wrong = 0; wrong < 5; wrong += 1) attempts.wrongPassword('__proto__', '10.0.0.1', 0);
    expect(attempts.pauseLeft('__proto__', 'elsewhere', 0)).toBe(5 * SECOND);
    for (let user = 0; user < 10_000; user += 1) attempts.wrongPassword(`user ${user}`, `source ${user}`, MINUTE);
    expect(attempts.pauseLeft('__proto__', 'elsewhere', 0)).toBe(0);
  });
});
