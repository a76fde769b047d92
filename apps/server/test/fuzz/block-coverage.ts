import { type Profiler, Session } from 'node:inspector';

/** A place in our code that ran for the first time: a function with the offset in it where what was new begins. */
export interface Reached {
  readonly code: string;
  readonly at: number;
}

let session: Session | undefined;

/**
 * From now on V8 counts in this thread. A function that has run before is counted as a whole, so this comes before all else; it
 * stays on for the same reason.
 */
export function countBlocks(): Session {
  if (session !== undefined) return session;
  session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return session;
}

/** Which blocks of our code have run since it was made. */
export class BlockCoverage {
  readonly #session = countBlocks();
  readonly #isOurs: (url: string) => boolean;
  /** By function: for each character of its text whether it has run. */
  readonly #known = new Map<string, Uint8Array>();
  #blocks = 0;

  constructor(isOurs: (url: string) => boolean) {
    this.#isOurs = isOurs;
    this.#take();
  }

  /** Blocks that have run since the start. */
  get blocks(): number {
    return this.#blocks;
  }

  /** What ran since the last look and never before. */
  takeNew(): readonly Reached[] {
    const reached: Reached[] = [];
    for (const [code, ran] of this.#take()) {
      const known = this.#known.get(code);
      if (known === undefined) this.#known.set(code, ran);
      for (let at = 0; at < ran.length; at += 1) {
        if (ran[at] === 0 || (known?.[at] ?? 0) === 1) continue;
        const isBegin = at === 0 || reached.at(-1)?.code !== code || ran[at - 1] === 0 || known?.[at - 1] === 1;
        if (isBegin) reached.push({ code, at });
      }
      if (known === undefined) continue;
      for (let at = 0; at < ran.length; at += 1) if (ran[at] === 1) known[at] = 1;
    }
    this.#blocks += reached.length;
    return reached;
  }

  /** Which of these ran since the last look. */
  takeOf(wanted: readonly Reached[]): readonly Reached[] {
    const taken = this.#take();
    return wanted.filter(({ code, at }) => taken.get(code)?.[at] === 1);
  }

  #take(): Map<string, Uint8Array> {
    const taken = new Map<string, Uint8Array>();
    this.#session.post('Profiler.takePreciseCoverage', (_error, { result }) => {
      for (const { scriptId, url, functions } of result) {
        if (!this.#isOurs(url)) continue;
        for (const { ranges } of functions) noteFunction(taken, scriptId, ranges);
      }
    });
    return taken;
  }
}

/** The first range is the function, each later one a block whose count differs from that of what is around it. */
function noteFunction(
  taken: Map<string, Uint8Array>,
  scriptId: string,
  ranges: readonly Profiler.CoverageRange[],
): void {
  const [whole] = ranges;
  if (whole === undefined || whole.count === 0) return;
  const { startOffset, endOffset } = whole;
  const ran = new Uint8Array(endOffset - startOffset);
  for (const range of ranges) {
    ran.fill(range.count > 0 ? 1 : 0, range.startOffset - startOffset, range.endOffset - startOffset);
  }
  taken.set(`${scriptId} ${startOffset} ${endOffset}`, ran);
}
