import { z } from 'zod';

/** What becomes of an agent who does not answer. */
export const noAnswerActionSchema = z.enum(['none', 'notready', 'logout']);
export type NoAnswerAction = z.infer<typeof noAnswerActionSchema>;

/** Seconds; 0 is never. */
export const noAnswerTimeoutSchema = z.number().min(0).max(600);

/**
 * Where the interaction goes, in this order, the first that works: `recall` back to its routing point, `release` to its end,
 * anything else is the number of a routing point or of an agent's DN; `none` leaves it to the next wider setting.
 */
export const noAnswerOverflowSchema = z.array(z.string().min(1).max(64)).min(1).max(10);

/** Options of a DN or an agent login; what is not there is left to the next wider setting. */
export const noAnswerOptionsSchema = z.object({
  'no-answer-timeout': noAnswerTimeoutSchema.optional(),
  'no-answer-action': noAnswerActionSchema.optional(),
  'no-answer-overflow': noAnswerOverflowSchema.optional(),
});
export type NoAnswerOptions = z.infer<typeof noAnswerOptionsSchema>;

/** What a routing request says about it. */
export const askedNoAnswerSchema = z.strictObject({
  timeoutSeconds: noAnswerTimeoutSchema.optional(),
  action: noAnswerActionSchema.optional(),
  overflow: noAnswerOverflowSchema.optional(),
});
export type AskedNoAnswer = z.infer<typeof askedNoAnswerSchema>;
