import { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import type { Status } from './actions.ts';
import { objectTypeSchema, timeProfileSchema, timeRangeSchema } from './stat-type.ts';

const referenceID = z.int().positive();

/** When a value is sent: when it is another one, or in equal intervals. */
export const notificationSchema = z.discriminatedUnion('mode', [
  z.object({
    mode: z.literal('change'),
    /** Seconds between two values at least. */
    seconds: z.int().min(1).max(3600).default(1),
  }),
  z.object({ mode: z.literal('period'), seconds: z.int().min(1).max(3600) }),
]);
export type Notification = z.infer<typeof notificationSchema>;

/** `open`: asks for the values of one statistic. */
export const openStatisticSchema = z.object({
  /** The client's own name for it, unique among what this socket has open. */
  referenceID,
  object: z.object({ type: objectTypeSchema, id: z.string().min(1).max(128) }),
  statType: z.string().min(1).max(128),
  profile: timeProfileSchema.prefault({ type: 'growing' }),
  /** For categories in a time range, and only these. */
  timeRange: timeRangeSchema.optional(),
  filter: z.string().min(1).max(128).optional(),
  notification: notificationSchema.prefault({ mode: 'change' }),
});
export type OpenStatistic = z.infer<typeof openStatisticSchema>;

/** `close`: wants no more of it. */
export const closeStatisticSchema = z.object({ referenceID });
export type CloseStatistic = z.infer<typeof closeStatisticSchema>;

/** Value of a CurrentState. Times are ms since 1970. */
export interface StateValue {
  readonly status: Status;
  /** Null when it has been so since before anything is known. */
  readonly since: number | null;
  /** Why not ready. */
  readonly reason?: string;
}

/** Numbers count or are percentages; times are seconds. Null when there is nothing to tell, as of an average of nothing. */
export type StatisticValue = number | StateValue | null;

export interface StatisticMessage {
  readonly referenceID: number;
  readonly value: StatisticValue;
}

/** From the server. */
export interface StatServerToClient {
  /** The answer to `open`, with the value of this moment. */
  opened(message: StatisticMessage & { readonly time: number }): void;
  /** The answer to `close`. */
  closed(message: { readonly referenceID: number }): void;
  /** The answer to what is not done. */
  refused(message: {
    readonly referenceID?: number;
    readonly errorCode: ErrorCode;
    readonly errorMessage: string;
  }): void;
  /** New values, at most once a second. */
  values(message: { readonly time: number; readonly values: readonly StatisticMessage[] }): void;
}
