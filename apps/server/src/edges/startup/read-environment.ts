import { isIP } from 'node:net';
import { z } from 'zod';
import { isNetwork } from '../../base/is-network.ts';
import { isLoopback } from '../system/loopback.ts';
import type { ListenerPorts } from './listener-ports.ts';
import { StartFailure } from './start-failure.ts';

/** So many sources may send at their full rate before a tenant's is reached, unless that is set. */
const SOURCES_AT_FULL_RATE = 20;
/** The same for new connections: a handshake of TLS costs a good deal more than a request. */
const SOURCES_CONNECTING = 10;
const HOST_NAME = /^(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*\.?$/i;

const host = z.string().refine((value) => isIP(value) !== 0 || HOST_NAME.test(value), 'is no address and no host name');
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'is no port number')
  .transform(Number)
  .refine((value) => value <= 65_535, 'is no port number');

/** Several, separated by commas. */
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((path) => path.trim())
      .filter((path) => path !== ''),
  );

const rate = z
  .string()
  .regex(/^\d{1,7}$/, 'must be a whole number, 0 or greater')
  .transform(Number);
const addresses = z
  .string()
  .transform((list) => list.split(',').map((address) => address.trim()))
  .refine((list) => list.every((address) => isIP(address) !== 0), 'is no list of addresses');

/** The variables that this version serves. One that is empty counts as not set. */
const environmentSchema = z.object({
  CORDBOARD_HOST: host.default('127.0.0.1'),
  CORDBOARD_PUBLIC_ADDRESS: host.optional(),
  CORDBOARD_HTTP_PORT: port.default(8080),
  CORDBOARD_HTTPS_PORT: port.default(8443),
  CORDBOARD_SIP_PORT: port.default(5060),
  CORDBOARD_SIPS_PORT: port.default(5061),
  CORDBOARD_MSRP_PORT: port.default(2855),
  CORDBOARD_MSRPS_PORT: port.default(2856),
  CORDBOARD_TLS_CERTIFICATE: list,
  CORDBOARD_TLS_KEY: list,
  CORDBOARD_TLS_TRUSTED: list,
  CORDBOARD_TRUSTED_PROXIES: list.refine(
    (networks) => networks.every(isNetwork),
    'must be addresses or networks such as 10.0.0.0/8, separated by commas',
  ),
  CORDBOARD_SIP_DOMAIN: host.default('localhost'),
  CORDBOARD_SIP_RATE_PER_SOURCE: rate.default(100),
  CORDBOARD_SIP_RATE_PER_TENANT: rate.optional(),
  CORDBOARD_CHATS_MAX: rate.default(20_000),
  CORDBOARD_CONNECTION_RATE_PER_SOURCE: rate.default(100),
  CORDBOARD_CONNECTION_RATE: rate.optional(),
  CORDBOARD_SIP_TRUSTED_ADDRESSES: addresses.default([]),
  CORDBOARD_DATA_DIR: z.string().default('./data'),
  CORDBOARD_DATABASE_URL: z.string().optional().superRefine(checkDatabaseUrl),
  CORDBOARD_CONFIG: z.string().default('demo'),
  CORDBOARD_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error'], 'must be trace, debug, info, warn or error')
    .default('info'),
});

/** What the server is told from outside. */
export interface Environment extends ListenerPorts {
  /** Address that all listeners bind. */
  readonly host: string;
  /** What peers are told instead of `host`. */
  readonly publicAddress: string;
  /** PEM files of the operator; empty where the server makes a certificate itself. */
  readonly tlsCertificates: readonly { readonly certificate: string; readonly key: string }[];
  /** PEM files of authorities whose certificates other SIP servers may show. */
  readonly tlsTrusted: readonly string[];
  /** Addresses and networks of reverse proxies. */
  readonly trustedProxies: readonly string[];
  readonly sipDomain: string;
  /** Requests per second of one unauthenticated source; 0 is no limit. */
  readonly sipRatePerSource: number;
  /** Requests per second of all unauthenticated sources of a tenant together; 0 is no limit. */
  readonly sipRatePerTenant: number;
  /** Chats that may be open at once; 0 is no bound. */
  readonly chatsMax: number;
  /** New connections per second of one source, to whatever port; 0 is no limit. */
  readonly connectionRatePerSource: number;
  /** Of all sources together; 0 is no limit. */
  readonly connectionRate: number;
  /** Peers whose requests are not counted. */
  readonly sipTrustedAddresses: readonly string[];
  readonly dataDir: string;
  /** `demo` or the path of a configuration file. */
  readonly config: string;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error';
}

/** Throws StartFailure naming the variable that has a bad value. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) throw describeIssue(parsed.error, set);
  const values = parsed.data;
  return {
    host: values.CORDBOARD_HOST,
    publicAddress: values.CORDBOARD_PUBLIC_ADDRESS ?? values.CORDBOARD_HOST,
    httpPort: values.CORDBOARD_HTTP_PORT,
    httpsPort: values.CORDBOARD_HTTPS_PORT,
    sipPort: values.CORDBOARD_SIP_PORT,
    sipsPort: values.CORDBOARD_SIPS_PORT,
    msrpPort: values.CORDBOARD_MSRP_PORT,
    msrpsPort: values.CORDBOARD_MSRPS_PORT,
    tlsCertificates: pairFiles(values.CORDBOARD_TLS_CERTIFICATE, values.CORDBOARD_TLS_KEY),
    tlsTrusted: values.CORDBOARD_TLS_TRUSTED,
    trustedProxies: values.CORDBOARD_TRUSTED_PROXIES,
    sipDomain: values.CORDBOARD_SIP_DOMAIN,
    sipRatePerSource: values.CORDBOARD_SIP_RATE_PER_SOURCE,
    sipRatePerTenant:
      values.CORDBOARD_SIP_RATE_PER_TENANT ?? SOURCES_AT_FULL_RATE * values.CORDBOARD_SIP_RATE_PER_SOURCE,
    chatsMax: values.CORDBOARD_CHATS_MAX,
    connectionRatePerSource: values.CORDBOARD_CONNECTION_RATE_PER_SOURCE,
    connectionRate:
      values.CORDBOARD_CONNECTION_RATE ?? SOURCES_CONNECTING * values.CORDBOARD_CONNECTION_RATE_PER_SOURCE,
    sipTrustedAddresses: values.CORDBOARD_SIP_TRUSTED_ADDRESSES,
    dataDir: values.CORDBOARD_DATA_DIR,
    config: values.CORDBOARD_CONFIG,
    logLevel: values.CORDBOARD_LOG_LEVEL,
  };
}

/** The demonstration has well-known passwords, so it must not be reachable from other machines. */
export function refuseUnsafeHost(address: string, isDemo: boolean): void {
  if (!isDemo || isLoopback(address)) return;
  throw new StartFailure(
    `CORDBOARD_HOST is ${address}, but the demo configuration, whose passwords everybody knows, may listen on a loopback address such as 127.0.0.1 only; name a configuration of your own in CORDBOARD_CONFIG.`,
  );
}

/** Each certificate with the key at the same place of the other list. */
function pairFiles(certificates: readonly string[], keys: readonly string[]): Environment['tlsCertificates'] {
  if (certificates.length !== keys.length) {
    throw new StartFailure(
      `CORDBOARD_TLS_KEY names ${keys.length} files, but CORDBOARD_TLS_CERTIFICATE ${certificates.length}; each certificate needs its key.`,
    );
  }
  return certificates.map((certificate, index) => ({ certificate, key: keys[index] ?? '' }));
}

function checkDatabaseUrl(value: string | undefined, context: z.RefinementCtx): void {
  if (value === undefined || value === 'embedded') return;
  const isPostgres = /^postgres(?:ql)?:\/\//i.test(value);
  const message = isPostgres
    ? 'names a PostgreSQL database, which this version cannot use yet; leave it unset for the embedded store'
    : 'must be unset or "embedded"';
  context.addIssue({ code: 'custom', message });
}

/** A database URL may hold a password, so its value is not repeated. */
function describeIssue(error: z.ZodError, set: Readonly<Record<string, string | undefined>>): StartFailure {
  const [issue] = error.issues;
  const variable = String(issue?.path[0] ?? 'environment');
  const why = issue?.message ?? 'has a bad value';
  const value = variable === 'CORDBOARD_DATABASE_URL' ? '' : ` is ${JSON.stringify(set[variable])}, which`;
  return new StartFailure(`${variable}${value} ${why}.`);
}
