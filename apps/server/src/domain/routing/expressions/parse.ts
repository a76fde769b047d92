import { fail, type Result, succeed } from '../../../base/result.ts';
import { tooCostly } from './cost.ts';
import type { Arithmetic, Comparison, Dialect, Expression } from './syntax.ts';
import { type ExpressionProblem, readTokens, type Sign, type Token } from './tokens.ts';

/** Deepest nesting of parentheses, functions and signs. */
export const DEPTH_MAX = 40;
/** Most parameters of one function. */
const PARAMETERS_MAX = 10;

const COMPARISONS: readonly Sign[] = ['=', '!=', '<', '<=', '>', '>='];

/**
 * The one expression language, by rising strength:
 *
 *   a | b    a & b    ! a    = != < <= > >=    + -    * /    - a
 *
 * with parentheses, numbers, "texts", ["lists", 1], true, false, $variables, names and Functions(…). A bare name is a variable, among agents
 * a skill. Each token is looked at once. What is asked of each agent has its bound.
 */
export function parseExpression(text: string, dialect: Dialect): Result<Expression, ExpressionProblem> {
  const tokens = readTokens(text);
  if (!tokens.ok) return tokens;
  try {
    const expression = new Parser(tokens.value, dialect).whole();
    const message = dialect === 'agents' ? tooCostly(expression) : undefined;
    return message === undefined ? succeed(expression) : fail({ at: 1, message });
  } catch (problem) {
    if (problem instanceof Mistake) return fail({ at: problem.at, message: problem.message });
    throw problem;
  }
}

/** Thrown inside the parser only. */
class Mistake extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #dialect: Dialect;
  #index = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], dialect: Dialect) {
    this.#tokens = tokens;
    this.#dialect = dialect;
  }

  whole(): Expression {
    const expression = this.#or();
    const token = this.#peek();
    if (token.kind !== 'end') throw new Mistake(token.at, `goes on with ${nameOf(token)}, where it should end`);
    return expression;
  }

  #or(): Expression {
    return this.#chain('|', 'any', () => this.#chain('&', 'all', () => this.#not()));
  }

  #chain(symbol: '|' | '&', kind: 'any' | 'all', operand: () => Expression): Expression {
    const first = operand();
    if (!this.#isSymbol(symbol)) return first;
    const operands = [first];
    while (this.#isSymbol(symbol)) {
      this.#index += 1;
      operands.push(operand());
    }
    return { kind, operands, at: first.at };
  }

  #not(): Expression {
    if (!this.#isSymbol('!')) return this.#comparison();
    const { at } = this.#next();
    return this.#nested(at, () => ({ kind: 'not', operand: this.#not(), at }));
  }

  #comparison(): Expression {
    const left = this.#sum();
    const operator = this.#symbolOf(COMPARISONS);
    if (operator === undefined) return left;
    const right = this.#sum();
    const again = this.#peek();
    if (again.kind === 'symbol' && COMPARISONS.includes(again.value)) {
      throw new Mistake(again.at, 'compares more than two values; join two comparisons by "&"');
    }
    return { kind: 'comparison', operator: operator as Comparison, left, right, at: left.at };
  }

  #sum(): Expression {
    return this.#leftToRight(['+', '-'], () => this.#leftToRight(['*', '/'], () => this.#unary()));
  }

  #leftToRight(symbols: readonly Arithmetic[], operand: () => Expression): Expression {
    let left = operand();
    for (let operator = this.#symbolOf(symbols); operator !== undefined; operator = this.#symbolOf(symbols)) {
      left = { kind: 'arithmetic', operator: operator as Arithmetic, left, right: operand(), at: left.at };
    }
    return left;
  }

  #unary(): Expression {
    if (!this.#isSymbol('-')) return this.#primary();
    const { at } = this.#next();
    return this.#nested(at, () => ({ kind: 'minus', operand: this.#unary(), at }));
  }

  #primary(): Expression {
    const token = this.#next();
    const { at } = token;
    switch (token.kind) {
      case 'number':
      case 'string':
        return { kind: 'constant', value: token.value, at };
      case 'variable':
        return { kind: 'variable', name: token.value, at };
      case 'name':
        return this.#named(token.value, at);
      case 'symbol':
        if (token.value === '[') return { kind: 'constant', value: this.#list(), at };
        if (token.value !== '(') throw new Mistake(at, `has "${token.value}" where a value is needed`);
        return this.#nested(at, () => {
          const inner = this.#or();
          this.#expect(')');
          return inner;
        });
      case 'end':
        throw new Mistake(at, 'ends where a value is needed');
    }
  }

  #named(name: string, at: number): Expression {
    if (this.#isSymbol('(')) return this.#nested(at, () => this.#call(name, at));
    if (name === 'true' || name === 'false') return { kind: 'constant', value: name === 'true', at };
    if (this.#dialect !== 'agents') return { kind: 'variable', name, at };
    return { kind: 'call', name: 'Skill', parameters: [{ kind: 'constant', value: name, at }], at };
  }

  #call(name: string, at: number): Expression {
    this.#expect('(');
    const parameters: Expression[] = [];
    if (!this.#isSymbol(')')) {
      parameters.push(this.#or());
      while (this.#isSymbol(',')) {
        this.#index += 1;
        parameters.push(this.#or());
        if (parameters.length > PARAMETERS_MAX) throw new Mistake(at, 'has a function with too many parameters');
      }
    }
    this.#expect(')');
    return { kind: 'call', name, parameters, at };
  }

  /** The rest of `["a", "b"]`. */
  #list(): readonly (string | number)[] {
    const items: (string | number)[] = [];
    while (!this.#isSymbol(']')) {
      if (items.length > 0) this.#expect(',');
      const item = this.#next();
      if (item.kind !== 'string' && item.kind !== 'number') {
        throw new Mistake(item.at, `has ${nameOf(item)} in a list, which takes texts and numbers`);
      }
      items.push(item.value);
    }
    this.#expect(']');
    return items;
  }

  #nested(at: number, parse: () => Expression): Expression {
    this.#depth += 1;
    if (this.#depth > DEPTH_MAX) throw new Mistake(at, `is nested deeper than ${DEPTH_MAX} levels`);
    const expression = parse();
    this.#depth -= 1;
    return expression;
  }

  #peek(): Token {
    return this.#tokens[this.#index] ?? { kind: 'end', at: 1 };
  }

  #next(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#index += 1;
    return token;
  }

  #isSymbol(symbol: Sign): boolean {
    const token = this.#peek();
    return token.kind === 'symbol' && token.value === symbol;
  }

  #symbolOf(symbols: readonly Sign[]): Sign | undefined {
    const token = this.#peek();
    if (token.kind !== 'symbol' || !symbols.includes(token.value)) return undefined;
    this.#index += 1;
    return token.value;
  }

  #expect(symbol: Sign): void {
    if (!this.#isSymbol(symbol)) throw new Mistake(this.#peek().at, `needs "${symbol}" before ${nameOf(this.#peek())}`);
    this.#index += 1;
  }
}

function nameOf(token: Token): string {
  return token.kind === 'end' ? 'the end' : `"${token.value}"`;
}
