/** Counts what an evaluation costs. */
export interface Meter {
  steps: number;
}

/** Whether `text` contains `part`; each character is compared at most twice (Knuth, Morris, Pratt). */
export function textContains(text: string, part: string, meter: Meter): boolean {
  if (part.length === 0) return true;
  const fallBack = fallBacks(part, meter);
  let matched = 0;
  for (let index = 0; index < text.length; index += 1) {
    meter.steps += 1;
    while (matched > 0 && text[index] !== part[matched]) {
      matched = fallBack[matched - 1] ?? 0;
      meter.steps += 1;
    }
    if (text[index] === part[matched]) matched += 1;
    if (matched === part.length) return true;
  }
  return false;
}

/** For each end of `part`, how much of its beginning is matched again there. */
function fallBacks(part: string, meter: Meter): readonly number[] {
  const lengths = [0];
  let matched = 0;
  for (let index = 1; index < part.length; index += 1) {
    meter.steps += 1;
    while (matched > 0 && part[index] !== part[matched]) {
      matched = lengths[matched - 1] ?? 0;
      meter.steps += 1;
    }
    if (part[index] === part[matched]) matched += 1;
    lengths.push(matched);
  }
  return lengths;
}
