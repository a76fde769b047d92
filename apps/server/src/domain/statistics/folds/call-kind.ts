import type { StatFilter } from '@cordboard/shared/statistics/stat-type';
import type { CallEvent } from '@cordboard/shared/tlib/events';
import { type Action, actionKey, FILTER_WIDTH, type Media, mediaOf } from './keys.ts';

/** What the numbers see of a call: its medium, and which filters on attached data it passes. */
export interface CallKind {
  readonly media: Media;
  readonly filters: readonly number[];
}

const NO_FILTERS: readonly number[] = [];
/** What is about no call. */
export const NO_CALL: CallKind = { media: 'none', filters: NO_FILTERS };
/** A filter that wants the key, with whatever value. */
const ANY_VALUE = '*';

/** The filters on attached data, by their number. Those of a medium alone need none: each key has its medium. */
export class CallKinds {
  readonly #filters: readonly StatFilter[];

  /** `filters` in the order of their numbers. */
  constructor(filters: readonly StatFilter[]) {
    this.#filters = filters;
  }

  of({ mediaType, userData }: CallEvent): CallKind {
    const media = mediaOf(mediaType);
    if (this.#filters.length === 0) return { media, filters: NO_FILTERS };
    const filters: number[] = [];
    for (const [number, filter] of this.#filters.entries()) if (passes(filter, media, userData)) filters.push(number);
    return { media, filters };
  }
}

function passes({ mediaType, userData = {} }: StatFilter, media: Media, attached: CallEvent['userData']): boolean {
  if (mediaType !== undefined && mediaType !== media) return false;
  return Object.entries(userData).every(([key, wanted]) => {
    const value = Object.hasOwn(attached, key) ? attached[key] : undefined;
    if (value === undefined || typeof value === 'object') return false;
    return wanted === ANY_VALUE || String(value) === wanted;
  });
}

/** The numbers under which an action of such a call is counted. */
export function kindKeys(action: Action, { media, filters }: CallKind): readonly number[] {
  const key = actionKey(action, media);
  return filters.length === 0 ? [key] : [key, ...filters.map((filter) => filteredKey(key, filter))];
}

/** The number under which what passes a filter is counted beside its own. */
export function filteredKey(key: number, filter: number): number {
  return key + (filter + 1) * FILTER_WIDTH;
}

/** What an action that goes on leaves, and what it comes to, when its call is another kind. */
export function changedKeys(action: Action, before: CallKind, after: CallKind) {
  const key = actionKey(action, before.media);
  const keysOf = (filters: readonly number[]) => filters.map((filter) => filteredKey(key, filter));
  return {
    left: keysOf(before.filters.filter((filter) => !after.filters.includes(filter))),
    joined: keysOf(after.filters.filter((filter) => !before.filters.includes(filter))),
  };
}
