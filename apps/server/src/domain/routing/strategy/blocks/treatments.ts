import type { BlockOf, LocalizedText } from '@cordboard/shared/routing/strategy-blocks';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { announcementParameters, CompletionStatus, TreatmentType } from '@cordboard/shared/tlib/treatments';
import type { Frame } from '../run/frame.ts';
import { type Run, runOf, type State, type TreatmentOrder } from '../run/run.ts';
import { type BlockInput, type BlockKind, exit, type Outcome, type Use } from './block-kind.ts';

interface Announcement {
  readonly text: LocalizedText;
  readonly language?: string | undefined;
}
type Collection = Pick<
  BlockOf<'collectDigits'>,
  'totalTimeoutSeconds' | 'variable' | 'attachAs' | 'timedOut' | 'next' | 'notApplied'
>;

export const playAnnouncement: BlockKind<BlockOf<'playAnnouncement'>> = {
  exits: ({ next, notApplied }) => [...exit('next', next), ...exit('notApplied', notApplied)],
  uses: (block) => usesOfAnnouncement(block),
  enter: (block, frame) => treat(frame, TreatmentType.PlayAnnouncement, announcementOf(block, frame)),
  resume: ({ next, notApplied }, frame, input) => {
    frame.tell({ exit: isNotApplied(input) ? 'notApplied' : 'next' });
    return { to: isNotApplied(input) ? (notApplied ?? next) : next };
  },
};

/** The customer's next text that no block has taken. */
export const collectDigits: BlockKind<BlockOf<'collectDigits'>> = {
  exits: exitsOfCollection,
  uses: usesOfCollection,
  enter: (block, frame) => treat(frame, TreatmentType.CollectDigits, collectionOf(block.totalTimeoutSeconds)),
  resume: takeCollected,
};

export const playAnnouncementAndDigits: BlockKind<BlockOf<'playAnnouncementAndDigits'>> = {
  exits: exitsOfCollection,
  uses: (block) => [...usesOfAnnouncement(block), ...usesOfCollection(block)],
  enter: (block, frame) =>
    treat(frame, TreatmentType.PlayAnnouncementAndDigits, {
      ...announcementOf(block, frame),
      ...collectionOf(block.totalTimeoutSeconds),
    }),
  resume: takeCollected,
};

/** A treatment that an IM may not know: then EventTreatmentNotApplied, and on at `notApplied`. */
export const treatment: BlockKind<BlockOf<'treatment'>> = {
  exits: ({ next, notApplied }) => [...exit('next', next), ...exit('notApplied', notApplied)],
  uses: () => [],
  enter: (block, frame) => {
    frame.tell({ value: block.treatment });
    return treat(frame, TreatmentType[block.treatment], block.parameters ?? {});
  },
  resume: ({ next, notApplied }, frame, input) => {
    frame.tell({ exit: isNotApplied(input) ? 'notApplied' : 'next' });
    return { to: isNotApplied(input) ? notApplied : next };
  },
};

/** Asks for a text that somebody reads later. */
export const leaveMessage: BlockKind<BlockOf<'leaveMessage'>> = {
  exits: ({ next, timedOut }) => [...exit('next', next, true), ...exit('timedOut', timedOut, true)],
  uses: (block) => [...usesOfAnnouncement(block), { kind: 'object', what: 'agent group', name: block.agentGroup }],
  enter: (block, frame) =>
    treat(
      frame,
      TreatmentType.PlayAnnouncementAndDigits,
      { ...announcementOf(block, frame), ...collectionOf(block.totalTimeoutSeconds) },
      { onlyAnswers: true },
    ),
  resume: ({ agentGroup, next, timedOut }, frame, input) => {
    if (input.name !== 'treatmentEnded' || input.completionStatus === CompletionStatus.Timeout)
      return late(frame, timedOut);
    frame.tell({ exit: 'next', value: input.collectedDigits });
    frame.attach({ LeftMessage: input.collectedDigits, LeftMessageFor: agentGroup });
    frame.effects.push({ name: 'leaveMessage', agentGroup, text: input.collectedDigits });
    return { to: next };
  },
};

export function usesOfAnnouncement({ text, language }: Announcement, more?: readonly string[]): readonly Use[] {
  const placeholders = more === undefined ? {} : { more };
  const texts = typeof text === 'string' ? [['text', text] as const] : Object.entries(text);
  return [
    ...texts.map(([field, template]): Use => ({ kind: 'template', field, text: template, ...placeholders })),
    ...(language === undefined
      ? []
      : [{ kind: 'expression', field: 'language', text: language, dialect: 'condition', wants: 'string' } as const]),
  ];
}

function exitsOfCollection({ next, timedOut, notApplied }: Collection) {
  return [...exit('next', next, true), ...exit('timedOut', timedOut, true), ...exit('notApplied', notApplied)];
}

function usesOfCollection({ variable }: Collection): readonly Use[] {
  return variable === undefined ? [] : [{ kind: 'sets', variable, gives: 'string' }];
}

function announcementOf({ text, language }: Announcement, frame: Frame): KeyValueList {
  const chosen = frame.localized(text, language);
  frame.tell({ value: chosen.text });
  return announcementParameters(chosen.text, chosen.language);
}

function collectionOf(totalTimeoutSeconds: number): KeyValueList {
  return { TOTAL_TIMEOUT: totalTimeoutSeconds };
}

function treat(
  frame: Frame,
  treatmentType: TreatmentType,
  parameters: KeyValueList,
  more: { readonly onlyAnswers?: true } = {},
): Outcome {
  const order = { treatmentType, parameters, ...more };
  frame.effects.push({ name: 'applyTreatment', ...order });
  return { state: treatingState(frame.run, order) };
}

function treatingState(run: Run, order: TreatmentOrder): State {
  return { ...runOf(run), name: 'treating', treatment: order };
}

function takeCollected(block: Collection, frame: Frame, input: BlockInput): Outcome {
  if (input.name !== 'treatmentEnded') {
    frame.tell({ exit: 'notApplied' });
    return { to: block.notApplied ?? block.timedOut ?? block.next };
  }
  const text = input.collectedDigits;
  if (block.variable !== undefined) frame.assign({ [block.variable]: text });
  if (block.attachAs !== undefined) frame.attach({ [block.attachAs]: text });
  if (input.completionStatus === CompletionStatus.Timeout) return late(frame, block.timedOut ?? block.next);
  frame.tell({ exit: 'next', value: text });
  return { to: block.next };
}

/** No text came in time. */
function late(frame: Frame, to: string): Outcome {
  frame.tell({ exit: 'timedOut', value: '' });
  return { to };
}

function isNotApplied(input: BlockInput): boolean {
  return input.name === 'treatmentNotApplied';
}
