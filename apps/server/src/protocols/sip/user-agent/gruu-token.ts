/** What a temporary GRUU says of whom it means (RFC 5627 3.1.2): nothing, to anybody but who made it. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Random } from '../../../base/random.ts';

const SALT_BYTES = 8;
const MAC_BYTES = 16;
const TOKEN_PATTERN = /^tgruu\.([0-9a-f]{16})\.([0-9a-f]{32})$/;

/** A user part that stands for `subject`; each is another. */
export function createGruuToken(secret: Buffer, subject: string, random: Random): string {
  const salt = random.hex(SALT_BYTES);
  return `tgruu.${salt}.${macOf(secret, subject, salt).toString('hex')}`;
}

export function isGruuToken(user: string): boolean {
  return TOKEN_PATTERN.test(user);
}

/** Whether a user part stands for `subject`. */
export function isGruuTokenOf(secret: Buffer, user: string, subject: string): boolean {
  const [, salt, mac] = TOKEN_PATTERN.exec(user) ?? [];
  if (salt === undefined || mac === undefined) return false;
  return timingSafeEqual(Buffer.from(mac, 'hex'), macOf(secret, subject, salt));
}

function macOf(secret: Buffer, subject: string, salt: string): Buffer {
  return createHmac('sha256', secret).update(`gruu ${salt} ${subject}`).digest().subarray(0, MAC_BYTES);
}
