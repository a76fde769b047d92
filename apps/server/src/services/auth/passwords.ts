import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const deriveKey = promisify<'argon2id', Argon2Parameters, Buffer>(argon2);

/** One of OWASP's equal choices for argon2id: 7 MiB, five passes, one lane. The process keeps freed blocks of 19 MiB for good. */
const COST = { memory: 7_168, passes: 5, parallelism: 1 } as const;
const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** A hash asking for more than this is not computed: it did not come from us. */
const MEMORY_MAX = 262_144;
const PASSES_MAX = 16;

/** A hash that no password matches; checked for unknown users, so that they take as long as known ones. */
export const DUMMY_HASH = formatHash(COST, Buffer.alloc(SALT_BYTES), Buffer.alloc(KEY_BYTES));

interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** The hash to keep in the place of `password`, in the PHC string format. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return formatHash(COST, salt, await derive(password, salt, COST, KEY_BYTES));
}

/** Whether `hash` was made from `password`. False for a hash that cannot be read. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const parsed = parseHash(hash);
  if (parsed === undefined) return false;
  const derived = await derive(password, parsed.salt, parsed.cost, parsed.key.length);
  return timingSafeEqual(derived, parsed.key);
}

function derive(password: string, salt: Buffer, cost: Cost, keyBytes: number): Promise<Buffer> {
  return deriveKey('argon2id', { message: password.normalize('NFC'), nonce: salt, tagLength: keyBytes, ...cost });
}

function formatHash(cost: Cost, salt: Buffer, key: Buffer): string {
  const parameters = `m=${cost.memory},t=${cost.passes},p=${cost.parallelism}`;
  return `$argon2id$v=19$${parameters}$${unpaddedBase64(salt)}$${unpaddedBase64(key)}`;
}

function parseHash(hash: string): { readonly cost: Cost; readonly salt: Buffer; readonly key: Buffer } | undefined {
  const [, algorithm, version, parameters, salt, key] = hash.split('$');
  if (algorithm !== 'argon2id' || version !== 'v=19' || salt === undefined || key === undefined) return undefined;
  const match = /^m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})$/.exec(parameters ?? '');
  if (match === null) return undefined;
  const cost = { memory: Number(match[1]), passes: Number(match[2]), parallelism: Number(match[3]) };
  const decoded = { cost, salt: Buffer.from(salt, 'base64'), key: Buffer.from(key, 'base64') };
  return isAffordable(cost) && decoded.salt.length >= 8 && decoded.key.length >= 16 ? decoded : undefined;
}

function isAffordable({ memory, passes, parallelism }: Cost): boolean {
  return passes >= 1 && passes <= PASSES_MAX && parallelism >= 1 && memory >= 8 * parallelism && memory <= MEMORY_MAX;
}

function unpaddedBase64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
