import { unreachable } from '../../../base/assert.ts';
import type { Expression } from './syntax.ts';
import type { Value } from './value.ts';

/** How strongly each kind holds together; what is weaker inside gets parentheses. */
const STRENGTH = { any: 1, all: 2, not: 3, comparison: 4, '+': 5, '-': 5, '*': 6, '/': 6, minus: 7, rest: 8 } as const;

/** The one way to write an expression: two that are printed alike mean the same. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'constant':
      return printConstant(expression.value);
    case 'variable':
      return `$${expression.name}`;
    case 'call': {
      const [first] = expression.parameters;
      const isBare = expression.name === 'Skill' && first?.kind === 'constant' && isSkillName(first.value);
      if (isBare) return String(first.value);
      return `${expression.name}(${expression.parameters.map(printExpression).join(', ')})`;
    }
    case 'not':
      return `!${inside(expression.operand, STRENGTH.not)}`;
    case 'minus':
      return `-${inside(expression.operand, STRENGTH.minus)}`;
    case 'all':
      return expression.operands.map((operand) => inside(operand, STRENGTH.all + 1)).join(' & ');
    case 'any':
      return expression.operands.map((operand) => inside(operand, STRENGTH.any + 1)).join(' | ');
    case 'comparison': {
      const { left, operator, right } = expression;
      return `${inside(left, STRENGTH.comparison + 1)} ${operator} ${inside(right, STRENGTH.comparison + 1)}`;
    }
    case 'arithmetic': {
      const { left, operator, right } = expression;
      const strength = STRENGTH[operator];
      return `${inside(left, strength)} ${operator} ${inside(right, strength + 1)}`;
    }
    default:
      return unreachable(expression);
  }
}

function inside(expression: Expression, least: number): string {
  const printed = printExpression(expression);
  return strengthOf(expression) < least ? `(${printed})` : printed;
}

function strengthOf(expression: Expression): number {
  if (expression.kind === 'arithmetic') return STRENGTH[expression.operator];
  if (expression.kind === 'constant') {
    return typeof expression.value === 'number' && expression.value < 0 ? STRENGTH.minus : STRENGTH.rest;
  }
  return expression.kind === 'variable' || expression.kind === 'call' ? STRENGTH.rest : STRENGTH[expression.kind];
}

function isSkillName(value: Value): boolean {
  return typeof value === 'string' && /^[A-Za-z_]\w*$/.test(value) && value !== 'true' && value !== 'false';
}

function printConstant(value: Value): string {
  if (typeof value === 'object') return `[${value.map(printConstant).join(', ')}]`;
  if (typeof value !== 'string') return String(value);
  return `"${value.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
