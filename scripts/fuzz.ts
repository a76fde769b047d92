/** `npm run fuzz -- <target>…|all [--seconds n] [--inputs n] [--seed n] [--blind]`: fuzzing guided by the blocks of code that inputs reach; what does harm goes to the corpus. */
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BlockCoverage, countBlocks } from '../apps/server/test/fuzz/block-coverage.ts';
import { keepInCorpus } from '../apps/server/test/fuzz/corpus.ts';
import type { FuzzTarget } from '../apps/server/test/fuzz/fuzz-target.ts';
import { Guide } from '../apps/server/test/fuzz/guide.ts';
import { type FuzzReport, runFuzz } from '../apps/server/test/fuzz/run-fuzz.ts';

/** More than this between the first and the last quarter of a run counts as growth. */
const GROWTH_MEGABYTES_MAX = 24;
/** What inputs are guided by: our code and no tests. */
const OURS = /\/(?:apps\/server|packages\/shared)\/src\//;
if (!process.argv.includes('--blind')) countBlocks();
const { fuzzTargets } = await import('../apps/server/test/fuzz/targets/index.ts');

const USAGE = `npm run fuzz -- <target>...|all [--seconds n] [--inputs n] [--seed n] [--blind]
targets: ${fuzzTargets.map(({ name }) => name).join(', ')}
`;

// Memory is looked at after a collection, so that only what is kept counts.
setFlagsFromString('--expose-gc');
globalThis.gc = runInNewContext('gc') as NonNullable<typeof globalThis.gc>;

process.exit(await run());

async function run(): Promise<number> {
  const read = readArguments();
  if (read === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  let isGood = true;
  for (const target of read.targets) {
    const coverage = read.isBlind ? undefined : new BlockCoverage((url) => OURS.test(url));
    const guide = coverage === undefined ? undefined : new Guide(target, coverage);
    const startedAt = performance.now();
    const endsAt = performance.now() + read.seconds * 1000;
    const report = await runFuzz(target, { ...read, guide, isOver: () => performance.now() > endsAt });
    const perSecond = (1000 * report.inputs) / (performance.now() - startedAt);
    isGood = tell(target, report, { seed: read.seed, perSecond, guide }) && isGood;
  }
  return isGood ? 0 : 1;
}

function readArguments() {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        seconds: { type: 'string' },
        inputs: { type: 'string' },
        seed: { type: 'string' },
        blind: { type: 'boolean' },
      },
    });
    const named = (name: string) => fuzzTargets.filter((target) => target.name === name || name === 'all');
    const targets = positionals.flatMap(named);
    const [seconds, inputs, seed] = [
      values.seconds ?? (values.inputs === undefined ? 30 : Infinity),
      values.inputs ?? Infinity,
      values.seed ?? Date.now() % 1e9,
    ].map(Number);
    const isReadable = positionals.length > 0 && positionals.every((name) => named(name).length > 0);
    if (!isReadable || ![seconds, inputs, seed].every((value) => Number(value) >= 0)) return undefined;
    return {
      targets,
      seconds: Number(seconds),
      inputs: Number(inputs),
      seed: Number(seed),
      isBlind: values.blind === true,
    };
  } catch {
    return undefined;
  }
}

interface Run {
  readonly seed: number;
  readonly perSecond: number;
  readonly guide: Guide | undefined;
}

/** Prints what came out; false when something did harm. */
function tell({ name }: FuzzTarget, report: FuzzReport, { seed, perSecond, guide }: Run): boolean {
  const { early, late } = report.heap;
  const hasGrown = late - early > GROWTH_MEGABYTES_MAX;
  console.log(
    `${name}: ${report.inputs} inputs, ${perSecond.toFixed(0)} a second, ${guide === undefined ? 'blind' : `${guide.blocks} blocks, ${guide.keptCount} kept`}, seed ${seed}, ${report.findings.length} findings, slowest ${report.slowestMs.toFixed(1)} ms, ` +
      `heap ${early.toFixed(0)} to ${late.toFixed(0)} MB${hasGrown ? ' GROWS' : ''}`,
  );
  for (const { input, number, why } of report.findings) {
    const file = input.length === 0 ? 'no input of its own' : keepInCorpus(name, input);
    console.log(`  input ${number} (${file}): ${why}`);
  }
  return report.findings.length === 0 && !hasGrown;
}
