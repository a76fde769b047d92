import type { SeededRandom } from '../../src/base/seeded-random.ts';
import type { BlockCoverage, Reached } from './block-coverage.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { closing, type Harm, inWords, nothingFed } from './harm.ts';

/** To look costs some ten milliseconds, so it is done for several inputs together, for more and more while nothing is new. */
const INPUTS_PER_LOOK_MIN = 8;
const INPUTS_PER_LOOK_MAX = 512;
const KEPT_MAX = 2_000;
/** A longer one is not kept: changed again and again they would grow without end. */
const KEPT_BYTES_MAX = 32_768;
/** Of what was kept these are changed most: they are the deepest. */
const LATEST = 4;

/** Keeps the inputs of a run that reached code which none had reached before, so that they are changed further. */
export class Guide {
  readonly #target: FuzzTarget;
  readonly #coverage: BlockCoverage;
  readonly #kept: Buffer[] = [];
  #unseen: Buffer[] = [];
  #harms: Harm[] = [];
  #inputsPerLook = INPUTS_PER_LOOK_MIN;

  constructor(target: FuzzTarget, coverage: BlockCoverage) {
    this.#target = target;
    this.#coverage = coverage;
  }

  /** Inputs that were kept. */
  get keptCount(): number {
    return this.#kept.length;
  }

  get blocks(): number {
    return this.#coverage.blocks;
  }

  /** Lets the good inputs reach what they reach. Returns what harm they did. */
  async begin(): Promise<readonly Harm[]> {
    await this.#feed(this.#target.seeds);
    this.#coverage.takeNew();
    return this.#takeHarms();
  }

  /** What the next input is made from. */
  material(random: SeededRandom): readonly Buffer[] {
    if (this.#kept.length === 0) return this.#target.seeds;
    const choice = random.below(4);
    if (choice === 0) return this.#target.seeds;
    return choice === 1 ? this.#kept : this.#kept.slice(-LATEST);
  }

  /** An input was fed and did no harm. Returns what harm others did that are fed once more now, to a subject in another state. */
  async fed(input: Buffer): Promise<readonly Harm[]> {
    this.#unseen.push(input);
    if (this.#unseen.length < this.#inputsPerLook) return [];
    const unseen = this.#unseen;
    this.#unseen = [];
    const reached = this.#coverage.takeNew();
    const next = this.#inputsPerLook * (reached.length > 0 ? 0.5 : 2);
    this.#inputsPerLook = Math.min(Math.max(next, INPUTS_PER_LOOK_MIN), INPUTS_PER_LOOK_MAX);
    if (reached.length === 0) return [];
    await this.#find(unseen, reached);
    // What else was reached meanwhile is no news of the next inputs.
    this.#coverage.takeNew();
    return this.#takeHarms();
  }

  /** Feeds halves of halves again, until it is known which input reached it. */
  async #find(inputs: readonly Buffer[], wanted: readonly Reached[]): Promise<readonly Reached[]> {
    await this.#feed(inputs);
    const found = this.#coverage.takeOf(wanted);
    const [first] = inputs;
    if (found.length === 0 || first === undefined) return [];
    if (inputs.length === 1) {
      if (this.#kept.length < KEPT_MAX && first.length <= KEPT_BYTES_MAX) this.#kept.push(first);
      return found;
    }
    const half = Math.ceil(inputs.length / 2);
    const foundFirst = await this.#find(inputs.slice(0, half), found);
    const left = found.filter((reached) => !foundFirst.includes(reached));
    return left.length === 0 ? foundFirst : [...foundFirst, ...(await this.#find(inputs.slice(half), left))];
  }

  async #feed(inputs: readonly Buffer[]): Promise<void> {
    let subject = await this.#target.open();
    for (const input of inputs) {
      try {
        await subject.feed(input);
      } catch (error) {
        this.#harms.push({ input, why: inWords(error) });
        // What was broken must not spoil the rest.
        await closing(subject);
        subject = await this.#target.open();
      }
    }
    const why = await closing(subject);
    if (why !== undefined) this.#harms.push({ input: nothingFed, why });
  }

  /** Each input once, however often it was fed in the search. */
  #takeHarms(): readonly Harm[] {
    const harms = new Map(this.#harms.map((harm) => [harm.input, harm]));
    this.#harms = [];
    return [...harms.values()];
  }
}
