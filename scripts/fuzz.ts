/** `npm run fuzz -- <target>…|all [--seconds n] [--inputs n] [--seed n]`: mutation fuzzing; what does harm goes to the corpus. */
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { keepInCorpus } from '../apps/server/test/fuzz/corpus.ts';
import type { FuzzTarget } from '../apps/server/test/fuzz/fuzz-target.ts';
import { type FuzzReport, runFuzz } from '../apps/server/test/fuzz/run-fuzz.ts';
import { fuzzTargets } from '../apps/server/test/fuzz/targets/index.ts';

/** More than this between the first and the last quarter of a run counts as growth. */
const GROWTH_MEGABYTES_MAX = 24;
const USAGE = `npm run fuzz -- <target>...|all [--seconds n] [--inputs n] [--seed n]
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
    const endsAt = performance.now() + read.seconds * 1000;
    const report = await runFuzz(target, { ...read, isOver: () => performance.now() > endsAt });
    isGood = tell(target, report, read.seed) && isGood;
  }
  return isGood ? 0 : 1;
}

function readArguments() {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { seconds: { type: 'string' }, inputs: { type: 'string' }, seed: { type: 'string' } },
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
    };
  } catch {
    return undefined;
  }
}

/** Prints what came out; false when something did harm. */
function tell({ name }: FuzzTarget, report: FuzzReport, seed: number): boolean {
  const { early, late } = report.heap;
  const hasGrown = late - early > GROWTH_MEGABYTES_MAX;
  console.log(
    `${name}: ${report.inputs} inputs, seed ${seed}, ${report.findings.length} findings, slowest ${report.slowestMs.toFixed(1)} ms, ` +
      `heap ${early.toFixed(0)} to ${late.toFixed(0)} MB${hasGrown ? ' GROWS' : ''}`,
  );
  for (const { input, number, why } of report.findings) {
    const file = input.length === 0 ? 'no input of its own' : keepInCorpus(name, input);
    console.log(`  input ${number} (${file}): ${why}`);
  }
  return report.findings.length === 0 && !hasGrown;
}
