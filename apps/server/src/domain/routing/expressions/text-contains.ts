/** Counts what an evaluation costs. */
export interface Meter {
  steps: number;
  /** Where it is given up; without one, nowhere. */
  readonly stepsMax?: number;
}

export function isSpent({ steps, stepsMax = Number.POSITIVE_INFINITY }: Meter): boolean {
  return steps > stepsMax;
}

/**
 * Whether `text` contains `part`; undefined when that would cost more than the meter allows. Each character is compared at most
 * twice (Knuth, Morris, Pratt).
 */
export function textContains(text: string, part: string, meter: Meter): boolean | undefined {
  if (part.length === 0) return true;
  if (isSpent(meter)) return undefined;
  const fallBack = fallBacks(part, meter);
  let steps = 0;
  let matched = 0;
  let index = 0;
  for (; index < text.length && matched < part.length; index += 1) {
    const character = text.charCodeAt(index);
    while (matched > 0 && character !== part.charCodeAt(matched)) {
      matched = fallBack[matched - 1] ?? 0;
      steps += 1;
    }
    if (character === part.charCodeAt(matched)) matched += 1;
  }
  meter.steps += steps + index;
  return matched === part.length;
}

/** For each end of `part`, how much of its beginning is matched again there. */
function fallBacks(part: string, meter: Meter): Uint32Array {
  const lengths = new Uint32Array(part.length);
  let steps = part.length;
  let matched = 0;
  for (let index = 1; index < part.length; index += 1) {
    const character = part.charCodeAt(index);
    while (matched > 0 && character !== part.charCodeAt(matched)) {
      matched = lengths[matched - 1] ?? 0;
      steps += 1;
    }
    if (character === part.charCodeAt(matched)) matched += 1;
    lengths[index] = matched;
  }
  meter.steps += steps;
  return lengths;
}
