import { unreachable } from '../../../base/assert.ts';
import { type FunctionSignature, findFunction } from './functions.ts';
import type { Dialect, Expression } from './syntax.ts';
import type { ExpressionProblem } from './tokens.ts';
import { typeOf, type ValueType } from './value.ts';

/** What an expression may refer to. */
export interface Surroundings {
  readonly dialect: Dialect;
  /** Type of a variable; undefined when there is none of this name. */
  variableType(name: string): ValueType | undefined;
  /** Whether what a constant parameter names is there; without this everything is. */
  exists?(what: NonNullable<FunctionSignature['names']>, name: string): boolean;
}

/** The type of an expression, and all that is wrong with it. */
export function checkExpression(
  expression: Expression,
  surroundings: Surroundings,
): { readonly type: ValueType; readonly problems: readonly ExpressionProblem[] } {
  const checker = new Checker(surroundings);
  return { type: checker.typeOf(expression), problems: checker.problems };
}

class Checker {
  readonly problems: ExpressionProblem[] = [];
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  typeOf(expression: Expression): ValueType {
    switch (expression.kind) {
      case 'constant':
        return typeOf(expression.value);
      case 'variable':
        return this.#variable(expression.name, expression.at);
      case 'call':
        return this.#call(expression);
      case 'not':
        this.#wants('boolean', expression.operand, '"!"');
        return 'boolean';
      case 'minus':
        this.#wants('number', expression.operand, '"-"');
        return 'number';
      case 'all':
      case 'any':
        for (const operand of expression.operands) {
          this.#wants('boolean', operand, expression.kind === 'all' ? '"&"' : '"|"');
        }
        return 'boolean';
      case 'arithmetic':
        this.#wants('number', expression.left, `"${expression.operator}"`);
        this.#wants('number', expression.right, `"${expression.operator}"`);
        return 'number';
      case 'comparison':
        this.#comparison(expression);
        return 'boolean';
      default:
        return unreachable(expression);
    }
  }

  #variable(name: string, at: number): ValueType {
    const type = this.#surroundings.variableType(name);
    if (type === undefined) this.#add(at, `names variable "${name}", which does not exist`);
    return type ?? 'any';
  }

  #call({ name, parameters, at }: Extract<Expression, { kind: 'call' }>): ValueType {
    const signature = findFunction(name);
    if (signature === undefined) {
      this.#add(at, `calls "${name}", which is no function`);
      return 'any';
    }
    if (!signature.dialects.includes(this.#surroundings.dialect)) {
      this.#add(at, `calls "${name}", which is not known in ${PLACES[this.#surroundings.dialect]}`);
    }
    if (parameters.length !== signature.parameters.length) {
      this.#add(at, `gives "${name}" ${parameters.length} parameters, it takes ${signature.parameters.length}`);
      return signature.result;
    }
    for (const [index, parameter] of parameters.entries()) {
      this.#wants(signature.parameters[index] ?? 'any', parameter, `"${name}"`);
    }
    this.#reference(signature, parameters[0]);
    return signature.result;
  }

  #reference({ names }: FunctionSignature, parameter: Expression | undefined): void {
    if (names === undefined || parameter?.kind !== 'constant' || typeof parameter.value !== 'string') return;
    if (this.#surroundings.exists?.(names, parameter.value) === false) {
      this.#add(parameter.at, `names ${names} "${parameter.value}", which does not exist`);
    }
  }

  #comparison({ operator, left, right, at }: Extract<Expression, { kind: 'comparison' }>): void {
    const types = [this.typeOf(left), this.typeOf(right)] as const;
    if (types.includes('list')) this.#add(at, `compares a list; use In(value, list)`);
    else if (!types.includes('any') && types[0] !== types[1]) {
      this.#add(at, `compares a ${types[0]} with a ${types[1]}`);
    } else if (types.includes('boolean') && operator !== '=' && operator !== '!=') {
      this.#add(at, `asks whether a boolean is ${operator} another`);
    }
  }

  #wants(wanted: ValueType, operand: Expression, who: string): void {
    const type = this.typeOf(operand);
    if (wanted === 'any' || type === 'any' || type === wanted) return;
    this.#add(operand.at, `gives ${who} a ${type}, it takes a ${wanted}`);
  }

  #add(at: number, message: string): void {
    this.problems.push({ at, message });
  }
}

const PLACES: Readonly<Record<Dialect, string>> = {
  condition: 'conditions',
  agents: 'expressions about agents',
  threshold: 'thresholds',
};
