import { z } from 'zod';

const blockId = z.string().min(1).max(64);

/** A strategy is a graph of blocks; each names the block that comes next. */
export const strategyBlockSchema = z.discriminatedUnion('type', [
  /** Branches by the interaction's media type (UseMediaType). */
  z.object({
    type: z.literal('segmentByMedia'),
    chat: blockId.optional(),
    voice: blockId.optional(),
    otherwise: blockId,
  }),
  /** Puts the interaction into a virtual queue; it stays there until it is routed or leaves. */
  z.object({ type: z.literal('queue'), virtualQueue: z.string().min(1), next: blockId }),
  /** Waits until an agent of the target can take the interaction. Without `timeoutSeconds` it waits without end. */
  z.object({
    type: z.literal('selectTarget'),
    target: z.object({ type: z.literal('agentGroup'), name: z.string().min(1) }),
    choice: z.enum(['longestReady']),
    timeoutSeconds: z.number().positive().optional(),
    timedOut: blockId.optional(),
  }),
  /** Ends the strategy: to the default destination, or without one the interaction is refused. */
  z.object({ type: z.literal('default'), destination: z.string().optional() }),
]);
export type StrategyBlock = z.infer<typeof strategyBlockSchema>;

export const strategySchema = z.object({
  name: z.string().min(1).max(128),
  version: z.int().positive(),
  start: blockId,
  blocks: z.record(blockId, strategyBlockSchema),
});
export type Strategy = z.infer<typeof strategySchema>;
