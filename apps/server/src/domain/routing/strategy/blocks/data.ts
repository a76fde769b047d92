import type { BlockOf } from '@cordboard/shared/routing/strategy-blocks';
import type { KeyValue } from '@cordboard/shared/tlib/attached-data';
import { type BlockKind, exit, type Use } from './block-kind.ts';

type Given = BlockOf<'attachData'>['pairs'][number]['value'];

function pairsInWords(pairs: readonly (readonly [string, KeyValue])[]): string {
  return pairs.map(([name, value]) => `${name} = ${typeof value === 'object' ? 'a list' : value}`).join(', ');
}

function usesOf(value: Given, field: string): Use {
  return 'expression' in value
    ? { kind: 'expression', field, text: value.expression, dialect: 'condition', wants: 'any' }
    : { kind: 'template', field, text: value.text };
}

/** Sets variables, one after the other: the next may use the one before. */
export const assign: BlockKind<BlockOf<'assign'>> = {
  exits: ({ next }) => exit('next', next),
  uses: ({ assignments }) =>
    assignments.flatMap(({ variable, value }, index): readonly Use[] => [
      usesOf(value, `assignments ${index + 1}`),
      { kind: 'sets', variable, gives: 'expression' in value ? { expression: value.expression } : 'string' },
    ]),
  enter: ({ assignments, next }, frame) => {
    for (const { variable, value } of assignments) frame.assign({ [variable]: frame.given(value) });
    const set = new Set(assignments.map(({ variable }) => variable));
    frame.tell({ value: pairsInWords([...set].map((variable) => [variable, frame.variable(variable) ?? ''])) });
    return { to: next };
  },
};

export const attachData: BlockKind<BlockOf<'attachData'>> = {
  exits: ({ next }) => exit('next', next),
  uses: ({ pairs }) => pairs.map(({ value }, index) => usesOf(value, `pairs ${index + 1}`)),
  enter: ({ pairs, next }, frame) => {
    const given = pairs.map(({ key, value }): [string, KeyValue] => [key, frame.given(value)]);
    frame.attach(Object.fromEntries(given));
    frame.tell({ value: pairsInWords(given) });
    return { to: next };
  },
};

/** The business context by the original's names, and how fast the interaction should be served. */
export const serviceObjective: BlockKind<BlockOf<'serviceObjective'>> = {
  exits: ({ next }) => exit('next', next),
  uses: () => [],
  enter: ({ seconds, customerSegment, serviceType, next }, frame) => {
    frame.attach({
      ServiceObjective: String(seconds),
      ...(customerSegment === undefined ? {} : { CustomerSegment: customerSegment }),
      ...(serviceType === undefined ? {} : { ServiceType: serviceType }),
    });
    frame.tell({ value: String(seconds) });
    return { to: next };
  },
};

export const priority: BlockKind<BlockOf<'priority'>> = {
  exits: ({ next }) => exit('next', next),
  uses: (block) => [
    { kind: 'expression', field: 'priority', text: block.priority, dialect: 'condition', wants: 'number' },
  ],
  enter: (block, frame) => {
    const set = { base: frame.evaluateNumber(block.priority), ageing: block.ageing };
    frame.change({ priority: set });
    frame.tell({ value: String(set.base) });
    return { to: block.next };
  },
};
