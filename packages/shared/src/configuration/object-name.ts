import { z } from 'zod';

/** What configured objects are called. */
export const objectName = z.string().min(1).max(128);
/** Of a DN. */
export const number = z.string().min(1).max(64);
