import { describe, expect, it, test } from 'vitest';
import { corpusTargets, readCorpus } from './corpus.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { replay, runFuzz } from './run-fuzz.ts';
import { fuzzTargets } from './targets/index.ts';

const SEED = 20_261_122;

describe.each(fuzzTargets.filter(({ inputsInTest }) => inputsInTest > 0))('$name', (target) => {
  it('[FZ1] [FZ2] takes whatever comes', async () => {
    const report = await runFuzz(target, { seed: SEED, inputs: target.inputsInTest });
    expect(report.findings.map(({ number, why }) => `input ${number}: ${why}`)).toEqual([]);
    expect(report.inputs).toBe(target.inputsInTest);
  });
});

test.each(
  fuzzTargets.flatMap(({ name, seeds, isTaken }) =>
    isTaken === undefined ? [] : seeds.map((seed, at) => ({ name, at, seed, isTaken })),
  ),
)('[FZ6] good input $at of $name is taken', ({ seed, isTaken }) => {
  expect(isTaken(seed)).toBe(true);
});

describe('the corpus', () => {
  test('[FZ3] is of targets that there are', () => {
    const names = new Set(fuzzTargets.map(({ name }) => name));
    expect(corpusTargets().filter((name) => !names.has(name))).toEqual([]);
  });

  const files = fuzzTargets
    .filter(({ inputsInTest }) => inputsInTest > 0)
    .flatMap((target) =>
      readCorpus(target.name).map((file) => ({ target, ...file, title: `${target.name} ${file.name}` })),
    );
  test.each(files)('[FZ3] $title does no harm any more', async ({ target, input }) => {
    expect(await replay(target, input)).toBeUndefined();
  });
});

describe('the corpus of the whole server', () => {
  test.each(fuzzTargets.filter(({ inputsInTest }) => inputsInTest === 0))(
    '[FZ3] $name does no harm any more',
    async (target) => {
      const files = readCorpus(target.name);
      expect(files.length).toBeGreaterThan(0);
      const subject = await target.open();
      for (const { input } of files) await subject.feed(input);
      // It is still well, and takes another one.
      await subject.feed(target.seeds[0] ?? Buffer.alloc(0));
      await subject.close?.();
    },
    60_000,
  );
});

describe('the fuzzer', () => {
  const subjectOf = (feed: (input: Buffer) => void): FuzzTarget => ({
    name: 'bad',
    seeds: [Buffer.from('A: 1\r\nB: 2\r\n\r\nbody')],
    dictionary: ['word'],
    inputsPerSubject: 50,
    inputsInTest: 0,
    open: () => ({ feed }),
  });

  it('[FZ1] [FZ4] finds an exception, and the same ones again from the same seed', async () => {
    const target = subjectOf((input) => {
      if (input.includes('4294967296')) throw new Error('too great');
    });
    const [first, again] = [
      await runFuzz(target, { seed: 3, inputs: 400 }),
      await runFuzz(target, { seed: 3, inputs: 400 }),
    ];
    expect(first.findings.length).toBeGreaterThan(0);
    expect(again.findings.map(({ input }) => input)).toEqual(first.findings.map(({ input }) => input));
  });

  it('[FZ2] finds what keeps the processor too long', async () => {
    const target = subjectOf(() => {
      const until = process.threadCpuUsage().user + 130_000;
      while (process.threadCpuUsage().user < until);
    });
    const { findings } = await runFuzz(target, { seed: 1, inputs: 1 });
    expect(findings.map(({ why }) => why)).toEqual([expect.stringMatching(/^took \d+ ms$/)]);
  });
});
