import { actionKey, MEDIA } from './folds/keys.ts';
import type { StatisticsModel } from './statistics-model.ts';
import type { EndedSum } from './tallies/recent-ends.ts';

const ANSWERED: ReadonlySet<number> = new Set(MEDIA.map((media) => actionKey('CallAnswered', media)));
const BUSY: ReadonlySet<number> = new Set([actionKey('QueueBusy', 'none')]);
const WAITING = MEDIA.map((media) => actionKey('CallWait', media));
const WINDOW_MS = 900_000;

/**
 * How long somebody in a queue will probably wait: his place times the mean time between two answers, counted over the part
 * of the window in which anybody waited. Without a place: as the last of those who wait. Undefined while nothing was answered.
 */
export function estimateWaitMs(
  model: StatisticsModel,
  queue: string,
  now: number,
  options: { readonly windowMs?: number | undefined; readonly position?: number } = {},
): number | undefined {
  const { windowMs = WINDOW_MS } = options;
  const tally = model.tallyOf('queue', queue);
  const position = options.position ?? tally?.ongoingNumber(WAITING) ?? 0;
  if (position === 0) return 0;
  const answered: EndedSum = { number: 0, time: 0, max: 0 };
  const busy: EndedSum = { number: 0, time: 0, max: 0 };
  tally?.addRecent(answered, ANSWERED, now, windowMs);
  tally?.addRecent(busy, BUSY, now, windowMs);
  if (answered.number === 0) return undefined;
  const busySince = model.busySince(queue) ?? now;
  return (position * Math.min(busy.time + now - busySince, windowMs)) / answered.number;
}
