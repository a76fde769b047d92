import { fail, type Result, succeed } from '../../../base/result.ts';
import {
  type CharacterSet,
  NAMED_SETS,
  PATTERN_LENGTH_MAX,
  PATTERN_STEPS_MAX,
  type PatternStep,
  REPEATS_MAX,
  type TextPattern,
} from './pattern-syntax.ts';

/** A part of a pattern, as steps whose places count from its own beginning. */
type Part = readonly PatternStep[];

/** Deepest nesting of groups. */
const DEPTH_MAX = 20;

/** Thrown inside the compiler only. */
class Mistake extends Error {}

/**
 * A pattern of the usual regular expressions: `. [a-z] [^a-z] \d \w \s \b ^ $ ( ) (?: ) |` and `* + ? {2} {2,5}`. There are
 * no back references and nothing looks ahead, so that matching costs no more than steps times characters.
 */
export function compilePattern(pattern: string, isCaseSensitive: boolean): Result<TextPattern, string> {
  if (pattern.length > PATTERN_LENGTH_MAX) return fail(`is longer than ${PATTERN_LENGTH_MAX} characters`);
  try {
    const steps = new Compiler(pattern).whole();
    return succeed({ steps: [...steps, { kind: 'found' }], isCaseSensitive });
  } catch (mistake) {
    if (mistake instanceof Mistake) return fail(mistake.message);
    throw mistake;
  }
}

class Compiler {
  readonly #characters: readonly string[];
  #index = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#characters = Array.from(pattern);
  }

  whole(): Part {
    const part = this.#alternatives();
    if (this.#index < this.#characters.length) throw new Mistake('has a ")" that closes nothing');
    return part;
  }

  #alternatives(): Part {
    let part = this.#sequence();
    while (this.#take('|')) part = either(part, this.#sequence());
    return part;
  }

  #sequence(): Part {
    let part: Part = [];
    for (let next = this.#peek(); next !== undefined && next !== '|' && next !== ')'; next = this.#peek()) {
      part = inRow(part, this.#repeated());
    }
    return part;
  }

  #repeated(): Part {
    const part = this.#atom();
    const times = this.#times();
    if (times === undefined) return part;
    // A lazy repetition finds the same texts.
    this.#take('?');
    if (this.#times() !== undefined) throw new Mistake('repeats a repetition');
    return repeat(part, times.least, times.most);
  }

  #times(): { least: number; most: number | null } | undefined {
    if (this.#take('*')) return { least: 0, most: null };
    if (this.#take('+')) return { least: 1, most: null };
    if (this.#take('?')) return { least: 0, most: 1 };
    if (!this.#take('{')) return undefined;
    const least = this.#number();
    let most: number | null = least;
    if (this.#take(',')) most = this.#peek() === '}' ? null : this.#number();
    this.#expect('}');
    if (most !== null && most < least) throw new Mistake('has a repetition whose end is before its beginning');
    return { least, most };
  }

  #number(): number {
    let digits = '';
    while (/^\d$/.test(this.#peek() ?? '')) digits += this.#next();
    const number = Number(digits);
    if (digits === '' || number > REPEATS_MAX)
      throw new Mistake(`has a repetition that is no number up to ${REPEATS_MAX}`);
    return number;
  }

  #atom(): Part {
    const character = this.#next();
    switch (character) {
      case '.':
        return one({ ranges: [[10, 10]], isNegated: true });
      case '^':
        return [{ kind: 'start' }];
      case '$':
        return [{ kind: 'end' }];
      case '[':
        return one(this.#set());
      case '(':
        return this.#group();
      case '\\':
        if (this.#take('b')) return [{ kind: 'boundary' }];
        return one(this.#escaped());
      case '*':
      case '+':
      case '?':
      case '{':
        throw new Mistake(`has a "${character}" with nothing before it`);
      default:
        return one(only(character));
    }
  }

  #group(): Part {
    this.#depth += 1;
    if (this.#depth > DEPTH_MAX) throw new Mistake(`is nested deeper than ${DEPTH_MAX} groups`);
    if (this.#take('?') && !this.#take(':'))
      throw new Mistake('has a group that looks around or has a name, which is not known here');
    const part = this.#alternatives();
    this.#expect(')');
    this.#depth -= 1;
    return part;
  }

  #escaped(): CharacterSet {
    const character = this.#next();
    const named = Object.hasOwn(NAMED_SETS, character) ? NAMED_SETS[character] : undefined;
    if (named !== undefined) return named;
    if (character === 'n') return only('\n');
    if (character === 't') return only('\t');
    if (/^[A-Za-z0-9]$/.test(character)) throw new Mistake(`has "\\${character}", which is not known here`);
    return only(character);
  }

  #set(): CharacterSet {
    const isNegated = this.#take('^');
    const ranges: (readonly [number, number])[] = [];
    while (!this.#take(']')) {
      const from = this.#member();
      if (from.isNegated) throw new Mistake('has a negated set inside a set');
      const [first] = from.ranges;
      const isOne = from.ranges.length === 1 && first !== undefined && first[0] === first[1];
      if (!isOne || this.#peek() !== '-' || this.#characters[this.#index + 1] === ']') {
        ranges.push(...from.ranges);
        continue;
      }
      this.#expect('-');
      const end = this.#member().ranges[0]?.[1] ?? 0;
      if (end < first[0]) throw new Mistake('has a range whose end is before its beginning');
      ranges.push([first[0], end]);
    }
    return { ranges, isNegated };
  }

  #member(): CharacterSet {
    const character = this.#next();
    return character === '\\' ? this.#escaped() : only(character);
  }

  #peek(): string | undefined {
    return this.#characters[this.#index];
  }

  #next(): string {
    const character = this.#characters[this.#index];
    if (character === undefined) throw new Mistake('ends too early');
    this.#index += 1;
    return character;
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#index += 1;
    return true;
  }

  #expect(character: string): void {
    if (!this.#take(character)) throw new Mistake(`has no "${character}" where one is needed`);
  }
}

function only(character: string): CharacterSet {
  const codePoint = character.codePointAt(0) ?? 0;
  return { ranges: [[codePoint, codePoint]], isNegated: false };
}

function one(set: CharacterSet): Part {
  return [{ kind: 'character', set }];
}

/** The steps of a part that begins `by` places later. */
function moved(part: Part, by: number): Part {
  return part.map((step) => {
    if (step.kind === 'split') return { ...step, first: step.first + by, second: step.second + by };
    return step.kind === 'jump' ? { ...step, to: step.to + by } : step;
  });
}

function bounded(part: Part): Part {
  const size = part.reduce((sum, step) => sum + (step.kind === 'character' ? step.set.ranges.length : 1), 0);
  if (size >= PATTERN_STEPS_MAX) throw new Mistake(`needs more than ${PATTERN_STEPS_MAX} steps`);
  return part;
}

function inRow(left: Part, right: Part): Part {
  return bounded([...left, ...moved(right, left.length)]);
}

function either(left: Part, right: Part): Part {
  const end = left.length + right.length + 2;
  return bounded([
    { kind: 'split', first: 1, second: left.length + 2 },
    ...moved(left, 1),
    { kind: 'jump', to: end },
    ...moved(right, left.length + 2),
  ]);
}

function repeat(part: Part, least: number, most: number | null): Part {
  let steps: Part = [];
  for (let count = 0; count < least; count += 1) steps = inRow(steps, part);
  if (most === null) {
    const again: Part = [
      { kind: 'split', first: 1, second: part.length + 2 },
      ...moved(part, 1),
      { kind: 'jump', to: 0 },
    ];
    return inRow(steps, again);
  }
  const optional: Part = [{ kind: 'split', first: 1, second: part.length + 1 }, ...moved(part, 1)];
  for (let count = least; count < most; count += 1) steps = inRow(steps, optional);
  return steps;
}
