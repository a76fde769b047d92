import { z } from 'zod';

const text = z.string().max(500);

/**
 * What agents' SIP clients are shown besides what people say. `{name}` is the customer or the colleague; an empty text is not
 * shown.
 */
export const agentNoticesSchema = z.object({
  /** What precedes each of them, so that nobody takes it for the customer's words. */
  prefix: z.string().min(1).max(40).default('[system] '),
  /** What precedes a whisper. */
  'whisper-prefix': z.string().min(1).max(40).default('[whisper] '),
  /** A chat rings; what the customer wrote goes after it. */
  ring: text.min(1).default('New chat with {name}'),
  /** What the agent can do then. */
  'ring-help': text.default('Write to take it, /end to decline it.'),
  /** Before what was said in the chat so far. */
  earlier: text.min(1).default('Said before:'),
  held: text.default('The chat is on hold.'),
  retrieved: text.default('The chat goes on.'),
  joined: text.default('{name} has joined.'),
  left: text.default('{name} has left.'),
  ended: text.default('The chat has ended.'),
});
export type AgentNotices = z.infer<typeof agentNoticesSchema>;
