import type { BlockOf } from '@cordboard/shared/routing/strategy-blocks';
import type { Frame } from '../run/frame.ts';
import { type BlockKind, exit, type Outcome } from './block-kind.ts';
import { waitFor } from './select-target-block.ts';

type Block = BlockOf<'lastAgent'>;

/** A while for the agent whom the customer had last; not at all for one who is not there. */
export const lastAgent: BlockKind<Block> = {
  exits: ({ unavailable }) => exit('unavailable', unavailable),
  uses: () => [],
  enter: (block, frame) => {
    const last = frame.context.lastAgent();
    const isAvailable = block.requires === 'ready' ? last?.isReady : last?.isLoggedIn;
    if (last === undefined || isAvailable !== true) return { to: block.unavailable };
    const target = { type: 'agent', name: last.agentId, choice: 'longestReady' } as const;
    return waitFor(frame, [target], frame.context.now, frame.context.now + block.timeoutSeconds * 1000);
  },
};

/** The wait of the block that began at `since` goes on, or its time is over. */
export function waitForLastAgent(
  block: Block,
  frame: Frame,
  since: number,
  targets: Parameters<typeof waitFor>[1],
): Outcome {
  const endsAt = since + block.timeoutSeconds * 1000;
  return frame.context.now >= endsAt ? { to: block.unavailable } : waitFor(frame, targets, since, endsAt);
}
