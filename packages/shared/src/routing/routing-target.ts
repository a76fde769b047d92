import { z } from 'zod';

/** By which rule one of several free agents is chosen. */
export const targetChoiceSchema = z.enum(['longestReady', 'leastOccupied', 'highestSkill', 'roundRobin', 'random']);
export type TargetChoice = z.infer<typeof targetChoiceSchema>;

/** Most targets of one select block. */
export const TARGETS_MAX = 10;
/** Shortest wait, so that a loop of waits leaves time for everything else. */
export const TIMEOUT_SECONDS_MIN = 0.1;
/** Longest expression, in characters. */
export const EXPRESSION_LENGTH_MAX = 2000;

const name = z.string().min(1).max(128);
export const expressionSchema = z.string().min(1).max(EXPRESSION_LENGTH_MAX);

const turn = {
  /** Its turn: after that the next target is tried as well. Without one it is waited for without end. */
  timeoutSeconds: z.number().min(TIMEOUT_SECONDS_MIN).max(86_400).optional(),
  /** When its turn begins, the targets before it are given up. */
  clear: z.boolean().optional(),
  /** Instead of that of the block. */
  choice: targetChoiceSchema.optional(),
  /** The target counts only while this holds, such as `StatAgentsReady("Sales") > 2`. */
  threshold: expressionSchema.optional(),
};

/** What a select block waits for. */
export const selectEntrySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('agent'), name, ...turn }),
  z.strictObject({ type: z.literal('agentGroup'), name, ...turn }),
  z.strictObject({ type: z.literal('place'), name, ...turn }),
  z.strictObject({ type: z.literal('placeGroup'), name, ...turn }),
  /** Agents who named this queue at login. */
  z.strictObject({ type: z.literal('queue'), name, ...turn }),
  z.strictObject({
    type: z.literal('skill'),
    expression: expressionSchema,
    /** Instead of `expression`, from so many seconds of its turn on. */
    relax: z
      .array(z.strictObject({ afterSeconds: z.number().positive().max(86_400), expression: expressionSchema }))
      .max(10)
      .optional(),
    ...turn,
  }),
  /** Sent there as soon as its turn comes. */
  z.strictObject({ type: z.literal('routingPoint'), name }),
  z.strictObject({ type: z.literal('externalDn'), name }),
]);
export type SelectEntry = z.infer<typeof selectEntrySchema>;
