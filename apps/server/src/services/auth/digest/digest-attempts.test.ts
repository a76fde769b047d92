import { describe, expect, it } from 'vitest';
import { DigestAttempts } from './digest-attempts.ts';

describe('wrong SIP passwords', () => {
  it('[DG7] the fifth of a user at a source pauses him there, and nobody else', () => {
    const attempts = new DigestAttempts();
    for (let wrong = 0; wrong < 5; wrong += 1) attempts.wrong('alice', '10.0.0.1', 0);
    expect(attempts.pauseLeft('alice', '10.0.0.1', 0)).toBe(5000);
    expect(attempts.pauseLeft('alice', '10.0.0.2', 0)).toBe(0);
    expect(attempts.pauseLeft('bob', '10.0.0.1', 0)).toBe(0);
  });

  it('[DG7] a right one ends the count', () => {
    const attempts = new DigestAttempts();
    for (let wrong = 0; wrong < 4; wrong += 1) attempts.wrong('alice', '10.0.0.1', 0);
    attempts.right('alice', '10.0.0.1');
    attempts.wrong('alice', '10.0.0.1', 0);
    expect(attempts.pauseLeft('alice', '10.0.0.1', 0)).toBe(0);
  });

  it('[DG7] a source that tries many users pauses, but not for whom it was right', () => {
    const attempts = new DigestAttempts();
    attempts.right('carol', '10.0.0.1');
    for (let wrong = 0; wrong < 21; wrong += 1) attempts.wrong(`user${wrong}`, '10.0.0.1', 0);
    expect(attempts.pauseLeft('alice', '10.0.0.1', 0)).toBe(5000);
    expect(attempts.pauseLeft('carol', '10.0.0.1', 0)).toBe(0);
  });

  it('[DG7] many sources that try one user pause him, but not where he was right', () => {
    const attempts = new DigestAttempts();
    attempts.right('alice', '10.9.9.9');
    for (let wrong = 0; wrong < 51; wrong += 1) attempts.wrong('alice', `10.0.0.${wrong}`, 0);
    expect(attempts.pauseLeft('alice', '10.1.1.1', 0)).toBe(5000);
    expect(attempts.pauseLeft('alice', '10.9.9.9', 0)).toBe(0);
    expect(attempts.pauseLeft('bob', '10.1.1.1', 0)).toBe(0);
  });

  it('[DG7] the tables are bounded', () => {
    const attempts = new DigestAttempts();
    for (let one = 0; one < 25_000; one += 1) {
      attempts.wrong(`user${one}`, `source${one}`, 0);
      attempts.right(`friend${one}`, `source${one}`);
    }
    expect(attempts.size).toBeLessThanOrEqual(40_000);
  });
});
