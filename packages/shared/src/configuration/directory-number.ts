import { z } from 'zod';
import { noAnswerOptionsSchema } from '../routing/no-answer.ts';
import { number, objectName } from './object-name.ts';
import { sipPassword } from './sip-password.ts';

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
export type RoutingPointDn = Extract<DirectoryNumber, { type: 'routingPoint' }>;
export type TrunkDn = Extract<DirectoryNumber, { type: 'trunk' }>;

/** Realm in which the peer of a trunk knows this server. */
export function realmOfTrunk({ realm, domains }: TrunkDn): string {
  return realm ?? domains[0] ?? '';
}
