import { isInSet, isWordCharacter, type TextPattern } from './pattern-syntax.ts';

/** Longest text that is looked at, in characters; what comes after is left out. */
export const MATCHED_LENGTH_MAX = 16_384;

/**
 * Whether the pattern is found anywhere in the text. All ways through the pattern are followed at once (Thompson), each step
 * at most once per character.
 */
export function matchPattern(pattern: TextPattern, text: string, meter = { steps: 0 }): boolean {
  const codePoints = Array.from(text.slice(0, MATCHED_LENGTH_MAX), (character) => character.codePointAt(0) ?? 0);
  let present: number[] = [];
  const reachedAt = new Int32Array(pattern.steps.length).fill(-1);
  for (let position = 0; position <= codePoints.length; position += 1) {
    // A new try begins at every character.
    const open = [...present, 0];
    const waiting: number[] = [];
    while (open.length > 0) {
      const place = open.pop() ?? 0;
      if (reachedAt[place] === position) continue;
      reachedAt[place] = position;
      meter.steps += 1;
      const step = pattern.steps[place];
      switch (step?.kind) {
        case 'found':
          return true;
        case 'character':
          meter.steps += step.set.ranges.length;
          waiting.push(place);
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
          if (isWordCharacter(codePoints[position - 1]) !== isWordCharacter(codePoints[position])) open.push(place + 1);
          break;
      }
    }
    const codePoint = codePoints[position];
    if (codePoint === undefined) return false;
    const forms = pattern.isCaseSensitive ? [codePoint] : formsOf(codePoint);
    present = waiting.flatMap((place) => {
      const step = pattern.steps[place];
      return step?.kind === 'character' && isInSet(step.set, forms) ? [place + 1] : [];
    });
  }
  return false;
}

/** A letter as it is, small and large. */
function formsOf(codePoint: number): readonly number[] {
  const letter = String.fromCodePoint(codePoint);
  const forms = [letter.toLowerCase(), letter.toUpperCase()].flatMap((form) => {
    const [only, more] = Array.from(form);
    return only === undefined || more !== undefined ? [] : [only.codePointAt(0) ?? 0];
  });
  return [...new Set([codePoint, ...forms])];
}
