import { z } from 'zod';
import { calendarSchema, isTimeZone } from '../routing/calendar.ts';
import {
  noAnswerActionSchema,
  noAnswerOptionsSchema,
  noAnswerOverflowSchema,
  noAnswerTimeoutSchema,
} from '../routing/no-answer.ts';
import { expressionSchema } from '../routing/routing-target.ts';
import { strategySchema } from '../routing/strategy.ts';
import { rangeBoundSchema, statisticsConfigurationSchema } from '../statistics/stat-type.ts';
import { agentNoticesSchema } from './agent-notices.ts';
import { capacityRuleSchema } from './capacity-rule.ts';

const objectName = z.string().min(1).max(128);
const number = z.string().min(1).max(64);

/** A user of another domain, without a port or parameters. */
export const externalUriSchema = z
  .string()
  .max(256)
  .regex(/^sips?:[^\s@;?<>"]+@[a-z0-9.-]+$/, 'must be a SIP URI, user and domain');

/** DN options, by the names and defaults of the original. */
export const dnOptionsSchema = z.object({
  multimedia: z.boolean().default(false),
  'sip-signaling-chat': z.union([z.boolean(), z.literal('none')]).default(true),
  voice: z.boolean().default(true),
  /** Whether the agent of the place is logged in and Ready as soon as a SIP client is registered for the DN. */
  'auto-login': z.boolean().optional(),
  /** How texts go to a SIP client of the DN: each for itself, or within a session to which it is invited. */
  'sip-chat-mode': z.enum(['page', 'session']).optional(),
  /** The agent's address in another domain, such as `sip:anna@other.example`: his texts go there over the trunk of that domain. */
  'external-uri': externalUriSchema.optional(),
  /** Whether the presence that a SIP client of the DN publishes makes its agent Ready and Not Ready; absent: as the tenant says. */
  'publish-sets-agent-state': z.boolean().optional(),
  ...noAnswerOptionsSchema.shape,
});
export type DnOptions = z.infer<typeof dnOptionsSchema>;

/** What is kept of a SIP password: the hashes of user name, realm and password that digest needs (RFC 7616 3.4.2). */
export const digestSecretSchema = z.object({
  md5: z.string().regex(/^[0-9a-f]{32}$/, 'must be an MD5 in hex'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hex'),
});
export type DigestSecret = z.infer<typeof digestSecretSchema>;

/** The password with which somebody registers and writes over SIP. */
const sipPassword = {
  /** Clear text, in an import file only. */
  password: z.string().min(1).max(1024).optional(),
  /** What the store keeps instead. */
  digest: digestSecretSchema.optional(),
};

/**
 * How customers are called: by MESSAGEs alone, within a session of MESSAGEs, of MSRP if they take it, or by what their client
 * has registered.
 */
export const customerCarriageSchema = z.enum(['page', 'session', 'msrp', 'auto']);
export type CustomerCarriage = z.infer<typeof customerCarriageSchema>;

const serverUri = z.string().regex(/^sips?:[^\s@]+$/, 'must be the SIP URI of a server');

export const directoryNumberSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('extension'), number, options: dnOptionsSchema.prefault({}), ...sipPassword }),
  z.object({
    type: z.literal('routingPoint'),
    number,
    enabled: z.boolean().default(true),
    /** Name of the active strategy; without one the routing point answers 480. */
    strategy: objectName.optional(),
    /** Where interactions go for which an outside router does nothing when there is no strategy. */
    defaultDestination: number.optional(),
    /** Seconds for which an outside router may do nothing; without it those of the tenant. */
    'router-timeout': z.number().positive().max(600).optional(),
    /** Whether customers without an account may write here. */
    anonymous: z.boolean().default(false),
    /** Whether customers with an account may; they may when nothing is said. */
    accounts: z.boolean().optional(),
    /** Whether those may for whom a trusted peer vouches; they may when nothing is said. */
    trustedPeers: z.boolean().optional(),
    'customer-carriage': customerCarriageSchema.optional(),
  }),
  z.object({ type: z.literal('virtualQueue'), number }),
  /** The queue that agents name at login. */
  z.object({ type: z.literal('acdQueue'), number }),
  /** Another SIP domain: its users write here, and are written to. */
  z.object({
    type: z.literal('trunk'),
    number,
    /** The URI of its server, such as `sip:sip.partner.example;transport=tls`. */
    contact: serverUri,
    /** Further servers of the peer, tried in turn while those before are not there. */
    contacts: z.array(serverUri).max(8).optional(),
    /** Domains of its users. */
    domains: z.array(z.string().min(1).max(255).toLowerCase()).min(1).max(1000),
    /** Addresses from which it sends, besides the one where it is reached. */
    addresses: z.array(objectName).max(100).default([]),
    /** Most interactions at once. */
    capacity: z.int().min(1).optional(),
    /** How often OPTIONS asks whether it is there. */
    checkSeconds: z.number().min(5).max(3600).default(30),
    /** How its users are called: auto is page, as nothing is known of their clients. */
    'customer-carriage': customerCarriageSchema.optional(),
    /** Under which name the peer knows this server, when it asks for a password. */
    userName: objectName.optional(),
    /** Realm of that password; the first of the domains when it is not named. */
    realm: z.string().min(1).max(255).optional(),
    ...sipPassword,
  }),
]);
export type DirectoryNumber = z.infer<typeof directoryNumberSchema>;
export type ExtensionDn = Extract<DirectoryNumber, { type: 'extension' }>;
export type TrunkDn = Extract<DirectoryNumber, { type: 'trunk' }>;
/** Realm in which the peer of a trunk knows this server. */
export function realmOfTrunk({ realm, domains }: TrunkDn): string {
  return realm ?? domains[0] ?? '';
}
export type RoutingPointDn = Extract<DirectoryNumber, { type: 'routingPoint' }>;

/** An agent login: `code` is the nickname that customers see. */
export const agentLoginSchema = z.object({
  id: objectName,
  code: objectName,
  wrapUpTimeSeconds: z.int().min(0).optional(),
  options: noAnswerOptionsSchema.optional(),
});
export type AgentLogin = z.infer<typeof agentLoginSchema>;

export const personRoleSchema = z.enum(['agent', 'supervisor', 'administrator', 'application']);
export type PersonRole = z.infer<typeof personRoleSchema>;

export const personSchema = z.object({
  userName: objectName,
  firstName: z.string().max(128).default(''),
  lastName: z.string().max(128).default(''),
  role: personRoleSchema,
  /** Clear text, in an import file only. */
  password: z.string().min(1).max(1024).optional(),
  /** What the store keeps instead. */
  passwordHash: z.string().optional(),
  agentLogins: z.array(objectName).default([]),
  /** The place used when a login names none. */
  place: objectName.optional(),
  skills: z.record(objectName, z.int().min(0)).default({}),
  /** Agent groups that a supervisor supervises. */
  supervises: z.array(objectName).default([]),
  capacityRule: objectName.optional(),
});
export type Person = z.infer<typeof personSchema>;

export const placeSchema = z.object({
  name: objectName,
  directoryNumbers: z.array(number),
  capacityRule: objectName.optional(),
});
export type Place = z.infer<typeof placeSchema>;

/** A group has members, or is virtual: then a script such as `Skill("billing") >= 5` says who of those logged in is in it. */
export const agentGroupSchema = z.object({
  name: objectName,
  members: z.array(objectName).default([]),
  script: expressionSchema.optional(),
});
export type AgentGroup = z.infer<typeof agentGroupSchema>;

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

/** One tenant and its switch as one file: imported into an empty store. */
export const configurationFileSchema = z.object({
  tenant: z.object({
    name: objectName,
    options: tenantOptionsSchema.prefault({}),
    capacityRule: objectName.optional(),
  }),
  switch: z.object({
    name: objectName,
    /** Realm of SIP passwords; at the import it becomes the SIP domain when it is not named. */
    realm: objectName.optional(),
  }),
  directoryNumbers: z.array(directoryNumberSchema),
  agentLogins: z.array(agentLoginSchema),
  persons: z.array(personSchema),
  places: z.array(placeSchema),
  agentGroups: z.array(agentGroupSchema).default([]),
  placeGroups: z.array(z.object({ name: objectName, members: z.array(objectName) })).default([]),
  skills: z.array(z.object({ name: objectName })).default([]),
  capacityRules: z.array(capacityRuleSchema).default([]),
  strategies: z.array(strategySchema).default([]),
  calendars: z.array(calendarSchema).default([]),
  statistics: statisticsConfigurationSchema.prefault({}),
  /** Customers with a SIP account. */
  customers: z
    .array(z.object({ name: objectName, 'customer-carriage': customerCarriageSchema.optional(), ...sipPassword }))
    .default([]),
  /** Servers whose word about who writes is taken, by the addresses from which they send. */
  trustedPeers: z.array(z.object({ name: objectName, addresses: z.array(objectName).min(1) })).default([]),
  /** A demonstration: it listens on loopback only. */
  demo: z.boolean().default(false),
});
export type ConfigurationFile = z.infer<typeof configurationFileSchema>;
