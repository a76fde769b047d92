import { unreachable } from '../../../base/assert.ts';
import type { Expression } from './syntax.ts';
import type { Value } from './value.ts';

/** To look at a part of an expression takes as long as to compare so many characters. */
export const NODE_COST = 4;
/** Most that an expression may cost for each agent: among 10,000 it holds the server for some tens of milliseconds. */
export const AGENT_STEPS_MAX = 1_000;
/** Longest text that is known of an agent: the AgentID of his login. */
const AGENT_TEXT_LENGTH = 255;
/** Longest number, as a text. */
const NUMBER_LENGTH = 24;

/** Most steps that an evaluation takes, whatever it is asked about and wherever it may stop early. Variables count as empty. */
export function stepsAtMost(expression: Expression): number {
  return costOf(expression).steps;
}

/** Why an expression about agents asks too much of each; undefined when it does not. */
export function tooCostly(expression: Expression): string | undefined {
  return stepsAtMost(expression) > AGENT_STEPS_MAX
    ? `takes more than ${AGENT_STEPS_MAX} steps for each agent`
    : undefined;
}

interface Cost {
  readonly steps: number;
  /** Characters of the value, as they count where it is looked at. */
  readonly size: number;
}

function costOf(expression: Expression): Cost {
  switch (expression.kind) {
    case 'constant':
      return { steps: NODE_COST, size: sizeOf(expression.value) };
    case 'variable':
      return { steps: NODE_COST, size: 0 };
    case 'call':
      return costOfCall(expression);
    case 'not':
    case 'minus':
      return { steps: NODE_COST + costOf(expression.operand).steps, size: 0 };
    case 'all':
    case 'any':
      return { steps: expression.operands.reduce((sum, part) => sum + costOf(part).steps, NODE_COST), size: 0 };
    case 'comparison':
    case 'arithmetic': {
      const [left, right] = [costOf(expression.left), costOf(expression.right)];
      return { steps: NODE_COST + left.steps + right.steps + Math.min(left.size, right.size), size: 0 };
    }
    default:
      return unreachable(expression);
  }
}

function costOfCall({ name, parameters }: Extract<Expression, { kind: 'call' }>): Cost {
  const costs = parameters.map(costOf);
  const steps = costs.reduce((sum, cost) => sum + cost.steps, NODE_COST);
  const size = costs.reduce((sum, cost) => sum + cost.size, 0);
  switch (name) {
    case 'Lower':
    case 'Trim':
      return { steps: steps + size, size };
    case 'Text':
      return { steps, size: asText(size) };
    case 'Length':
      return { steps: steps + asText(size), size: 0 };
    case 'StartsWith':
    case 'In':
      return { steps: steps + size, size: 0 };
    case 'Contains':
      // Each text is looked at, and then compared at most twice.
      return { steps: steps + 3 * size, size: 0 };
    case 'AgentID':
    case 'Place':
      return { steps, size: AGENT_TEXT_LENGTH };
    default:
      return { steps, size: 0 };
  }
}

/** A list is written with more between its items, a number has its digits. */
function asText(size: number): number {
  return 2 * size + NUMBER_LENGTH;
}

function sizeOf(value: Value): number {
  if (typeof value === 'object') return value.reduce<number>((sum, item) => sum + 1 + String(item).length, 0);
  return typeof value === 'string' ? value.length : 0;
}
