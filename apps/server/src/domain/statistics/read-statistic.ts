import {
  DN_ACTIONS,
  QUEUE_ACTIONS,
  STATUSES,
  type Status,
  SUPERVISED_ACTIONS,
} from '@cordboard/shared/statistics/actions';
import { readMask } from '@cordboard/shared/statistics/mask';
import type { StatisticValue } from '@cordboard/shared/statistics/stat-channel';
import type {
  Category,
  ObjectType,
  StatFilter,
  StatType,
  TimeProfile,
  TimeRange,
} from '@cordboard/shared/statistics/stat-type';
import { estimateWaitMs } from './estimate-wait.ts';
import { filteredKey } from './folds/call-kind.ts';
import { actionKey, MEDIA, statusKey, type View } from './folds/keys.ts';
import type { StatisticsModel } from './statistics-model.ts';
import { durationKeys } from './tallies/durations.ts';
import type { EndedSum } from './tallies/recent-ends.ts';

/** A statistic of one object, ready to be read. */
export interface Statistic {
  readonly object: { readonly type: ObjectType; readonly id: string };
  readonly category: Category;
  readonly isStatus: boolean;
  readonly view: View;
  readonly main: ReadonlySet<number>;
  readonly rel: ReadonlySet<number>;
  readonly profile: TimeProfile;
  /** Of a statistic in a time range: the main keys with the durations that are in it. */
  readonly inRange: ReadonlySet<number>;
}

/** What makes a statistic. */
export interface StatisticSource {
  readonly object: Statistic['object'];
  readonly statType: StatType;
  readonly profile: TimeProfile;
  readonly timeRange?: TimeRange | undefined;
  readonly filter: StatFilter | undefined;
  /** The filters on attached data that are counted apart, by number. */
  readonly dataFilters?: readonly StatFilter[];
  /** For an agent: whom supervisors listen to is left out. */
  readonly leavesOutSupervised?: boolean;
}

/** Looks up everything that reading needs, once. */
export function prepareStatistic(source: StatisticSource): Statistic {
  const { object, statType, profile, timeRange, filter } = source;
  const { category, subject, mainMask, relMask } = statType;
  const isStatus = subject !== 'DNAction';
  const view: View = filter?.mediaType ?? 'all';
  const keysOf = (mask: string) => (isStatus ? statusKeys(mask, view) : actionKeys(mask, source, view));
  const main = keysOf(mainMask);
  const rel = relMask === undefined ? main : keysOf(relMask);
  const inRange = timeRange === undefined ? new Set<number>() : durationKeys(main, timeRange);
  return { object, category, isStatus, view, main, rel, profile, inRange };
}

function actionKeys(mask: string, source: StatisticSource, view: View): ReadonlySet<number> {
  const { object, filter, dataFilters = [], leavesOutSupervised = false } = source;
  const all: readonly (typeof DN_ACTIONS | typeof QUEUE_ACTIONS)[number][] =
    object.type === 'queue' ? QUEUE_ACTIONS : DN_ACTIONS;
  const names = leavesOutSupervised ? all.filter((name) => !SUPERVISED_ACTIONS.includes(name)) : all;
  const wanted = readMask(mask, names);
  const media = view === 'all' ? MEDIA : MEDIA.filter((medium) => medium === 'none' || medium === view);
  const keys = names.filter((name) => wanted.has(name)).flatMap((name) => media.map((one) => actionKey(name, one)));
  if (filter?.userData === undefined) return new Set(keys);
  const number = dataFilters.findIndex(({ name }) => name === filter.name);
  return new Set(number < 0 ? [] : keys.map((key) => filteredKey(key, number)));
}

function statusKeys(mask: string, view: View): ReadonlySet<number> {
  return new Set([...readMask(mask, STATUSES)].map((status) => statusKey(status as Status, view)));
}

/** Why a statistic of such an object cannot have this profile; undefined when it can. */
export function findProfileProblem(type: ObjectType, profile: TimeProfile): string | undefined {
  return profile.type === 'sinceLogin' && type !== 'agent' ? 'Only an agent has a profile since login.' : undefined;
}

/** Whether the value grows while nothing happens. */
export function growsByItself(category: Category): boolean {
  return (
    category === 'CurrentTime' ||
    category === 'CurrentAverageTime' ||
    category === 'CurrentMaxTime' ||
    category === 'TotalAdjustedTime' ||
    category === 'RelativeTimePercentage'
  );
}

/** The value at a moment. */
export function readStatistic(model: StatisticsModel, statistic: Statistic, now: number): StatisticValue {
  const { object, category, main, rel } = statistic;
  const { type, id } = object;
  const tally = model.tallyOf(type, id);
  switch (category) {
    case 'CurrentState':
      return model.stateOf(type, id, statistic.view);
    case 'CurrentNumber':
      return tally?.ongoingNumber(main) ?? 0;
    case 'CurrentTime':
      return seconds(tally?.ongoingTime(main, now) ?? 0);
    case 'CurrentAverageTime': {
      const number = tally?.ongoingNumber(main) ?? 0;
      return number === 0 ? null : seconds((tally?.ongoingTime(main, now) ?? 0) / number);
    }
    case 'CurrentMaxTime':
      return seconds(longestOngoing(model, statistic, now));
    case 'TotalAdjustedTime':
      return seconds(adjusted(model, statistic, main, now));
    case 'RelativeTimePercentage':
      return percentage(adjusted(model, statistic, main, now), adjusted(model, statistic, rel, now));
    case 'EstimWaitingTime':
      return estimate(model, statistic, now, tally?.ongoingNumber(main) ?? 0);
    case 'LoadBalance':
      return estimate(model, statistic, now, (tally?.ongoingNumber(main) ?? 0) + 1);
    case 'TotalNumberInTimeRange':
      return endedInRange(model, statistic, now);
    case 'TotalNumberInTimeRangePercentage':
      return percentage(endedInRange(model, statistic, now), ended(model, statistic, rel, now).number);
    default:
      return readEnded(category, ended(model, statistic, main, now), ended(model, statistic, rel, now));
  }
}

function readEnded(category: Category, main: EndedSum, rel: EndedSum): number | null {
  switch (category) {
    case 'TotalTime':
      return seconds(main.time);
    case 'MaxTime':
      return seconds(main.max);
    case 'AverageTime':
      return rel.number === 0 ? null : seconds(main.time / rel.number);
    case 'RelativeNumberPercentage':
      return percentage(main.number, rel.number);
    default:
      return main.number;
  }
}

/** Seconds that whoever is at this place of the queue will probably wait. */
function estimate(
  model: StatisticsModel,
  { object, profile }: Statistic,
  now: number,
  position: number,
): number | null {
  const windowMs = profile.type === 'sliding' ? profile.window * 1000 : undefined;
  const waitMs = estimateWaitMs(model, object.id, now, { windowMs, position });
  return waitMs === undefined ? null : seconds(waitMs);
}

function endedInRange(model: StatisticsModel, { object, profile, inRange }: Statistic, now: number): number {
  const durations = model.tallyOf(object.type, object.id)?.durations;
  if (durations === undefined) return 0;
  if (profile.type === 'sliding') return durations.recentNumber(inRange, now, profile.window * 1000);
  return durations.numberToday(inRange, model.book.dayAt(now).start);
}

function ended(model: StatisticsModel, statistic: Statistic, keys: ReadonlySet<number>, now: number): EndedSum {
  const sum: EndedSum = { number: 0, time: 0, max: 0 };
  const { object, profile } = statistic;
  const tally = model.tallyOf(object.type, object.id);
  if (profile.type === 'sliding') tally?.addRecent(sum, keys, now, profile.window * 1000);
  else if (profile.type === 'sinceLogin') tally?.addEndedSinceLogin(sum, keys);
  else tally?.addEndedToday(sum, keys, model.book.dayAt(now).start);
  return sum;
}

function adjusted(
  model: StatisticsModel,
  { object, profile }: Statistic,
  keys: ReadonlySet<number>,
  now: number,
): number {
  const tally = model.tallyOf(object.type, object.id);
  if (tally === undefined) return 0;
  if (profile.type === 'sinceLogin') return tally.adjustedSinceLogin(keys, now);
  if (profile.type === 'sliding') return tally.adjustedRecently(keys, now, profile.window * 1000);
  return tally.adjustedToday(keys, model.book.dayAt(now).start, now);
}

function longestOngoing(model: StatisticsModel, { object, isStatus, view, main }: Statistic, now: number): number {
  const { type, id } = object;
  if (isStatus) {
    const { status, since } = model.stateOf(type, id, view);
    return since !== null && main.has(statusKey(status, view)) ? now - since : 0;
  }
  let longest = 0;
  for (const { key, since } of model.ongoingOf(type, id)) if (main.has(key)) longest = Math.max(longest, now - since);
  return longest;
}

/** Whole milliseconds as seconds. */
function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}

/** In hundredths of a percent; null of nothing. */
function percentage(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 100;
}
