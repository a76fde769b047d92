import type { BlockOf } from '@cordboard/shared/routing/strategy-blocks';
import { type Frame, RunFailure } from '../run/frame.ts';
import { type DefaultReason, type RouteDestination, runOf } from '../run/run.ts';
import { type BlockKind, exit, type Outcome } from './block-kind.ts';
import { usesOfAnnouncement } from './treatments.ts';

export const route: BlockKind<BlockOf<'route'>> = {
  exits: ({ failed }) => exit('failed', failed),
  uses: ({ destination: { type, number } }) =>
    type === 'routingPoint' ? [{ kind: 'object', what: 'routing point', name: number }] : [],
  enter: ({ destination }, frame) => routeTo(frame, destination),
  resume: ({ failed }, _frame, input) => {
    if (failed !== undefined) return { to: failed };
    throw new RunFailure('routeFailed', input.name === 'routeFailed' ? input.detail : '');
  },
};

export const end: BlockKind<BlockOf<'end'>> = {
  exits: () => [],
  uses: ({ text, language }) => (text === undefined ? [] : usesOfAnnouncement({ text, language })),
  enter: ({ text, language }, frame) => {
    const said = text === undefined ? null : frame.localized(text, language).text;
    leaveQueue(frame);
    frame.effects.push({ name: 'endCall', text: said });
    return { state: { ...runOf(frame.run), name: 'ended', outcome: 'finished' } };
  },
};

export const defaultBlock: BlockKind<BlockOf<'default'>> = {
  exits: () => [],
  uses: ({ destination }) =>
    destination === undefined ? [] : [{ kind: 'object', what: 'destination', name: destination }],
  enter: ({ destination }, frame) =>
    endAtDefault(frame, destination ?? frame.context.strategy.defaultDestination ?? null, 'defaultBlock', ''),
};

/** Sends the interaction away; whether it gets there is told by `routed` or `routeFailed`. */
export function routeTo(frame: Frame, destination: RouteDestination): Outcome {
  frame.tell({ value: destination.number });
  frame.effects.push({ name: 'routeTo', destination });
  return { state: { ...runOf(frame.run), name: 'routing', destination } };
}

/** The end of a run that cannot go on, or does not want to. */
export function endAtDefault(frame: Frame, destination: string | null, reason: DefaultReason, detail: string): Outcome {
  leaveQueue(frame);
  frame.effects.push({ name: 'routeToDefault', destination, reason, detail });
  return { state: { ...runOf(frame.run), name: 'ended', outcome: 'default' } };
}

function leaveQueue(frame: Frame): void {
  const { virtualQueue } = frame.run;
  if (virtualQueue !== null) frame.effects.push({ name: 'leaveVirtualQueue', virtualQueue });
  frame.change({ virtualQueue: null, announcing: null });
}
