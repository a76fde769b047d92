import { EXPRESSION_LENGTH_MAX } from '@cordboard/shared/routing/routing-target';
import { LIST_LENGTH_MAX, VARIABLE_LENGTH_MAX, type VariableType } from '@cordboard/shared/routing/strategy';
import type { LocalizedText } from '@cordboard/shared/routing/strategy-blocks';
import type { KeyValue, KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { mergePairs } from '@cordboard/shared/tlib/attached-data';
import { bindVariables } from '../../expressions/bind.ts';
import { tooCostly } from '../../expressions/cost.ts';
import { evaluate, type Scope } from '../../expressions/evaluate.ts';
import { printExpression } from '../../expressions/print.ts';
import type { Dialect, Expression } from '../../expressions/syntax.ts';
import { TOO_LONG } from '../../expressions/tokens.ts';
import { numberIn, textOf, type Value } from '../../expressions/value.ts';
import type { StrategyContext } from './context.ts';
import { chooseLanguage } from './language.ts';
import { type Program, programOf } from './program.ts';
import type { DefaultReason, Effect, Run } from './run.ts';
import { answerFunction } from './scope.ts';
import { cut, fillTemplate } from './template.ts';

/** Longest value of a step that is kept, in characters. */
export const STEP_VALUE_LENGTH_MAX = 120;

/** Most that all patterns of one step may cost: some tens of milliseconds, in which the server does nothing else. */
export const PATTERN_COST_MAX = 1_000_000;

/** The same for all expressions and words of one step, whose steps are shorter. */
export const EVALUATION_COST_MAX = 5_000_000;

/** Why a strategy cannot go on. Thrown and caught inside one step. */
export class RunFailure extends Error {
  readonly reason: DefaultReason;

  constructor(reason: DefaultReason, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

/** One step of a run: what changes so far, and what blocks may ask. It does not outlive the step. */
export class Frame {
  readonly context: StrategyContext;
  readonly program: Program;
  readonly effects: Effect[] = [];
  readonly patternMeter = { steps: 0, stepsMax: PATTERN_COST_MAX };
  readonly meter = { steps: 0, stepsMax: EVALUATION_COST_MAX };
  #run: Run;
  #userData: KeyValueList;

  constructor(run: Run, context: StrategyContext) {
    this.context = context;
    this.program = programOf(context.strategy);
    this.#run = run;
    this.#userData = context.userData;
  }

  get run(): Run {
    return this.#run;
  }

  /** The attached data with what this step has added. */
  get userData(): KeyValueList {
    return this.#userData;
  }

  change(changes: Partial<Run>): void {
    this.#run = { ...this.#run, ...changes };
  }

  /** Keeps for people what the present block decided, or by which of its fields it goes on. */
  tell(said: { readonly exit?: string; readonly value?: string }): void {
    const steps = this.#run.steps ?? [];
    const last = steps.at(-1);
    if (last === undefined) return;
    const told = said.value === undefined ? said : { ...said, value: cut(said.value, STEP_VALUE_LENGTH_MAX) };
    this.change({ steps: [...steps.slice(0, -1), { ...last, ...told }] });
  }

  /** Sets variables; each value takes the type of its variable. */
  assign(values: { readonly [name: string]: Value }): void {
    const taken: Record<string, Value> = {};
    for (const [name, value] of Object.entries(values)) {
      const variable = Object.hasOwn(this.context.strategy.variables, name)
        ? this.context.strategy.variables[name]
        : undefined;
      if (variable === undefined) throw new RunFailure('expressionFailed', `There is no variable "${name}".`);
      taken[name] = this.#valueAs(variable.type, value, name);
    }
    this.change({ variables: { ...this.#run.variables, ...taken } });
  }

  attach(pairs: KeyValueList): void {
    this.#userData = mergePairs(this.#userData, pairs);
    this.effects.push({ name: 'attachData', pairs });
  }

  /** The value of an expression of the strategy. */
  evaluate(text: string, dialect: Dialect = 'condition'): Value {
    const scope: Scope = {
      variable: (name) => this.variable(name),
      call: (name, parameters) => answerFunction(this, name, parameters),
    };
    const value = evaluate(this.#parsed(text, dialect), scope, this.meter);
    if (!value.ok)
      throw new RunFailure('expressionFailed', `\`${text}\`, character ${value.failure.at}: ${value.failure.message}.`);
    return value.value;
  }

  evaluateText(text: string): string {
    return cut(textOf(this.evaluate(text)), VARIABLE_LENGTH_MAX);
  }

  evaluateNumber(text: string): number {
    const value = this.evaluate(text);
    const number = typeof value === 'string' ? numberIn(value) : value;
    if (typeof number !== 'number') throw new RunFailure('expressionFailed', `\`${text}\` is no number.`);
    return number;
  }

  isTrue(text: string): boolean {
    const value = this.evaluate(text);
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    throw new RunFailure('expressionFailed', `\`${text}\` is neither true nor false.`);
  }

  /** An expression with the values of the variables in it, in its one way to be written. */
  bind(text: string, dialect: Dialect): string {
    const bound = bindVariables(this.#parsed(text, dialect), (name) => this.variable(name));
    if (bound === undefined)
      throw new RunFailure('expressionFailed', `\`${text}\` names a variable that does not exist.`);
    const printed = printExpression(bound);
    const tooMuch =
      printed.length > EXPRESSION_LENGTH_MAX ? TOO_LONG : dialect === 'agents' ? tooCostly(bound) : undefined;
    if (tooMuch !== undefined) throw new RunFailure('expressionFailed', `\`${text}\` with its variables ${tooMuch}.`);
    return printed;
  }

  variable(name: string): Value | undefined {
    return Object.hasOwn(this.#run.variables, name) ? this.#run.variables[name] : undefined;
  }

  /** What an assignment or a pair gives. */
  given(value: { readonly expression: string } | { readonly text: string }): Value {
    return 'expression' in value ? this.evaluate(value.expression) : this.fill(value.text);
  }

  /** A text in the customer's language, with its values, and that language. */
  localized(
    texts: LocalizedText,
    language: string | undefined,
    more: { readonly [name: string]: string } = {},
  ): { readonly text: string; readonly language: string } {
    const wanted = language === undefined ? this.context.strategy.language : this.evaluateText(language);
    const chosen = chooseLanguage(texts, wanted, this.context.strategy.language);
    return { text: this.fill(chosen.text, more), language: chosen.language };
  }

  fill(template: string, more: { readonly [name: string]: string } = {}): string {
    return fillTemplate(template, (placeholder) => {
      if (placeholder.kind === 'data') return pairText(this.#userData, placeholder.key);
      if (Object.hasOwn(more, placeholder.name)) return more[placeholder.name];
      const value = this.variable(placeholder.name);
      return value === undefined ? undefined : textOf(value);
    });
  }

  #parsed(text: string, dialect: Dialect): Expression {
    const parsed = this.program.expression(text, dialect);
    if (parsed.ok) return parsed.value;
    throw new RunFailure('expressionFailed', `\`${text}\`, character ${parsed.failure.at}: ${parsed.failure.message}.`);
  }

  #valueAs(type: VariableType, value: Value, name: string): Value {
    const refuse = () =>
      new RunFailure(
        'expressionFailed',
        `Variable "${name}" is a ${type} and cannot be ${textOf(value).slice(0, 40)}.`,
      );
    switch (type) {
      case 'string':
        return cut(textOf(value), VARIABLE_LENGTH_MAX);
      case 'number': {
        const number = typeof value === 'string' ? numberIn(value) : value;
        if (typeof number !== 'number') throw refuse();
        return number;
      }
      case 'boolean':
        if (typeof value === 'boolean') return value;
        if (value !== 'true' && value !== 'false') throw refuse();
        return value === 'true';
      case 'list':
        if (typeof value !== 'object') throw refuse();
        return value.slice(0, LIST_LENGTH_MAX);
    }
  }
}

/** An attached pair as a text; nothing when there is none or when it is a list. */
export function pairText(userData: KeyValueList, key: string): string | undefined {
  const value: KeyValue | undefined = Object.hasOwn(userData, key) ? userData[key] : undefined;
  return value === undefined || typeof value === 'object' ? undefined : String(value);
}
