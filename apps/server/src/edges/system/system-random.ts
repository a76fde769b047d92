import { randomBytes } from 'node:crypto';
import type { Random } from '../../base/random.ts';

/** Random numbers nobody can guess. */
export const systemRandom: Random = {
  hex: (byteCount) => randomBytes(byteCount).toString('hex'),
};
