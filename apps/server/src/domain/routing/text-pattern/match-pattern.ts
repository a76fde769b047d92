import { isInSet, isWordCharacter, type TextPattern } from './pattern-syntax.ts';

/** Longest text that is looked at, in characters; what comes after is left out. */
export const MATCHED_LENGTH_MAX = 16_384;

/** What matching costs, in steps. */
export interface PatternMeter {
  steps: number;
  /** Where it is given up; without one, nowhere. */
  readonly stepsMax?: number;
}

/**
 * Whether the pattern is found anywhere in the text; undefined when that would cost more than the meter allows. All ways through
 * the pattern are followed at once (Thompson), each step at most once per character.
 */
export function matchPattern(
  pattern: TextPattern,
  text: string,
  meter: PatternMeter = { steps: 0 },
): boolean | undefined {
  const { steps, isCaseSensitive } = pattern;
  const { stepsMax = Number.POSITIVE_INFINITY } = meter;
  const codePoints = Array.from(text.slice(0, MATCHED_LENGTH_MAX), (character) => character.codePointAt(0) ?? 0);
  let open: number[] = [];
  let next: number[] = [];
  const reachedAt = new Int32Array(steps.length).fill(-1);
  for (let position = 0; position <= codePoints.length; position += 1) {
    const codePoint = codePoints[position];
    const forms = codePoint === undefined ? [] : isCaseSensitive ? [codePoint] : formsOf(codePoint);
    // A new try begins at every character.
    open.push(0);
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (reachedAt[place] === position) continue;
      reachedAt[place] = position;
      meter.steps += 1;
      const step = steps[place];
      switch (step?.kind) {
        case 'found':
          return true;
        case 'character':
          meter.steps += step.set.ranges.length;
          if (codePoint !== undefined && isInSet(step.set, forms)) next.push(place + 1);
          break;
        case 'split':
          open.push(step.second, step.first);
          break;
        case 'jump':
          open.push(step.to);
          break;
        case 'start':
          if (position === 0) open.push(place + 1);
          break;
        case 'end':
          if (position === codePoints.length) open.push(place + 1);
          break;
        case 'boundary':
          if (isWordCharacter(codePoints[position - 1]) !== isWordCharacter(codePoint)) open.push(place + 1);
          break;
      }
    }
    if (meter.steps > stepsMax) return undefined;
    // The stack is empty now, and serves for what comes after the next character.
    [open, next] = [next, open];
  }
  return false;
}

/** A letter as it is, small and large. */
function formsOf(codePoint: number): readonly number[] {
  const letter = String.fromCodePoint(codePoint);
  const forms = [codePoint];
  for (const form of [letter.toLowerCase(), letter.toUpperCase()]) {
    const only = form.codePointAt(0);
    if (only !== undefined && only !== codePoint && form.length === String.fromCodePoint(only).length) forms.push(only);
  }
  return forms;
}
