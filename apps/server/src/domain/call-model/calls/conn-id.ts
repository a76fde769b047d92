import type { ConnId } from '@cordboard/shared/ids';
import type { Random } from '../../../base/random.ts';

/** 16 hex digits. */
export function createConnId(random: Random): ConnId {
  return random.hex(8) as ConnId;
}

/** 32 characters, upper case as in the original's logs. */
export function createCallUuid(random: Random): string {
  return random.hex(16).toUpperCase();
}
