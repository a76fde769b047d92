import { z } from 'zod';
import { PAIRS_MAX } from '../tlib/attached-data.ts';
import { askedNoAnswerSchema } from './no-answer.ts';
import {
  expressionSchema,
  selectEntrySchema,
  TARGETS_MAX,
  TIMEOUT_SECONDS_MIN,
  targetChoiceSchema,
} from './routing-target.ts';

export const blockIdSchema = z.string().min(1).max(64);
export const variableNameSchema = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'must be a variable name');

const next = blockIdSchema;
const name = z.string().min(1).max(128);
const dn = z.string().min(1).max(64);
const key = z
  .string()
  .min(1)
  .max(256)
  .refine((text) => text !== '__proto__', 'must be another key');
const scalar = z.union([z.string().max(2000), z.number(), z.boolean()]);

/** A text with `{variable}` placeholders. `{data.Key}` is the attached data of that key, `{{` a brace. */
export const templateSchema = z.string().max(2000);
/** One text, or one for each language. */
export const localizedTextSchema = z.union([
  templateSchema,
  z
    .record(z.string().min(2).max(35), templateSchema)
    .refine((texts) => Object.keys(texts).length > 0, 'must not be empty'),
]);
export type LocalizedText = z.infer<typeof localizedTextSchema>;

/** What every block may have: words for people, and where a drawing shows it. */
const base = {
  note: z.string().max(500).optional(),
  position: z.strictObject({ x: z.number(), y: z.number() }).optional(),
};
const announcement = {
  text: localizedTextSchema,
  /** Gives the language, such as `Language` or `"de"`; without it that of the strategy. */
  language: expressionSchema.optional(),
};
const collection = {
  /** TOTAL_TIMEOUT: how long the customer has for a text. */
  totalTimeoutSeconds: z.number().min(TIMEOUT_SECONDS_MIN).max(86_400),
  variable: variableNameSchema.optional(),
  /** Key of the attached data. */
  attachAs: key.optional(),
  /** Without one, `next` with an empty text. */
  timedOut: next.optional(),
};
/** An expression, or a text with placeholders. */
const given = z.union([z.strictObject({ expression: expressionSchema }), z.strictObject({ text: templateSchema })]);

const textTest = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('contains'), words: z.array(z.string().min(1).max(200)).min(1).max(100) }),
  /** The whole text, blanks around it left out, is one of the list. */
  z.strictObject({ type: z.literal('list'), words: z.array(z.string().max(200)).min(1).max(1000) }),
  z.strictObject({ type: z.literal('pattern'), pattern: z.string().min(1).max(200) }),
]);
export type TextTest = z.infer<typeof textTest>;

export const strategyBlockSchema = z.discriminatedUnion('type', [
  /** Branches by the interaction's media type (UseMediaType). */
  z.strictObject({
    type: z.literal('segmentByMedia'),
    chat: next.optional(),
    voice: next.optional(),
    otherwise: next,
    ...base,
  }),
  z.strictObject({ type: z.literal('if'), condition: expressionSchema, whenTrue: next, whenFalse: next, ...base }),
  /** To the first case that equals the value. */
  z.strictObject({
    type: z.literal('switch'),
    on: expressionSchema,
    cases: z
      .array(z.strictObject({ equals: z.union([scalar, z.array(scalar).min(1).max(100)]), next }))
      .min(1)
      .max(100),
    otherwise: next,
    ...base,
  }),
  z.strictObject({
    type: z.literal('businessHours'),
    calendar: name,
    open: next,
    closed: next,
    /** On holidays; without one, `closed`. */
    holiday: next.optional(),
    ...base,
  }),
  /** To the first case that the text fits. */
  z.strictObject({
    type: z.literal('textMatch'),
    text: expressionSchema,
    cases: z
      .array(z.strictObject({ test: textTest, next }))
      .min(1)
      .max(50),
    isCaseSensitive: z.boolean().optional(),
    otherwise: next,
    ...base,
  }),
  z.strictObject({
    type: z.literal('assign'),
    assignments: z
      .array(z.strictObject({ variable: variableNameSchema, value: given }))
      .min(1)
      .max(50),
    next,
    ...base,
  }),
  z.strictObject({
    type: z.literal('attachData'),
    pairs: z
      .array(z.strictObject({ key, value: given }))
      .min(1)
      .max(PAIRS_MAX),
    next,
    ...base,
  }),
  z.strictObject({ type: z.literal('playAnnouncement'), ...announcement, next, notApplied: next.optional(), ...base }),
  z.strictObject({ type: z.literal('collectDigits'), ...collection, next, notApplied: next.optional(), ...base }),
  z.strictObject({
    type: z.literal('playAnnouncementAndDigits'),
    ...announcement,
    ...collection,
    next,
    notApplied: next.optional(),
    ...base,
  }),
  /** A treatment by its name. What an IM does not know, such as Music, goes on at `notApplied`. */
  z.strictObject({
    type: z.literal('treatment'),
    treatment: z.enum([
      'Music',
      'RingBack',
      'Silence',
      'Busy',
      'FastBusy',
      'IVR',
      'RAN',
      'TextToSpeech',
      'PlayApplication',
    ]),
    parameters: z.record(key, scalar).optional(),
    next,
    notApplied: next,
    ...base,
  }),
  /** Puts the interaction into a virtual queue; it stays there until it is routed or leaves. */
  z.strictObject({ type: z.literal('queue'), virtualQueue: dn, next, ...base }),
  /** Waits until an agent of one of its targets takes the interaction. */
  z.strictObject({
    type: z.literal('selectTarget'),
    targets: z.array(selectEntrySchema).min(1).max(TARGETS_MAX),
    choice: targetChoiceSchema.default('longestReady'),
    /** For what this block offers, before the options of agent login, DN and tenant. */
    noAnswer: askedNoAnswerSchema.optional(),
    timedOut: next.optional(),
    ...base,
  }),
  /** Higher is served first. With ageing it grows while the interaction waits. */
  z.strictObject({
    type: z.literal('priority'),
    priority: expressionSchema,
    ageing: z
      .strictObject({
        add: z.number().positive().max(1000),
        everySeconds: z.number().min(1).max(86_400),
        max: z.number(),
      })
      .optional(),
    next,
    ...base,
  }),
  z.strictObject({
    type: z.literal('percentageSplit'),
    branches: z
      .array(z.strictObject({ percent: z.number().min(0).max(100), next }))
      .min(2)
      .max(20),
    ...base,
  }),
  /** Waits a while for the agent whom the customer had last. */
  z.strictObject({
    type: z.literal('lastAgent'),
    /** What he must be for it to be worth waiting. */
    requires: z.enum(['loggedIn', 'ready']).default('ready'),
    timeoutSeconds: z.number().min(TIMEOUT_SECONDS_MIN).max(3600),
    unavailable: next,
    ...base,
  }),
  z.strictObject({
    type: z.literal('serviceObjective'),
    seconds: z.number().positive().max(86_400),
    customerSegment: z.string().max(128).optional(),
    serviceType: z.string().max(128).optional(),
    next,
    ...base,
  }),
  /** While the interaction waits: `{position}` and `{estimatedWait}` (minutes), when they have changed. */
  z.strictObject({
    type: z.literal('positionAnnouncement'),
    ...announcement,
    everySeconds: z.number().min(10).max(3600),
    next,
    ...base,
  }),
  /** The customer's next text is kept as a message for whoever reads it later. */
  z.strictObject({
    type: z.literal('leaveMessage'),
    ...announcement,
    totalTimeoutSeconds: z.number().min(TIMEOUT_SECONDS_MIN).max(86_400),
    /** The agent group for which it is. */
    agentGroup: name,
    next,
    timedOut: next,
    ...base,
  }),
  z.strictObject({
    type: z.literal('route'),
    destination: z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('routingPoint'), number: dn }),
      z.strictObject({ type: z.literal('externalDn'), number: dn }),
    ]),
    /** Without one, the default destination. */
    failed: next.optional(),
    ...base,
  }),
  /** The end of the interaction. */
  z.strictObject({
    type: z.literal('end'),
    text: localizedTextSchema.optional(),
    language: expressionSchema.optional(),
    ...base,
  }),
  /** Ends the strategy: to this destination, to that of the strategy, or without one the interaction is refused. */
  z.strictObject({ type: z.literal('default'), destination: dn.optional(), ...base }),
]);
export type StrategyBlock = z.infer<typeof strategyBlockSchema>;
export type StrategyBlockType = StrategyBlock['type'];
/** The block of one type. */
export type BlockOf<Type extends StrategyBlockType> = Extract<StrategyBlock, { type: Type }>;
