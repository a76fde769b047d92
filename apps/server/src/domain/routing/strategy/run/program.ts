import type { Result } from '../../../../base/result.ts';
import { parseExpression } from '../../expressions/parse.ts';
import type { Dialect, Expression } from '../../expressions/syntax.ts';
import type { ExpressionProblem } from '../../expressions/tokens.ts';
import { compilePattern } from '../../text-pattern/compile-pattern.ts';
import type { TextPattern } from '../../text-pattern/pattern-syntax.ts';

/** The parsed expressions and patterns of one strategy: each is read once. They come from the strategy only, so they are few. */
export class Program {
  readonly #expressions = new Map<string, Result<Expression, ExpressionProblem>>();
  readonly #patterns = new Map<string, Result<TextPattern, string>>();

  expression(text: string, dialect: Dialect): Result<Expression, ExpressionProblem> {
    const key = `${dialect}|${text}`;
    let parsed = this.#expressions.get(key);
    if (parsed === undefined) {
      parsed = parseExpression(text, dialect);
      this.#expressions.set(key, parsed);
    }
    return parsed;
  }

  pattern(text: string, isCaseSensitive: boolean): Result<TextPattern, string> {
    const key = `${isCaseSensitive}|${text}`;
    let compiled = this.#patterns.get(key);
    if (compiled === undefined) {
      compiled = compilePattern(text, isCaseSensitive);
      this.#patterns.set(key, compiled);
    }
    return compiled;
  }
}

const programs = new WeakMap<object, Program>();

/** The program of a strategy, which never changes: a new version is another object. */
export function programOf(strategy: object): Program {
  let program = programs.get(strategy);
  if (program === undefined) {
    program = new Program();
    programs.set(strategy, program);
  }
  return program;
}
