import { z } from 'zod';

/** GET /api/interactions/{connID}/decisions: why the router chose as it did. */
export const decisionRecordSchema = z.object({
  time: z.number(),
  strategy: z.string(),
  version: z.int(),
  path: z.array(z.string()),
  virtualQueue: z.string().nullable(),
  target: z.string(),
  waitedMs: z.number(),
  candidates: z.array(
    z.object({
      dn: z.string(),
      agentID: z.string(),
      waitingSince: z.number().nullable(),
      excluded: z.string().nullable(),
    }),
  ),
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
