import { parseExpression } from '../expressions/parse.ts';
import type { Expression } from '../expressions/syntax.ts';

/** Null: there is none. `false`: it cannot be read, and never holds. */
export type Threshold = Expression | null | false;

const KEPT = 500;
const read = new Map<string, Expression | false>();

/** The threshold of a target, read once. */
export function readThreshold(text: string | undefined): Threshold {
  if (text === undefined) return null;
  let threshold = read.get(text);
  if (threshold === undefined) {
    const parsed = parseExpression(text, 'threshold');
    threshold = parsed.ok ? parsed.value : false;
    if (read.size >= KEPT) read.clear();
    read.set(text, threshold);
  }
  return threshold;
}
