import { SeededRandom } from '../../src/base/seeded-random.ts';
import type { FuzzSubject, FuzzTarget } from './fuzz-target.ts';
import type { Guide } from './guide.ts';
import { closing, type Harm, inWords, nothingFed } from './harm.ts';
import { mutateText } from './mutate.ts';

/** Longest that one input may keep the processor. */
const INPUT_MS_MAX = 100;
/** Code whose blocks are counted is that much slower. */
const COUNTING_COSTS = 4;
/** What was slow is tried again, since a processor may have been somewhere else. */
const SLOW_TRIES = 3;

export interface Finding extends Harm {
  readonly number: number;
}

export interface FuzzReport {
  readonly inputs: number;
  readonly findings: readonly Finding[];
  readonly slowestMs: number;
  /** Heap in use in megabytes, looked at between subjects: first and last quarter of the run. */
  readonly heap: { readonly early: number; readonly late: number };
}

export interface FuzzOptions {
  readonly seed: number;
  readonly inputs: number;
  /** Says when it is enough before that. */
  readonly isOver?: () => boolean;
  readonly findingsMax?: number;
  /** Without one the good inputs alone are changed. */
  readonly guide?: Guide | undefined;
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Feeds mutated seeds until the count or the time is over. The same seed makes the same inputs. */
export async function runFuzz(target: FuzzTarget, options: FuzzOptions): Promise<FuzzReport> {
  const random = new SeededRandom(options.seed);
  const { isOver = () => false, findingsMax = 20, guide } = options;
  const findings: Finding[] = [];
  const heaps: number[] = [];
  let slowestMs = 0;
  let inputs = 0;
  const note = (harms: readonly Harm[] = []) => findings.push(...harms.map((harm) => ({ ...harm, number: inputs })));
  note(await guide?.begin());
  while (inputs < options.inputs && !isOver() && findings.length < findingsMax) {
    let subject = await target.open();
    const until = Math.min(options.inputs, inputs + target.inputsPerSubject);
    for (; inputs < until && findings.length < findingsMax; inputs += 1) {
      const material = guide?.material(random) ?? target.seeds;
      const input = target.mutate?.(random, material) ?? mutateText(random, material, target.dictionary);
      const fed = await feed(subject, input);
      slowestMs = Math.max(slowestMs, fed.tookMs);
      const why = fed.why ?? (await whySlow(target, input, fed.tookMs / (guide === undefined ? 1 : COUNTING_COSTS)));
      if (why === undefined) {
        note(await guide?.fed(input));
        continue;
      }
      note([{ input, why }]);
      // What was broken must not spoil the rest.
      await closeQuietly(subject);
      subject = await target.open();
    }
    const why = await closing(subject);
    if (why !== undefined) note([{ input: nothingFed, why }]);
    // What waits for the next turn, such as streams that were closed, is let go of first.
    await new Promise((resolve) => setImmediate(resolve));
    heaps.push(heapMegabytes());
  }
  return {
    inputs,
    findings,
    slowestMs,
    heap: { early: lowest(firstQuarter(heaps)), late: lowest(lastQuarter(heaps)) },
  };
}

/** Feeds one input to a fresh subject; what it says against it. */
export async function replay(target: FuzzTarget, input: Buffer): Promise<string | undefined> {
  const subject = await target.open();
  const { why, tookMs } = await feed(subject, input);
  return why ?? (await closing(subject)) ?? (await whySlow(target, input, tookMs));
}

async function feed(subject: FuzzSubject, input: Buffer): Promise<{ why: string | undefined; tookMs: number }> {
  const startedAt = cpuMs();
  try {
    const under = subject.feed(input);
    if (under !== undefined) await under;
    return { why: undefined, tookMs: cpuMs() - startedAt };
  } catch (error) {
    return { why: inWords(error), tookMs: 0 };
  }
}

/** Slow only if it is slow every time. */
async function whySlow(target: FuzzTarget, input: Buffer, tookMs: number): Promise<string | undefined> {
  if (tookMs <= INPUT_MS_MAX) return undefined;
  let best = tookMs;
  for (let count = 0; count < SLOW_TRIES && best > INPUT_MS_MAX; count += 1) {
    const subject = await target.open();
    best = Math.min(best, (await feed(subject, input)).tookMs);
    await closeQuietly(subject);
  }
  return best > INPUT_MS_MAX ? `took ${Math.round(best)} ms` : undefined;
}

async function closeQuietly(subject: FuzzSubject): Promise<void> {
  await closing(subject);
}

function heapMegabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

const firstQuarter = (values: readonly number[]) => values.slice(0, Math.ceil(values.length / 4));
const lastQuarter = (values: readonly number[]) => values.slice(-Math.ceil(values.length / 4));
const lowest = (values: readonly number[]) => Math.min(...values);
