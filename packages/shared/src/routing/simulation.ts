/** What the simulator of strategies is asked and what it answers, over REST and on the command line. */
import { z } from 'zod';
import { decisionRecordSchema } from './decision-record.ts';
import { strategySchema } from './strategy.ts';

const name = z.string().min(1).max(128);
const seconds = z
  .number()
  .min(0)
  .max(7 * 86_400);

/** A time drawn anew for each interaction, in seconds. */
export const durationSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('constant'), mean: seconds }),
  z.strictObject({ type: z.literal('exponential'), mean: seconds }),
  z.strictObject({ type: z.literal('lognormal'), mean: seconds, deviation: seconds }),
]);
export type Duration = z.infer<typeof durationSchema>;

/** One text of a customer. Once an agent has answered, no more of them are sent. */
export const simulatedTextSchema = z.strictObject({
  /** After his arrival. */
  afterSeconds: seconds.default(0),
  text: z.string().min(1).max(16_000),
});
export type SimulatedText = z.infer<typeof simulatedTextSchema>;

const textsSchema = z.array(simulatedTextSchema).min(1).max(50);

/** How an agent of the configuration is when the simulation begins. */
export const simulatedAgentSchema = z.strictObject({
  userName: name,
  state: z.enum(['ready', 'notReady', 'loggedOut']).default('ready'),
  /** How long he has been ready before the beginning. */
  readyForSeconds: seconds.default(0),
  /** Chats that he has at the beginning and keeps to the end. */
  chats: z.int().min(0).max(50).default(0),
  /** Instead of those of the configuration. */
  skills: z.record(name, z.int().min(0)).optional(),
  /** Ready from then on, and no longer than until then. */
  fromMinutes: z.number().min(0).optional(),
  untilMinutes: z.number().min(0).optional(),
});
export type SimulatedAgentState = z.infer<typeof simulatedAgentSchema>;

/** What differs from the configuration. Without anything, every agent is ready. */
export const simulatedWorldSchema = z.strictObject({
  agents: z.array(simulatedAgentSchema).max(2000).default([]),
  /** How agents are that `agents` does not name. */
  others: z.enum(['ready', 'loggedOut']).default('ready'),
  /** Agents whom the configuration does not have. */
  more: z
    .array(
      z.strictObject({
        count: z.int().min(1).max(1000),
        groups: z.array(name).max(20).default([]),
        skills: z.record(name, z.int().min(0)).default({}),
      }),
    )
    .max(20)
    .default([]),
  /** Most chats of an agent at once, instead of the capacity rules. */
  chatsPerAgent: z.int().min(1).max(50).optional(),
});
export type SimulatedWorld = z.infer<typeof simulatedWorldSchema>;

const common = {
  /** Where customers write; without one the first routing point that takes interactions. */
  routingPoint: z.string().min(1).max(64).optional(),
  /** The strategy that runs there: that of the configuration, its draft, or this one. */
  strategy: z.union([z.enum(['active', 'draft']), strategySchema]).default('active'),
  /** Runs the active version as well, with the same seed, and tells the difference. */
  compare: z.boolean().default(true),
  seed: z.int().min(0).max(4_294_967_295).default(1),
  /** When it begins; without it now. */
  at: z.iso.datetime({ offset: true }).optional(),
  world: simulatedWorldSchema.prefault({}),
  /** How long a ringing agent takes to answer. */
  answer: durationSchema.default({ type: 'constant', mean: 3 }),
};

export const oneInteractionSchema = z.strictObject({
  mode: z.literal('interaction'),
  ...common,
  texts: textsSchema,
  customer: z.string().min(1).max(200).default('customer@example.net'),
  /** Attached data that it comes with. */
  userData: z.record(z.string().min(1).max(256), z.union([z.string().max(2000), z.number()])).default({}),
  /** When the customer leaves, if nobody has answered. */
  waitAtMostSeconds: z.number().positive().max(86_400).default(600),
});
export type OneInteraction = z.infer<typeof oneInteractionSchema>;

/** Most interactions that one simulation may have. */
export const SIMULATED_INTERACTIONS_MAX = 50_000;

export const generatedLoadSchema = z.strictObject({
  kind: z.literal('generated'),
  /** Poisson arrivals: one rate, or one for each hour from the beginning on; the last one lasts. */
  perHour: z.union([z.number().positive().max(20_000), z.array(z.number().min(0).max(20_000)).min(1).max(168)]),
  handling: durationSchema.default({ type: 'lognormal', mean: 300, deviation: 240 }),
  /** When a customer leaves whom nobody has answered; without it they all wait. */
  patience: durationSchema.optional(),
  /** What customers write; which of them is drawn by weight. */
  messages: z
    .array(z.strictObject({ texts: textsSchema, weight: z.number().positive().max(1000).default(1) }))
    .min(1)
    .max(100)
    .default([{ texts: [{ afterSeconds: 0, text: 'Hello' }], weight: 1 }]),
});
export type GeneratedLoad = z.infer<typeof generatedLoadSchema>;

export const daySchema = z.strictObject({
  mode: z.literal('day'),
  ...common,
  hours: z.number().positive().max(168).default(8),
  load: z
    .discriminatedUnion('kind', [
      generatedLoadSchema,
      /** What the store has of the time from `at` on. */
      z.strictObject({
        kind: z.literal('recorded'),
        /** Of those who were answered: when they would have left; without it never. */
        patience: durationSchema.optional(),
      }),
    ])
    .default({ ...generatedLoadSchema.parse({ kind: 'generated', perHour: 30 }) }),
  /** Answered within so many seconds counts as served well. */
  serviceLevelSeconds: z.number().positive().max(86_400).default(60),
  /** Those who come before that are not counted. */
  warmUpMinutes: z.number().min(0).max(10_000).default(0),
});
export type DaySimulation = z.infer<typeof daySchema>;

export const simulationRequestSchema = z.discriminatedUnion('mode', [oneInteractionSchema, daySchema]);
export type SimulationRequest = z.infer<typeof simulationRequestSchema>;

/** Of times in seconds; all 0 when there are none. */
const timesSchema = z.object({
  count: z.int(),
  mean: z.number(),
  p50: z.number(),
  p95: z.number(),
  max: z.number(),
});
export type Times = z.infer<typeof timesSchema>;

const stepSchema = z.object({
  /** After the customer's arrival. */
  seconds: z.number(),
  kind: z.enum(['customer', 'system', 'block', 'queue', 'agent', 'end']),
  what: z.string(),
});
export type SimulatedStep = z.infer<typeof stepSchema>;

const variable = z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()])).readonly()]);

export const interactionReportSchema = z.object({
  /** In the words of `answered`, `abandoned`, `ended`. */
  outcome: z.enum(['answered', 'abandoned', 'ended']),
  /** The agent login that answered. */
  agentID: z.string().nullable(),
  /** From arrival to answer or to the end. */
  waitSeconds: z.number(),
  path: z.array(z.string()),
  variables: z.record(z.string(), variable),
  userData: z.record(z.string(), z.unknown()),
  decisions: z.array(decisionRecordSchema),
  steps: z.array(stepSchema),
});
export type InteractionReport = z.infer<typeof interactionReportSchema>;

export const dayReportSchema = z.object({
  interactions: z.int(),
  answered: z.int(),
  abandoned: z.int(),
  /** By the strategy, without an agent. */
  ended: z.int(),
  /** Neither when the time was over. */
  open: z.int(),
  /** Per cent of the answered who were answered by the first offer, in the moment they came. */
  answeredAtOncePercent: z.number(),
  /** Per cent of answered and abandoned. */
  serviceLevelPercent: z.number(),
  abandonedPercent: z.number(),
  /** From arrival to answer. */
  wait: timesSchema,
  /** From arrival to leaving. */
  patience: timesSchema,
  failures: z.array(z.object({ block: z.string(), reason: z.string(), detail: z.string(), count: z.int() })),
  queues: z.array(
    z.object({
      virtualQueue: z.string(),
      entered: z.int(),
      /** To an agent. */
      diverted: z.int(),
      /** Left otherwise: the customer left, or the strategy went on without it. */
      abandoned: z.int(),
      longest: z.int(),
      /** From the entry to the agent. */
      wait: timesSchema,
    }),
  ),
  agents: z.array(
    z.object({
      agentID: z.string(),
      name: z.string(),
      answered: z.int(),
      /** Per cent of the time on duty with at least one chat. */
      occupancyPercent: z.number(),
      /** While there was one. */
      chatsAtOnce: z.number(),
    }),
  ),
});
export type DayReport = z.infer<typeof dayReportSchema>;

export const simulationRunSchema = z.object({
  /** `active`, `draft` or `given`. */
  version: z.string(),
  strategy: z.object({ name: z.string(), version: z.int() }),
  interaction: interactionReportSchema.optional(),
  day: dayReportSchema.optional(),
  /** False when a limit ended it before its time; the figures are of what was simulated until then. */
  isComplete: z.boolean(),
  stoppedBecause: z.string().nullable(),
  simulatedSeconds: z.number(),
  elapsedSeconds: z.number(),
  /** How many times faster than real time. */
  factor: z.number(),
});
export type SimulationRun = z.infer<typeof simulationRunSchema>;

export const simulationReplySchema = z.object({
  routingPoint: z.string(),
  /** ms since 1970. */
  from: z.number(),
  seed: z.int(),
  /** The asked one first, then the active version when there is something to compare. */
  runs: z.array(simulationRunSchema).min(1),
  /** Asked minus active. */
  differences: z.array(
    z.object({ figure: z.string(), active: z.string(), simulated: z.string(), difference: z.string() }),
  ),
});
export type SimulationReply = z.infer<typeof simulationReplySchema>;
