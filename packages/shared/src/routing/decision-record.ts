import { z } from 'zod';
import { askedNoAnswerSchema } from './no-answer.ts';

/** One block of the path and what was decided there. `value` is what the block looked at, said, set or waited for. */
const decisionStepSchema = z.object({
  block: z.string(),
  type: z.string(),
  at: z.number(),
  exit: z.string().optional(),
  value: z.string().optional(),
});
export type DecisionStep = z.infer<typeof decisionStepSchema>;

/** Why somebody of the target was not among those who were free. */
export const leftOutReasonSchema = z.enum([
  'loggedOut',
  'noChat',
  'noEndpoint',
  'notReady',
  'afterCallWork',
  'loggingOut',
  'absent',
  'atCapacity',
  'inCall',
  'outsideTarget',
]);
export type LeftOutReason = z.infer<typeof leftOutReasonSchema>;

/** GET /api/interactions/{connID}/decisions: why the router chose as it did. */
export const decisionRecordSchema = z.object({
  time: z.number(),
  strategy: z.string(),
  version: z.int(),
  path: z.array(z.string()),
  /** The path with what was decided at each block. */
  steps: z.array(decisionStepSchema).optional(),
  virtualQueue: z.string().nullable(),
  target: z.string(),
  /** All targets for which it waited at that moment, the first preferred. */
  targets: z
    .array(
      z.object({
        type: z.string(),
        name: z.string(),
        choice: z.string(),
        threshold: z.string().optional(),
        noAnswer: askedNoAnswerSchema.optional(),
      }),
    )
    .optional(),
  waitedMs: z.number(),
  candidates: z.array(
    z.object({
      dn: z.string(),
      agentID: z.string(),
      waitingSince: z.number().nullable(),
      excluded: z.string().nullable(),
    }),
  ),
  /** Agents of the target who were not free. `detail`: the Not Ready reason, or the chats they had. */
  leftOut: z
    .array(
      z.object({
        agentID: z.string(),
        dn: z.string().nullable(),
        reason: leftOutReasonSchema,
        detail: z.string().optional(),
      }),
    )
    .optional(),
  chosen: z.string().nullable(),
  tieBreaker: z.string(),
  /** The strategy's variables. */
  variables: z
    .record(
      z.string(),
      z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()])).readonly()]),
    )
    .optional(),
  /** The strategy could not go on, and the interaction went to the default destination. */
  failure: z
    .object({ block: z.string(), reason: z.string(), detail: z.string(), destination: z.string().nullable() })
    .optional(),
});
export type DecisionRecord = z.infer<typeof decisionRecordSchema>;
