import type { Strategy } from '@cordboard/shared/routing/strategy';
import type { BlockOf, StrategyBlock, StrategyBlockType } from '@cordboard/shared/routing/strategy-blocks';
import type { BlockKind } from './block-kind.ts';
import { businessHours, ifBlock, percentageSplit, segmentByMedia, switchBlock } from './branches.ts';
import { assign, attachData, priority, serviceObjective } from './data.ts';
import { defaultBlock, end, route } from './ends.ts';
import { lastAgent } from './last-agent.ts';
import { positionAnnouncement } from './position-announcement.ts';
import { queue } from './queue.ts';
import { selectTargetBlock } from './select-target-block.ts';
import { textMatch } from './text-match.ts';
import { collectDigits, leaveMessage, playAnnouncement, playAnnouncementAndDigits, treatment } from './treatments.ts';

/** Every kind of block by its type. A new one is its file, its line here, its schema and its rule in docs/spec/routing.md. */
const blockKinds: { readonly [Type in StrategyBlockType]: BlockKind<BlockOf<Type>> } = {
  segmentByMedia,
  if: ifBlock,
  switch: switchBlock,
  businessHours,
  textMatch,
  assign,
  attachData,
  playAnnouncement,
  collectDigits,
  playAnnouncementAndDigits,
  treatment,
  queue,
  selectTarget: selectTargetBlock,
  priority,
  percentageSplit,
  lastAgent,
  serviceObjective,
  positionAnnouncement,
  leaveMessage,
  route,
  end,
  default: defaultBlock,
};

/** The kind of a block. */
export function kindOf(block: StrategyBlock): BlockKind<StrategyBlock> {
  return blockKinds[block.type] as BlockKind<StrategyBlock>;
}

/** The block of this id; never one that a record inherits. */
export function findBlock(strategy: Strategy, id: string): StrategyBlock | undefined {
  return Object.hasOwn(strategy.blocks, id) ? strategy.blocks[id] : undefined;
}
