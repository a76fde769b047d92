import { unreachable } from '../../../base/assert.ts';
import { fail, type Result, succeed } from '../../../base/result.ts';
import { NODE_COST } from './cost.ts';
import type { FunctionName } from './functions.ts';
import type { Arithmetic, Comparison, Expression } from './syntax.ts';
import { isSpent, type Meter, textContains } from './text-contains.ts';
import { numberIn, textOf, typeOf, type Value } from './value.ts';

/** Why an expression has no value. */
export interface EvaluationFailure {
  readonly at: number;
  readonly message: string;
}

/** What an expression can ask about. */
export interface Scope {
  variable(name: string): Value | undefined;
  /** Answers the functions that need the world; undefined when what they name is not there. */
  call(name: FunctionName, parameters: readonly Value[]): Value | undefined;
}

/**
 * The value of an expression; none when it costs more than the meter allows. The steps rise with its length and the length of the
 * texts it looks at, and no faster.
 */
export function evaluate(
  expression: Expression,
  scope: Scope,
  meter: Meter = { steps: 0 },
): Result<Value, EvaluationFailure> {
  try {
    return succeed(new Evaluation(scope, meter).valueOf(expression));
  } catch (failure) {
    if (failure instanceof NoValue) return fail({ at: failure.at, message: failure.message });
    throw failure;
  }
}

const TOO_LONG = 'takes too long';

/** Thrown inside an evaluation only. */
class NoValue extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

class Evaluation {
  readonly #scope: Scope;
  readonly #meter: Meter;

  constructor(scope: Scope, meter: Meter) {
    this.#scope = scope;
    this.#meter = meter;
  }

  valueOf(expression: Expression): Value {
    const { at } = expression;
    this.#spend(NODE_COST, at);
    switch (expression.kind) {
      case 'constant':
        return expression.value;
      case 'variable': {
        const value = this.#scope.variable(expression.name);
        if (value === undefined) throw new NoValue(at, `has no variable "${expression.name}"`);
        return value;
      }
      case 'call':
        return this.#call(expression);
      case 'not':
        return !this.#boolean(expression.operand);
      case 'minus':
        return -this.#number(expression.operand);
      case 'all':
        return expression.operands.every((operand) => this.#boolean(operand));
      case 'any':
        return expression.operands.some((operand) => this.#boolean(operand));
      case 'arithmetic':
        return this.#arithmetic(expression.operator, this.#number(expression.left), this.#number(expression.right), at);
      case 'comparison':
        return this.#compare(expression.operator, this.valueOf(expression.left), this.valueOf(expression.right), at);
      default:
        return unreachable(expression);
    }
  }

  #boolean(operand: Expression): boolean {
    const value = this.valueOf(operand);
    if (typeof value === 'boolean') return value;
    // Attached data know texts only.
    if (value === 'true' || value === 'false') return value === 'true';
    throw new NoValue(operand.at, `needs true or false, not ${shown(value)}`);
  }

  #number(operand: Expression): number {
    return this.#toNumber(this.valueOf(operand), operand.at);
  }

  #toNumber(value: Value, at: number): number {
    const number = typeof value === 'string' ? numberIn(value) : value;
    if (typeof number !== 'number') throw new NoValue(at, `needs a number, not ${shown(value)}`);
    return number;
  }

  #text(value: Value, at: number): string {
    if (typeof value !== 'string') throw new NoValue(at, `needs a text, not ${shown(value)}`);
    this.#spend(value.length, at);
    return value;
  }

  #arithmetic(operator: Arithmetic, left: number, right: number, at: number): number {
    const results = { '+': left + right, '-': left - right, '*': left * right, '/': left / right };
    const result = results[operator];
    if (!Number.isFinite(result)) throw new NoValue(at, `has no value for ${left} ${operator} ${right}`);
    return result;
  }

  #compare(operator: Comparison, left: Value, right: Value, at: number): boolean {
    if (typeof left === 'object' || typeof right === 'object') throw new NoValue(at, 'compares a list');
    if (typeof left === 'string' && typeof right === 'string') {
      this.#spend(Math.min(left.length, right.length), at);
      return decide(operator, left === right ? 0 : left < right ? -1 : 1);
    }
    const isEquality = operator === '=' || operator === '!=';
    if (typeof left === 'boolean' || typeof right === 'boolean') {
      if (!isEquality) throw new NoValue(at, 'asks whether a boolean is less than another value');
      return (String(left) === String(right)) === (operator === '=');
    }
    const numbers = [left, right].map((value) => (typeof value === 'string' ? numberIn(value) : value));
    const [first, second] = numbers;
    if (first === undefined || second === undefined) {
      // A text that is no number is different from every number, and neither more nor less.
      if (isEquality) return operator === '!=';
      throw new NoValue(at, `cannot compare ${shown(left)} with ${shown(right)}`);
    }
    return decide(operator, first - second);
  }

  #call({ name, parameters, at }: Extract<Expression, { kind: 'call' }>): Value {
    const values = parameters.map((parameter) => this.valueOf(parameter));
    const [first = '', second = ''] = values;
    switch (name) {
      case 'Length':
        return typeof first === 'object' ? first.length : this.#text(textOf(first), at).length;
      case 'Lower':
        return this.#text(first, at).toLowerCase();
      case 'Trim':
        return this.#text(first, at).trim();
      case 'Number':
        return this.#toNumber(typeof first === 'boolean' ? Number(first) : first, at);
      case 'Text':
        return textOf(first);
      case 'Contains':
        return this.#contains(this.#text(first, at), this.#text(second, at), at);
      case 'StartsWith':
        return this.#text(first, at).startsWith(this.#text(second, at));
      case 'In':
        return this.#in(first, second, at);
      default: {
        const value = this.#scope.call(name as FunctionName, values);
        if (value === undefined) throw new NoValue(at, `has no value for ${name}(${values.map(shown).join(', ')})`);
        return value;
      }
    }
  }

  #contains(text: string, part: string, at: number): boolean {
    const isContained = textContains(text, part, this.#meter);
    if (isContained === undefined) throw new NoValue(at, TOO_LONG);
    return isContained;
  }

  #spend(steps: number, at: number): void {
    this.#meter.steps += steps;
    if (isSpent(this.#meter)) throw new NoValue(at, TOO_LONG);
  }

  #in(value: Value, list: Value, at: number): boolean {
    if (typeof list !== 'object') throw new NoValue(at, `needs a list, not ${shown(list)}`);
    return list.some((item) => {
      this.#spend(1 + String(item).length, at);
      return item === value || String(item) === String(value);
    });
  }
}

function decide(operator: Comparison, difference: number): boolean {
  switch (operator) {
    case '=':
      return difference === 0;
    case '!=':
      return difference !== 0;
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
    default:
      return unreachable(operator);
  }
}

/** A value in a sentence: the beginning of it. */
function shown(value: Value): string {
  return typeOf(value) === 'string' ? JSON.stringify(textOf(value).slice(0, 40)) : textOf(value).slice(0, 40);
}
