import type { FunctionName } from '../expressions/functions.ts';
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

/** Functions whose value changes though nothing happens. Those of calendars do so at full minutes. */
const OF_TIME: ReadonlySet<string> = new Set<FunctionName>(['IsOpen', 'Hour', 'Weekday', 'StatEstimatedWait']);

/** Whether a threshold may become true by time alone. */
export function changesByTime(threshold: Threshold): boolean {
  return threshold !== null && threshold !== false && asksForTime(threshold);
}

function asksForTime(expression: Expression): boolean {
  switch (expression.kind) {
    case 'constant':
    case 'variable':
      return false;
    case 'call':
      return OF_TIME.has(expression.name) || expression.parameters.some(asksForTime);
    case 'not':
    case 'minus':
      return asksForTime(expression.operand);
    case 'all':
    case 'any':
      return expression.operands.some(asksForTime);
    case 'comparison':
    case 'arithmetic':
      return asksForTime(expression.left) || asksForTime(expression.right);
  }
}
