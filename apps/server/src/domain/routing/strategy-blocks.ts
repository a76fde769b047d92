import type { Strategy, StrategyBlock } from '@cordboard/shared/configuration/routing-strategy';
import { unreachable } from '../../base/assert.ts';

/** One way out of a block. */
export interface BlockExit {
  /** The field of the block that names the next one. */
  readonly exit: string;
  readonly block: string;
  /** The strategy waits before it goes this way. */
  readonly isAfterWait: boolean;
}

/** The block of this id; never one that a record inherits. */
export function findBlock(strategy: Strategy, id: string): StrategyBlock | undefined {
  return Object.hasOwn(strategy.blocks, id) ? strategy.blocks[id] : undefined;
}

/** The ways out of a block, as the file names them. */
export function exitsOf(block: StrategyBlock): readonly BlockExit[] {
  const exit = (name: string, to: string | undefined, isAfterWait = false): readonly BlockExit[] =>
    to === undefined ? [] : [{ exit: name, block: to, isAfterWait }];
  switch (block.type) {
    case 'segmentByMedia':
      return [...exit('chat', block.chat), ...exit('voice', block.voice), ...exit('otherwise', block.otherwise)];
    case 'queue':
      return exit('next', block.next);
    case 'selectTarget':
      return exit('timedOut', block.timedOut, true);
    case 'default':
      return [];
    default:
      return unreachable(block);
  }
}
