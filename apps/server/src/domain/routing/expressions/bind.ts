import type { Expression } from './syntax.ts';
import type { Value } from './value.ts';

/** The expression with the values of its variables in their place; undefined when one has no value. */
export function bindVariables(
  expression: Expression,
  read: (name: string) => Value | undefined,
): Expression | undefined {
  const bind = (part: Expression) => bindVariables(part, read);
  switch (expression.kind) {
    case 'constant':
      return expression;
    case 'variable': {
      const value = read(expression.name);
      return value === undefined ? undefined : { kind: 'constant', value, at: expression.at };
    }
    case 'not':
    case 'minus': {
      const operand = bind(expression.operand);
      return operand && { ...expression, operand };
    }
    case 'call': {
      const parameters = bindEach(expression.parameters, bind);
      return parameters && { ...expression, parameters };
    }
    case 'all':
    case 'any': {
      const operands = bindEach(expression.operands, bind);
      return operands && { ...expression, operands };
    }
    case 'comparison':
    case 'arithmetic': {
      const left = bind(expression.left);
      const right = bind(expression.right);
      return left && right && { ...expression, left, right };
    }
  }
}

function bindEach(
  parts: readonly Expression[],
  bind: (part: Expression) => Expression | undefined,
): readonly Expression[] | undefined {
  const bound: Expression[] = [];
  for (const part of parts) {
    const one = bind(part);
    if (one === undefined) return undefined;
    bound.push(one);
  }
  return bound;
}
