import { z } from 'zod';

/** GET /api/bindings: the parameters behind the question mark. */
export const bindingsQuerySchema = z.object({
  /** An account or a DN; all of them without it. */
  account: z.string().min(1).max(128).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export type BindingsQuery = z.infer<typeof bindingsQuerySchema>;

/** One contact at which a customer's account or an agent's DN is registered. */
export const bindingViewSchema = z.object({
  account: z.string(),
  kind: z.enum(['customer', 'dn']),
  contact: z.string(),
  /** UDP, TCP, TLS, WS or WSS, and from where. */
  transport: z.string(),
  source: z.string(),
  userAgent: z.string(),
  q: z.number(),
  instanceID: z.string().nullable(),
  regID: z.number().nullable(),
  /** Milliseconds since 1970. */
  refreshedAt: z.number(),
  expiresAt: z.number(),
});
export type BindingView = z.infer<typeof bindingViewSchema>;

export const bindingPageSchema = z.object({
  /** By account, the preferred one of each first. */
  bindings: z.array(bindingViewSchema),
  /** How many there are in all. */
  total: z.number(),
});
export type BindingPage = z.infer<typeof bindingPageSchema>;

export const bindingEndpoints = {
  readBindings: {
    method: 'GET',
    path: '/api/bindings',
    query: bindingsQuerySchema,
    response: bindingPageSchema,
    summary: 'Where accounts and DNs are registered over SIP; for administrators and supervisors',
  },
} as const;
