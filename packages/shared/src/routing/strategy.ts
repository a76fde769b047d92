import { z } from 'zod';
import { blockIdSchema, strategyBlockSchema, variableNameSchema } from './strategy-blocks.ts';

/** Most blocks of a strategy. */
export const BLOCKS_MAX = 500;

/** Longest text, and most items, that a variable holds. */
export const VARIABLE_LENGTH_MAX = 4000;
export const LIST_LENGTH_MAX = 100;

const text = z.string().max(VARIABLE_LENGTH_MAX);

export const variableSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('string'), initial: text.default('') }),
  z.strictObject({ type: z.literal('number'), initial: z.number().default(0) }),
  z.strictObject({ type: z.literal('boolean'), initial: z.boolean().default(false) }),
  z.strictObject({
    type: z.literal('list'),
    initial: z
      .array(z.union([text, z.number()]))
      .max(LIST_LENGTH_MAX)
      .default([]),
  }),
]);
export type VariableType = z.infer<typeof variableSchema>['type'];

/** What a variable of a strategy holds. */
export type VariableValue = string | number | boolean | readonly (string | number)[];
export type Variables = { readonly [name: string]: VariableValue };

/** What a name looks like that nobody mistakes for another: without control characters, line ends and spaces around it. */
export const STRATEGY_NAME = /^(?!\s)[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\uFEFF]+(?<!\s)$/u;
export const STRATEGY_NAME_RULE = 'must have no control characters and no spaces around it';

/** A strategy is a graph of blocks; each names the block that comes next. */
export const strategySchema = z.strictObject({
  name: z.string().min(1).max(128),
  version: z.int().positive(),
  /** Of texts for which nothing else is said. */
  language: z.string().min(2).max(35).default('en'),
  variables: z
    .record(variableNameSchema, variableSchema)
    .refine((variables) => Object.keys(variables).length <= 100, 'must not be more than 100')
    .default({}),
  start: blockIdSchema,
  blocks: z
    .record(blockIdSchema, strategyBlockSchema)
    .refine((blocks) => Object.keys(blocks).length <= BLOCKS_MAX, `must not be more than ${BLOCKS_MAX}`),
  /** Where an interaction goes when the strategy cannot go on: a routing point, an Extension DN or an ACD queue. */
  defaultDestination: z.string().min(1).max(64).optional(),
});
export type Strategy = z.infer<typeof strategySchema>;
