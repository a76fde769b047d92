import { z } from 'zod';

export const capacityMediaSchema = z.enum(['voice', 'chat']);
/** Media as capacity rules name them. */
export type CapacityMedia = z.infer<typeof capacityMediaSchema>;

/** "chat <= 3; chat <= 1 while voice = 1" is two limits. All that apply hold. */
export const capacityRuleSchema = z.object({
  name: z.string().min(1).max(128),
  limits: z.array(
    z.object({
      media: capacityMediaSchema,
      max: z.int().min(0).max(1000),
      while: z.object({ media: capacityMediaSchema, atLeast: z.int().min(1) }).optional(),
    }),
  ),
});
export type CapacityRule = z.infer<typeof capacityRuleSchema>;
