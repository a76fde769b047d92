import type { Strategy } from '@cordboard/shared/routing/strategy';
import type { StrategyBlock } from '@cordboard/shared/routing/strategy-blocks';
import { checkExpression, type Surroundings } from '../expressions/check.ts';
import type { Dialect } from '../expressions/syntax.ts';
import type { ValueType } from '../expressions/value.ts';
import type { ObjectKind, Use } from './blocks/block-kind.ts';
import { findBlock, kindOf } from './blocks/block-kinds.ts';
import { maySendInVain } from './blocks/select-target-block.ts';
import { Program } from './run/program.ts';
import { variableTypeOf } from './run/run.ts';
import { placeholdersOf, readTemplate } from './run/template.ts';

/** What a strategy may name. */
export interface StrategyWorld {
  has(what: ObjectKind, name: string): boolean;
  /** The strategy that a routing point has; undefined when it is no routing point, or has none. */
  strategyAt(routingPoint: string): Pick<Strategy, 'name' | 'defaultDestination'> | undefined;
}

/** Something that is wrong with a strategy. */
export interface StrategyProblem {
  /** Null when it is about the strategy as a whole. */
  readonly block: string | null;
  /** A sentence that names strategy and block. */
  readonly message: string;
}

/** Everything that is wrong with a strategy; a strategy with problems cannot become active. */
export function validateStrategy(strategy: Strategy, world: StrategyWorld): readonly StrategyProblem[] {
  const problems: StrategyProblem[] = [];
  const inStrategy = `Strategy "${strategy.name}"`;
  const add = (block: string | null, message: string) => {
    problems.push({ block, message: `${inStrategy}${block === null ? '' : `, block "${block}"`}${message}` });
  };
  if (findBlock(strategy, strategy.start) === undefined) {
    add(null, ` starts at block "${strategy.start}", which does not exist.`);
  }
  const { defaultDestination } = strategy;
  if (defaultDestination !== undefined && !world.has('destination', defaultDestination)) {
    add(null, ` names destination "${defaultDestination}", which does not exist.`);
  }
  const checker = new UseChecker(strategy, world);
  const reached = reachable(strategy, strategy.start, () => true);
  const looping: string[] = [];
  let canFail: string | undefined;
  for (const [id, block] of Object.entries(strategy.blocks)) {
    const kind = kindOf(block);
    for (const { exit, block: to } of kind.exits(block)) {
      if (findBlock(strategy, to) === undefined) add(id, `: "${exit}" points to block "${to}", which does not exist.`);
    }
    const uses = kind.uses(block);
    for (const use of uses) for (const message of checker.problemsOf(use)) add(id, message);
    if (!reached.has(id)) add(id, ' cannot be reached.');
    if (loopsAtOnce(strategy, id)) looping.push(id);
    if (mayFail(block, uses)) canFail ??= id;
  }
  for (const id of looping) add(id, ' leads back to itself without a wait between.');
  if (defaultDestination === undefined && canFail !== undefined) {
    add(canFail, ' may fail when it runs, but the strategy has no "defaultDestination" to go to then.');
  }
  return [...problems, ...findCircles(strategy, world)];
}

/** What is wrong with the default destinations of a strategy, given the strategies of the others. */
export function findCircles(strategy: Strategy, world: StrategyWorld): readonly StrategyProblem[] {
  const problems: StrategyProblem[] = [];
  const { name, defaultDestination } = strategy;
  const circle = defaultDestination === undefined ? undefined : circleOf(strategy, defaultDestination, world);
  if (circle !== undefined) {
    const message = `Strategy "${name}" has a "defaultDestination" that leads in a circle: ${circle}.`;
    problems.push({ block: null, message });
  }
  for (const [id, block] of Object.entries(strategy.blocks)) {
    if (block.type !== 'default' || block.destination === undefined) continue;
    const around = circleOf(strategy, block.destination, world);
    if (around === undefined) continue;
    const message = `Strategy "${name}", block "${id}" has a destination that leads in a circle: ${around}.`;
    problems.push({ block: id, message });
  }
  return problems;
}

/** The destinations that follow when each strategy fails, when they come back to one that has failed: nobody would ever get the interaction. */
function circleOf(strategy: Strategy, destination: string, world: StrategyWorld): string | undefined {
  const failed = new Set([strategy.name]);
  const passed: string[] = [];
  for (let at: string | undefined = destination; at !== undefined; ) {
    passed.push(at);
    const there = world.strategyAt(at);
    if (there === undefined) return undefined;
    if (failed.has(there.name)) return passed.join(', ');
    failed.add(there.name);
    at = there.defaultDestination;
  }
  return undefined;
}

/** Whether a block may have no way to go on, depending on data or on what is outside. */
function mayFail(block: StrategyBlock, uses: readonly Use[]): boolean {
  if (block.type === 'route') return block.failed === undefined;
  if (block.type === 'selectTarget' && maySendInVain(block)) return true;
  return uses.some((use) => use.kind === 'expression' && use.dialect === 'condition');
}

/** Blocks that can be reached from `start`, over exits for which `follows` holds. */
function reachable(strategy: Strategy, start: string, follows: (isAfterWait: boolean) => boolean): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const id of reached) {
    const block = findBlock(strategy, id);
    if (block === undefined) continue;
    for (const exit of kindOf(block).exits(block)) if (follows(exit.isAfterWait)) reached.add(exit.block);
  }
  return reached;
}

/** Whether a block leads back to itself without a wait between. */
function loopsAtOnce(strategy: Strategy, id: string): boolean {
  const block = findBlock(strategy, id);
  if (block === undefined) return false;
  return kindOf(block)
    .exits(block)
    .some((exit) => !exit.isAfterWait && reachable(strategy, exit.block, (isAfterWait) => !isAfterWait).has(id));
}

/** Checks what blocks refer to. Each problem is the end of a sentence that begins with the block. */
class UseChecker {
  readonly #strategy: Strategy;
  readonly #world: StrategyWorld;
  readonly #program = new Program();

  constructor(strategy: Strategy, world: StrategyWorld) {
    this.#strategy = strategy;
    this.#world = world;
  }

  problemsOf(use: Use): readonly string[] {
    switch (use.kind) {
      case 'object':
        return this.#world.has(use.what, use.name) ? [] : [` names ${use.what} "${use.name}", which does not exist.`];
      case 'expression':
        return this.#expression(use.field, use.text, use.dialect, use.wants).problems;
      case 'template':
        return this.#template(use.field, use.text, use.more ?? []);
      case 'pattern': {
        const pattern = this.#program.pattern(use.text, false);
        return pattern.ok ? [] : [`: "${use.field}" ${pattern.failure}.`];
      }
      case 'sets':
        return this.#sets(use.variable, use.gives);
      case 'mistake':
        return [` ${use.message}`];
    }
  }

  #expression(
    field: string,
    text: string,
    dialect: Dialect,
    wants: ValueType,
  ): { readonly type: ValueType; readonly problems: readonly string[] } {
    const parsed = this.#program.expression(text, dialect);
    const sentence = ({ at, message }: { at: number; message: string }) =>
      `: "${field}" ${message} (\`${text.slice(0, 80)}\`, character ${at}).`;
    if (!parsed.ok) return { type: 'any', problems: [sentence(parsed.failure)] };
    const { type, problems } = checkExpression(parsed.value, this.#surroundings(dialect));
    const sentences = problems.map(sentence);
    const isFitting = wants === 'any' || type === 'any' || type === wants;
    if (!isFitting) sentences.push(sentence({ at: 1, message: `is a ${type}, it must be a ${wants}` }));
    return { type, problems: sentences };
  }

  #surroundings(dialect: Dialect): Surroundings {
    return {
      dialect,
      variableType: (name) => variableTypeOf(this.#strategy, name),
      exists: (what, name) => this.#world.has(what, name),
    };
  }

  #template(field: string, text: string, more: readonly string[]): readonly string[] {
    const pieces = readTemplate(text);
    if (!pieces.ok) return [`: "${field}" ${pieces.failure}.`];
    return placeholdersOf(pieces.value).flatMap((placeholder) => {
      if (placeholder.kind === 'data' || more.includes(placeholder.name)) return [];
      if (variableTypeOf(this.#strategy, placeholder.name) !== undefined) return [];
      return [`: "${field}" names variable "${placeholder.name}", which does not exist.`];
    });
  }

  #sets(variable: string, gives: Extract<Use, { kind: 'sets' }>['gives']): readonly string[] {
    const takes = variableTypeOf(this.#strategy, variable);
    if (takes === undefined) return [` sets variable "${variable}", which does not exist.`];
    const type = typeof gives === 'string' ? gives : this.#expression('', gives.expression, 'condition', 'any').type;
    // Every value can be written as a text.
    if (type === takes || type === 'any' || takes === 'string') return [];
    return [` sets variable "${variable}", a ${takes}, to a ${type}.`];
  }
}
