/** What one character may be. `ranges` are code points, both ends included. */
export interface CharacterSet {
  readonly ranges: readonly (readonly [from: number, to: number])[];
  readonly isNegated: boolean;
}

/** One step of a compiled pattern. `split` goes on at two places, the others at the next step. */
export type PatternStep =
  | { readonly kind: 'character'; readonly set: CharacterSet }
  | { readonly kind: 'split'; readonly first: number; readonly second: number }
  | { readonly kind: 'jump'; readonly to: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'boundary' }
  | { readonly kind: 'found' };

export interface TextPattern {
  readonly steps: readonly PatternStep[];
  readonly isCaseSensitive: boolean;
}

/** Longest pattern, in characters; most steps and ranges it may need; most times a part may be asked for. */
export const PATTERN_LENGTH_MAX = 200;
export const PATTERN_STEPS_MAX = 300;
export const REPEATS_MAX = 50;

const range = (from: string, to: string) => [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0] as const;
const DIGITS: CharacterSet = { ranges: [range('0', '9')], isNegated: false };
const WORD: CharacterSet = {
  ranges: [range('0', '9'), range('A', 'Z'), range('_', '_'), range('a', 'z')],
  isNegated: false,
};
const BLANK: CharacterSet = {
  ranges: [
    [9, 13],
    [32, 32],
    [160, 160],
    [0x2000, 0x200a],
    [0x2028, 0x2029],
  ],
  isNegated: false,
};

/** `\d`, `\w`, `\s` and, as capitals, what is none of them. */
export const NAMED_SETS: Readonly<Record<string, CharacterSet>> = {
  d: DIGITS,
  w: WORD,
  s: BLANK,
  D: { ...DIGITS, isNegated: true },
  W: { ...WORD, isNegated: true },
  S: { ...BLANK, isNegated: true },
};

/** Whether one of the forms of a character (as it is, small, large) is in a set. */
export function isInSet(set: CharacterSet, forms: readonly number[]): boolean {
  let isInside = false;
  for (const [from, to] of set.ranges) for (const form of forms) if (form >= from && form <= to) isInside = true;
  return isInside !== set.isNegated;
}

/** Whether a code point belongs to a word, for `\b`. */
export function isWordCharacter(codePoint: number | undefined): boolean {
  return codePoint !== undefined && isInSet(WORD, [codePoint]);
}
