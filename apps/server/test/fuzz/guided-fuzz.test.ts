import { describe, expect, it } from 'vitest';
import { BlockCoverage } from './block-coverage.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { Guide } from './guide.ts';
import { readDeeply, WORDS } from './planted-bug.ts';
import { runFuzz } from './run-fuzz.ts';

describe('guided by what was reached', () => {
  const target: FuzzTarget = {
    name: 'planted',
    seeds: [Buffer.from('A: 1\r\nB: 2\r\n\r\nbody')],
    dictionary: [...WORDS, 'zeta', 'eta', 'theta', 'iota'],
    inputsPerSubject: 200,
    inputsInTest: 0,
    open: () => ({ feed: (input) => readDeeply(input.toString('latin1')) }),
  };
  const INPUTS = 20_000;

  /** Number and bytes of the first input that did harm. */
  async function firstHarm(seed: number, isGuided: boolean): Promise<readonly [number, string] | undefined> {
    const coverage = isGuided ? new BlockCoverage((url) => url.includes('planted-bug')) : undefined;
    const guide = coverage === undefined ? undefined : new Guide(target, coverage);
    const { findings } = await runFuzz(target, { seed, inputs: INPUTS, findingsMax: 1, guide });
    const [first] = findings;
    return first === undefined ? undefined : [first.number, first.input.toString('latin1')];
  }

  it('[FZ4] [FZ5] harm behind four conditions is found, each time alike, and never by chance within the same number', async () => {
    for (const seed of [1, 2]) {
      const found = await firstHarm(seed, true);
      expect(found?.[1]).toMatch(/alpha.*beta.*gamma.*delta/s);
      if (seed === 1) expect(await firstHarm(seed, true)).toEqual(found);
      expect(await firstHarm(seed, false)).toBeUndefined();
    }
  }, 60_000);

  it('[FZ5] harm that only comes out when inputs are fed once more is found as well', async () => {
    let opened = 0;
    const bad: FuzzTarget = {
      ...target,
      open: () => {
        opened += 1;
        const isFirst = opened % 2 === 1;
        return {
          feed: (input) => {
            readDeeply(input.toString('latin1').replace('delta', ''));
            if (!isFirst && input.includes('alpha')) throw new Error('only in another state');
          },
        };
      },
    };
    const guide = new Guide(bad, new BlockCoverage((url) => url.includes('planted-bug')));
    const { findings } = await runFuzz(bad, { seed: 1, inputs: INPUTS, findingsMax: 1, guide });
    expect(findings).toEqual([
      { input: expect.any(Buffer), number: expect.any(Number), why: expect.stringContaining('only in another state') },
    ]);
    expect(findings[0]?.input.includes('alpha')).toBe(true);
  }, 60_000);
});
