import type { BlockOf } from '@cordboard/shared/routing/strategy-blocks';
import { announcementParameters } from '@cordboard/shared/tlib/treatments';
import type { Frame } from '../run/frame.ts';
import { type BlockKind, exit } from './block-kind.ts';
import { usesOfAnnouncement } from './treatments.ts';

type Block = BlockOf<'positionAnnouncement'>;

const PLACEHOLDERS = ['position', 'estimatedWait'];

/** From here on the customer hears how he stands, as long as he waits. */
export const positionAnnouncement: BlockKind<Block> = {
  exits: ({ next }) => exit('next', next),
  uses: (block) => usesOfAnnouncement(block, PLACEHOLDERS),
  enter: (block, frame) => {
    const { announcing, block: id } = frame.run;
    // A loop that comes by again does not speak more often.
    const goesOn = announcing?.block === id ? announcing : { block: id, nextAt: frame.context.now, text: '' };
    frame.change({ announcing: goesOn });
    if (goesOn.nextAt <= frame.context.now) announcePosition(block, frame);
    return { to: block.next };
  },
};

/** Says how the customer stands, unless it is what was said last or nothing is known. */
export function announcePosition(block: Block, frame: Frame): void {
  const { run, context } = frame;
  if (run.announcing === null) return;
  const nextAt = context.now + block.everySeconds * 1000;
  const { virtualQueue, priority } = run;
  const position = virtualQueue === null ? undefined : context.statistics.position(virtualQueue, priority);
  const seconds = virtualQueue === null ? undefined : context.statistics.estimatedWait(virtualQueue, priority);
  const values = {
    position: position === undefined ? '' : String(position),
    estimatedWait: seconds === undefined ? '' : String(Math.max(1, Math.ceil(seconds / 60))),
  };
  const { text, language } = frame.localized(block.text, block.language, values);
  if (position !== undefined && text !== run.announcing.text) {
    frame.effects.push({ name: 'announcePosition', parameters: announcementParameters(text, language) });
    frame.change({ announcing: { ...run.announcing, nextAt, text } });
  } else frame.change({ announcing: { ...run.announcing, nextAt } });
}
