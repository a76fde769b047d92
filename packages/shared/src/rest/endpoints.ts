import { z } from 'zod';
import { personRoleSchema } from '../configuration/configuration-file.ts';
import { dnOptionsSchema } from '../configuration/directory-number.ts';
import { decisionRecordSchema } from '../routing/decision-record.ts';
import { noAnswerOptionsSchema } from '../routing/no-answer.ts';
import { simulationReplySchema, simulationRequestSchema } from '../routing/simulation.ts';
import { bindingEndpoints } from './bindings.ts';
import { messageEndpoints } from './messages.ts';
import { strategyEndpoints, strategyProblemsSchema, strategyUsersSchema } from './strategies.ts';

export { type DecisionRecord, decisionRecordSchema } from '../routing/decision-record.ts';

export const errorReplySchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    /** Of a strategy that cannot become active: block by block. */
    problems: strategyProblemsSchema.optional(),
    /** Of a strategy that cannot be deleted. */
    usedBy: strategyUsersSchema.optional(),
  }),
});

export const loginRequestSchema = z.object({
  userName: z.string().min(1).max(128),
  password: z.string().min(1).max(1024),
  place: z.string().min(1).max(128).optional(),
});

/** One DN of a place as the login form shows it. */
export const placeDnSchema = z.object({
  number: z.string(),
  /** multimedia=true: takes IMs. */
  im: z.boolean(),
  voice: z.boolean(),
  'sip-signaling-chat': z.union([z.boolean(), z.literal('none')]),
});
export type PlaceDn = z.infer<typeof placeDnSchema>;

export const placeViewSchema = z.object({ name: z.string(), directoryNumbers: z.array(placeDnSchema) });
export type PlaceView = z.infer<typeof placeViewSchema>;

export const personViewSchema = z.object({
  userName: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  role: personRoleSchema,
  agentLogins: z.array(z.object({ id: z.string(), code: z.string() })),
});
export type PersonView = z.infer<typeof personViewSchema>;

/** Answer of POST /api/session and GET /api/session. `place` is null for persons who need none. */
export const sessionReplySchema = z.object({
  token: z.string(),
  person: personViewSchema,
  place: placeViewSchema.nullable(),
});
export type SessionReply = z.infer<typeof sessionReplySchema>;

/** GET /api/desktop: what the desktop must know of the tenant. */
export const desktopSettingsSchema = z.object({
  tenant: z.string(),
  places: z.array(placeViewSchema),
  queues: z.array(z.string()),
  notReadyReasons: z.array(z.string()),
  agentWaitIntervalSeconds: z.number(),
  customerWaitIntervalSeconds: z.number(),
  /** Within which customers are to be answered. */
  serviceObjectiveSeconds: z.number(),
  autoSpellCheck: z.boolean(),
  /** Capacity limits that apply to this person at this place. */
  chatMax: z.int(),
  voiceMax: z.int(),
  /** Waiting now per virtual queue. */
  waiting: z.array(z.object({ virtualQueue: z.string(), waiting: z.int() })),
  textBytesMax: z.int(),
  /** Which modes of a supervisor the agent is told of. */
  supervisorVisible: z.object({ mute: z.boolean(), coach: z.boolean(), connect: z.boolean() }),
});
export type DesktopSettings = z.infer<typeof desktopSettingsSchema>;

export const wrapUpNoteSchema = z.object({ note: z.string().max(4000) });

/** GET /api/interactions/unfinished: what the person has not marked as done, the last ended first. */
export const unfinishedInteractionSchema = z.object({
  connID: z.string(),
  dn: z.string(),
  callType: z.int(),
  mediaType: z.int(),
  role: z.int(),
  customer: z.string(),
  dnis: z.string(),
  thisQueue: z.string().nullable(),
  userData: z.record(z.string(), z.unknown()),
  startedAt: z.number(),
  endedAt: z.number(),
  /** Of the EventReleased by which it ended. */
  callState: z.int(),
  endedBy: z.string().nullable(),
  thirdPartyDN: z.string().nullable(),
});
export type UnfinishedInteraction = z.infer<typeof unfinishedInteractionSchema>;

/** Options of a DN that are to change; the others stay. */
export const dnOptionsChangeSchema = z.strictObject({
  multimedia: z.boolean().optional(),
  'sip-signaling-chat': z.union([z.boolean(), z.literal('none')]).optional(),
  voice: z.boolean().optional(),
  'auto-login': z.boolean().optional(),
  'sip-chat-mode': z.enum(['page', 'session']).optional(),
  'publish-sets-agent-state': z.boolean().optional(),
  ...noAnswerOptionsSchema.shape,
});
export type DnOptionsChange = z.infer<typeof dnOptionsChangeSchema>;

/** GET /api/sip-endpoint: with what the desk registers as a SIP client of the DN of its place. */
export const sipEndpointSchema = z.object({
  dn: z.string(),
  domain: z.string(),
  /** MD5 of user, realm and password (RFC 7616 3.4.2): enough to prove who one is, without the password. */
  ha1: z.string(),
});
export type SipEndpointView = z.infer<typeof sipEndpointSchema>;

/** The `{number}` of a path. */
export const dnPathSchema = z.object({ number: z.string().min(1).max(64) });

/** The `{connID}` of a path. */
export const interactionPathSchema = z.object({ connID: z.string().regex(/^[0-9a-f]{16}$/i, 'must be 16 hex digits') });

/** GET /api/audit: acts of supervision, the latest first. */
export const auditQuerySchema = z.object({
  /** Ms since 1970. Without `from` the 24 hours before `to`, without `to` up to now. */
  from: z.coerce.number().int().min(0).optional(),
  to: z.coerce.number().int().min(0).optional(),
  connID: z
    .string()
    .regex(/^[0-9a-f]{16}$/i, 'must be 16 hex digits')
    .optional(),
  /** User name of who did it. */
  who: z.string().min(1).max(128).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  /** `next` of the page before. */
  before: z.coerce.number().int().min(1).optional(),
});
export type AuditQueryInput = z.infer<typeof auditQuerySchema>;

export const auditPageSchema = z.object({
  entries: z.array(
    z.object({
      number: z.int(),
      time: z.number(),
      what: z.string(),
      who: z.string(),
      whom: z.string().nullable(),
      connID: z.string().nullable(),
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
  /** For `before` of the next page; null when there is none. */
  next: z.int().nullable(),
});
export type AuditPage = z.infer<typeof auditPageSchema>;

/** GET /healthz: 200 with `ready`, 503 with the error why not. */
export const healthReplySchema = z.object({ status: z.enum(['ready', 'unavailable']) });

/** Every REST endpoint: method, path, schemas. The OpenAPI document is made from this list. */
export const endpoints = {
  createSession: {
    method: 'POST',
    path: '/api/session',
    request: loginRequestSchema,
    response: sessionReplySchema,
    summary: 'Log in',
    isPublic: true,
  },
  readSession: {
    method: 'GET',
    path: '/api/session',
    response: sessionReplySchema,
    summary: 'The session of this token',
  },
  deleteSession: { method: 'DELETE', path: '/api/session', summary: 'Log out' },
  readDesktop: {
    method: 'GET',
    path: '/api/desktop',
    response: desktopSettingsSchema,
    summary: 'Settings for the desktop',
  },
  readSipEndpoint: {
    method: 'GET',
    path: '/api/sip-endpoint',
    response: sipEndpointSchema,
    summary: 'With what the desk registers for its DN whose texts go by SIP',
  },
  readDecisions: {
    method: 'GET',
    path: '/api/interactions/{connID}/decisions',
    response: z.array(decisionRecordSchema),
    summary: 'Routing decisions of an interaction',
  },
  writeNote: {
    method: 'PUT',
    path: '/api/interactions/{connID}/note',
    request: wrapUpNoteSchema,
    summary: 'Wrap-up note of an interaction',
  },
  readNote: {
    method: 'GET',
    path: '/api/interactions/{connID}/note',
    response: wrapUpNoteSchema,
    summary: 'Wrap-up note of an interaction',
  },
  readUnfinished: {
    method: 'GET',
    path: '/api/interactions/unfinished',
    response: z.array(unfinishedInteractionSchema),
    summary: 'Ended interactions that wait to be marked as done',
  },
  finish: {
    method: 'PUT',
    path: '/api/interactions/{connID}/done',
    summary: 'Marks an ended interaction as done',
  },
  simulate: {
    method: 'POST',
    path: '/api/simulate',
    request: simulationRequestSchema,
    response: simulationReplySchema,
    summary: 'Runs a strategy on one interaction or on a day, on a virtual clock; for administrators',
  },
  readAudit: {
    method: 'GET',
    path: '/api/audit',
    query: auditQuerySchema,
    response: auditPageSchema,
    summary: 'Acts of supervision',
  },
  ...messageEndpoints,
  ...bindingEndpoints,
  ...strategyEndpoints,
  readDnOptions: {
    method: 'GET',
    path: '/api/configuration/directory-numbers/{number}/options',
    response: dnOptionsSchema,
    summary: 'Options of an Extension DN',
  },
  writeDnOptions: {
    method: 'PUT',
    path: '/api/configuration/directory-numbers/{number}/options',
    request: dnOptionsChangeSchema,
    response: dnOptionsSchema,
    summary: 'Change options of an Extension DN; they take effect at once',
  },
  readOpenApi: { method: 'GET', path: '/api/openapi.json', summary: 'This document', isPublic: true },
} as const;
