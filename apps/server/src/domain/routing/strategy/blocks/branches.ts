import type { BlockOf } from '@cordboard/shared/routing/strategy-blocks';
import { MediaType } from '@cordboard/shared/tlib/call-types';
import { openingAt } from '../../calendars/opening.ts';
import { textOf } from '../../expressions/value.ts';
import { RunFailure } from '../run/frame.ts';
import { type BlockKind, exit } from './block-kind.ts';

export const segmentByMedia: BlockKind<BlockOf<'segmentByMedia'>> = {
  exits: ({ chat, voice, otherwise }) => [
    ...exit('chat', chat),
    ...exit('voice', voice),
    ...exit('otherwise', otherwise),
  ],
  uses: () => [],
  enter: ({ chat, voice, otherwise }, frame) => {
    const isChat = frame.context.mediaType === MediaType.Chat;
    frame.tell({ value: isChat ? 'chat' : 'voice' });
    return { to: (isChat ? chat : voice) ?? otherwise };
  },
};

export const ifBlock: BlockKind<BlockOf<'if'>> = {
  exits: (block) => [...exit('whenTrue', block.whenTrue), ...exit('whenFalse', block.whenFalse)],
  uses: ({ condition }) => [
    { kind: 'expression', field: 'condition', text: condition, dialect: 'condition', wants: 'boolean' },
  ],
  enter: (block, frame) => {
    const isTrue = frame.isTrue(block.condition);
    frame.tell({ exit: isTrue ? 'whenTrue' : 'whenFalse', value: block.condition });
    return { to: isTrue ? block.whenTrue : block.whenFalse };
  },
};

export const switchBlock: BlockKind<BlockOf<'switch'>> = {
  exits: ({ cases, otherwise }) => [
    ...cases.flatMap(({ next }, index) => exit(`cases ${index + 1}`, next)),
    ...exit('otherwise', otherwise),
  ],
  uses: ({ on }) => [{ kind: 'expression', field: 'on', text: on, dialect: 'condition', wants: 'any' }],
  enter: ({ on, cases, otherwise }, frame) => {
    // Texts of customers and attached data look like numbers at most: they are compared as they read.
    const value = textOf(frame.evaluate(on)).trim();
    const fitting = cases.findIndex(({ equals }) => [equals].flat().some((one) => String(one) === value));
    frame.tell({ exit: caseName(fitting), value });
    return { to: cases[fitting]?.next ?? otherwise };
  },
};

export const businessHours: BlockKind<BlockOf<'businessHours'>> = {
  exits: ({ open, closed, holiday }) => [...exit('open', open), ...exit('closed', closed), ...exit('holiday', holiday)],
  uses: ({ calendar }) => [{ kind: 'object', what: 'calendar', name: calendar }],
  enter: ({ calendar: name, open, closed, holiday }, frame) => {
    const { context } = frame;
    const calendar = context.findCalendar(name);
    if (calendar === undefined) throw new RunFailure('missingCalendar', `There is no calendar "${name}".`);
    const opening = openingAt(calendar, context.now);
    frame.tell({ exit: opening, value: name });
    if (opening === 'open') return { to: open };
    return { to: opening === 'holiday' ? (holiday ?? closed) : closed };
  },
};

export const percentageSplit: BlockKind<BlockOf<'percentageSplit'>> = {
  exits: ({ branches }) => branches.flatMap(({ next }, index) => exit(`branches ${index + 1}`, next)),
  uses: ({ branches }) => {
    const sum = branches.reduce((total, { percent }) => total + percent, 0);
    const message = `splits ${Math.round(sum * 100) / 100} percent instead of 100.`;
    return Math.abs(sum - 100) < 0.01 ? [] : [{ kind: 'mistake', message }];
  },
  enter: ({ branches }, frame) => {
    let left = frame.context.random() * branches.reduce((total, { percent }) => total + percent, 0);
    const chosen = branches.find(({ percent }) => {
      left -= percent;
      return left < 0;
    });
    const taken = chosen ?? branches.at(-1);
    const to = taken?.next;
    if (to === undefined) throw new RunFailure('missingBlock', 'The split has no branches.');
    frame.tell({ value: `${taken?.percent} %` });
    return { to };
  },
};

/** The field of a case, by its place among the cases; -1 is none of them. */
export function caseName(index: number): string {
  return index === -1 ? 'otherwise' : `cases ${index + 1}`;
}
