import { z } from 'zod';

/** GET /api/messages: a message that a customer left. */
export const leftMessageSchema = z.object({
  connID: z.string(),
  /** For whom it is. */
  agentGroup: z.string(),
  customer: z.string(),
  text: z.string(),
  leftAt: z.number(),
});
export type LeftMessageView = z.infer<typeof leftMessageSchema>;

export const messageEndpoints = {
  readMessages: {
    method: 'GET',
    path: '/api/messages',
    response: z.array(leftMessageSchema),
    summary: 'Messages that customers left for own or supervised groups, the oldest first',
  },
  finishMessage: {
    method: 'PUT',
    path: '/api/messages/{connID}/done',
    summary: 'What the message asks for is done',
  },
} as const;
