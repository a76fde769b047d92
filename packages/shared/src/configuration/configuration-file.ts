import { z } from 'zod';
import { calendarSchema } from '../routing/calendar.ts';
import { noAnswerOptionsSchema } from '../routing/no-answer.ts';
import { expressionSchema } from '../routing/routing-target.ts';
import { strategySchema } from '../routing/strategy.ts';
import { statisticsConfigurationSchema } from '../statistics/stat-type.ts';
import { capacityRuleSchema } from './capacity-rule.ts';
import { customerCarriageSchema, directoryNumberSchema } from './directory-number.ts';
import { number, objectName } from './object-name.ts';
import { sipPassword } from './sip-password.ts';
import { tenantOptionsSchema } from './tenant-options.ts';

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
