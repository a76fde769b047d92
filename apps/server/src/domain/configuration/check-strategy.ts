import type { Strategy } from '@cordboard/shared/configuration/routing-strategy';
import { exitsOf, findBlock } from '../routing/strategy-blocks.ts';

/** Blocks that can be reached from `start`, over exits for which `follows` holds. */
function reachable(strategy: Strategy, start: string, follows: (isAfterWait: boolean) => boolean): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const id of reached) {
    const block = findBlock(strategy, id);
    if (block === undefined) continue;
    for (const exit of exitsOf(block)) if (follows(exit.isAfterWait)) reached.add(exit.block);
  }
  return reached;
}

/** Whether a block leads back to itself without a wait between. */
function loopsAtOnce(strategy: Strategy, id: string): boolean {
  const block = findBlock(strategy, id);
  if (block === undefined) return false;
  return exitsOf(block).some(
    (exit) => !exit.isAfterWait && reachable(strategy, exit.block, (isAfterWait) => !isAfterWait).has(id),
  );
}

/** What is wrong with a strategy's graph, each as a sentence that names strategy and block. */
export function checkStrategy(strategy: Strategy): readonly string[] {
  const problems: string[] = [];
  const inStrategy = `Strategy "${strategy.name}"`;
  if (findBlock(strategy, strategy.start) === undefined) {
    problems.push(`${inStrategy} starts at block "${strategy.start}", which does not exist.`);
  }
  const reached = reachable(strategy, strategy.start, () => true);
  const looping: string[] = [];
  for (const [id, block] of Object.entries(strategy.blocks)) {
    const where = `${inStrategy}, block "${id}"`;
    for (const exit of exitsOf(block)) {
      if (findBlock(strategy, exit.block) !== undefined) continue;
      problems.push(`${where}: "${exit.exit}" points to block "${exit.block}", which does not exist.`);
    }
    if (block.type === 'selectTarget' && block.timeoutSeconds !== undefined && block.timedOut === undefined) {
      problems.push(`${where} has a timeout, but no "timedOut" block to go to.`);
    }
    if (block.type === 'selectTarget' && block.timeoutSeconds === undefined && block.timedOut !== undefined) {
      problems.push(`${where} has a "timedOut" block, but no timeout.`);
    }
    if (!reached.has(id)) problems.push(`${where} cannot be reached.`);
    if (loopsAtOnce(strategy, id)) looping.push(id);
  }
  for (const id of looping) problems.push(`${inStrategy}, block "${id}" leads back to itself without a wait between.`);
  return problems;
}
