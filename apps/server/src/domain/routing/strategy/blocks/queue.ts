import type { BlockOf } from '@cordboard/shared/routing/strategy-blocks';
import { RunFailure } from '../run/frame.ts';
import { type BlockKind, exit } from './block-kind.ts';

/** In the same queue already, the interaction keeps its stay; in another, it leaves that first. */
export const queue: BlockKind<BlockOf<'queue'>> = {
  exits: ({ next }) => exit('next', next),
  uses: ({ virtualQueue }) => [{ kind: 'object', what: 'virtual queue', name: virtualQueue }],
  enter: ({ virtualQueue, next }, frame) => {
    frame.tell({ value: virtualQueue });
    const present = frame.run.virtualQueue;
    if (present === virtualQueue) return { to: next };
    if (!frame.context.hasQueue(virtualQueue)) {
      throw new RunFailure('missingQueue', `There is no virtual queue "${virtualQueue}".`);
    }
    if (present !== null) frame.effects.push({ name: 'leaveVirtualQueue', virtualQueue: present });
    frame.effects.push({ name: 'enterVirtualQueue', virtualQueue });
    frame.change({ virtualQueue });
    return { to: next };
  },
};
