import { z } from 'zod';
import { isTimeZone } from '../routing/calendar.ts';
import { noAnswerActionSchema, noAnswerOverflowSchema, noAnswerTimeoutSchema } from '../routing/no-answer.ts';
import { rangeBoundSchema } from '../statistics/stat-type.ts';
import { agentNoticesSchema } from './agent-notices.ts';
import { objectName } from './object-name.ts';

/** Options of the tenant, by the original's names where it has them. */
export const tenantOptionsSchema = z.object({
  /** Seconds after which an unanswered ring ends; 0 is never. Routing request, agent login and DN may say something else. */
  'no-answer-timeout': noAnswerTimeoutSchema.default(20),
  /** What becomes of the agent then. */
  'no-answer-action': noAnswerActionSchema.default('notready'),
  /** Where the interaction goes then. */
  'no-answer-overflow': noAnswerOverflowSchema.default(['recall']),
  /** Seconds after the answer within which the agent has to write to the customer; 0 is for ever. */
  'first-reply-timeout': z.number().min(0).max(3600).default(0),
  /** What happens then: a notice to the agent and those who supervise him, or also back to the head of the queue. */
  'first-reply-action': z.enum(['notice', 'requeue']).default('notice'),
  /** Whether the router looks at capacity rules. */
  use_agent_capacity: z.boolean().default(true),
  /** Whether after-call work takes a slot like an interaction. */
  'capacity-treat-acw-as-interaction': z.boolean().default(false),
  /** Seconds for which an outside router may do nothing about an interaction before the routing point's strategy takes it. */
  'router-timeout': z.number().positive().max(600).default(10),
  /** Seconds that an outside router whose connection is lost has to come back to what waits for it. */
  'router-reconnect-grace': z.number().min(0).max(600).default(5),
  /** Seconds for which a declined interaction is not offered to the same agent again. */
  'decline-pause': z.number().positive().default(30),
  /** Seconds of after-call work; 0 is none. */
  'wrap-up-time': z.number().min(0).default(0),
  /** Minutes without a text after which a page-mode interaction ends. */
  'page-mode-idle-timeout': z.number().positive().default(30),
  /** Seconds for which a customer whose connection was lost is waited for. */
  'customer-absence-grace': z.number().positive().default(120),
  /** Seconds without any desktop after which an agent becomes Not Ready. */
  'agent-absence-grace': z.number().positive().default(60),
  /** What becomes of the active chats of such an agent: back to the head of their queues, or kept until he returns. */
  'agent-absence-action': z.enum(['requeue', 'keep']).default('requeue'),
  /** Seconds after which the desktop shows that the agent waits for the customer. */
  'agent-wait-interval': z.number().positive().default(20),
  /** Seconds after which the desktop shows that the customer waits for the agent. */
  'customer-wait-interval': z.number().positive().default(30),
  /** Seconds within which customers are to be answered: the service level of the supervisors' views. */
  'service-objective': rangeBoundSchema.min(1).default(20),
  'auto-spell-check': z.boolean().default(true),
  /** What precedes an agent's text towards a customer. */
  'nickname-prefix': z.string().max(128).default('[{nickname}/{agentID}] '),
  /** What a customer is told when he is put on hold; empty for nothing. */
  'hold-notice': z.string().max(2000).default(''),
  /** Minutes after which he is told again. */
  'hold-notice-interval': z.number().positive().default(2),
  /** What a customer is told when his chat goes back to its queue; empty for nothing. */
  'requeue-notice': z.string().max(2000).default(''),
  /** Minutes for which texts to a registered customer who is away wait for him. */
  'customer-away-wait': z.number().positive().max(10_080).default(60),
  /** The words in which agents' SIP clients are told what becomes of a chat. */
  'agent-notices': agentNoticesSchema.prefault({}),
  /** Whether a customer whose client asks for it is told that his text was read. */
  'read-receipts': z.boolean().default(true),
  /** Whether presence that agents' SIP clients publish makes them Ready and Not Ready, where the DN does not say. */
  'publish-sets-agent-state': z.boolean().default(false),
  /** Seconds for which a request for help waits for a supervisor. */
  'assistance-timeout': z.number().positive().default(120),
  /** Whether TMonitorNextCall also joins calls that are going on. */
  'intrusion-enabled': z.boolean().default(true),
  /** Of an observer in this mode: whether others than supervisors are told. */
  'supervisor-visible': z
    .object({
      mute: z.boolean().default(false),
      coach: z.boolean().default(true),
      connect: z.boolean().default(true),
    })
    .prefault({}),
  /** Which consultations of a monitored agent are monitored: those he makes (orig), those made to him (dest). */
  'monitor-consult-calls': z.enum(['none', 'all', 'orig', 'dest']).default('none'),
  'monitor-internal-calls': z.boolean().default(true),
  /** How many supervisors may have a subscription to one agent at once. */
  'supervisors-per-agent': z.int().min(1).default(1),
  /** To how many agents one supervisor may have a subscription; a further one cancels the oldest. */
  'agents-per-supervisor': z.int().min(1).default(1),
  /** The zone whose midnight begins the day of the statistics (IANA name); the machine's by default. */
  'statistics-time-zone': z.string().max(64).refine(isTimeZone, 'must be an IANA time zone').optional(),
  /** Domains, with those below them, of contacts that are reached where their name says and not where they registered from. */
  'contact-domains': z.array(z.string().min(1).max(255).toLowerCase()).max(100).optional(),
  /** Clients that are offered MD5 alone: what their User-Agent begins with, in any case. */
  'md5-only-clients': z
    .array(objectName)
    .default([
      'baresip v1.0',
      'baresip/1.0',
      'telepathy-rakia/0.8',
      'telepathy-sofiasip',
      'sipp',
      'SIP.js',
      'Cordboard desk',
    ]),
  /** Whether digests of old clients without qop are taken; each nonce is then good for one request. */
  'digest-without-qop': z.boolean().default(false),
  /** Reasons that the desktop offers for Not Ready. */
  'not-ready-reasons': z.array(objectName).default([]),
});
export type TenantOptions = z.infer<typeof tenantOptionsSchema>;
