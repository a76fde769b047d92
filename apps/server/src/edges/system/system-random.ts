import { randomFillSync } from 'node:crypto';
import type { Random } from '../../base/random.ts';

/** Asked for at once: a call into the kernel costs more than the bytes. */
const POOL_BYTES = 4096;
const pool = Buffer.alloc(POOL_BYTES);
let used = POOL_BYTES;

/** Random numbers nobody can guess; each byte of the pool is given out once. */
export const systemRandom: Random = {
  hex(byteCount) {
    if (byteCount > POOL_BYTES) return randomFillSync(Buffer.alloc(byteCount)).toString('hex');
    if (used + byteCount > POOL_BYTES) {
      randomFillSync(pool);
      used = 0;
    }
    const hex = pool.toString('hex', used, used + byteCount);
    pool.fill(0, used, used + byteCount);
    used += byteCount;
    return hex;
  },
};
