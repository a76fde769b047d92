import type { StatisticMessage, StatisticValue } from '@cordboard/shared/statistics/stat-channel';
import type { ObjectType } from '@cordboard/shared/statistics/stat-type';
import { create } from 'zustand';
import { type StatFeedStatus, statFeed } from '../../gateway/stat-feed.ts';

/** A number that a page wants to show: of chats, since midnight. */
export interface WantedStatistic {
  readonly type: ObjectType;
  readonly id: string;
  readonly statType: string;
  /** What took at most so many seconds: of statistics in a time range. */
  readonly withinSeconds?: number;
  /** It grows with every moment: then it comes in equal intervals. */
  readonly grows?: boolean;
}

export interface StatState {
  readonly status: StatFeedStatus;
  /** By `statKey`; what has not come yet is missing. */
  readonly values: ReadonlyMap<string, StatisticValue>;
  /** Why the server does not tell one, by `statKey`. */
  readonly refusals: ReadonlyMap<string, string>;
}

const initialStatState: StatState = { status: 'closed', values: new Map(), refusals: new Map() };

/** Numbers of the stat server that some page shows. */
export const useStatStore = create<StatState>(() => initialStatState);

const PERIOD_SECONDS = 10;

interface Open {
  readonly referenceID: number;
  readonly wanted: WantedStatistic;
  /** How many parts of the page show it. */
  shown: number;
}

const open = new Map<string, Open>();
const keyOfReference = new Map<number, string>();
let lastReference = 0;
let token: string | null = null;
let isSweeping = false;

export function statKey({ type, id, statType, withinSeconds }: WantedStatistic): string {
  return `${type}:${id} ${statType}${withinSeconds === undefined ? '' : ` ${withinSeconds}`}`;
}

/** Who asks from now on; the channel is opened when something is wanted. */
export function setStatToken(given: string | null): void {
  token = given;
}

/** Opens what is not open yet. */
export function want(wanted: readonly WantedStatistic[]): void {
  for (const one of wanted) {
    const key = statKey(one);
    const known = open.get(key);
    if (known !== undefined) {
      known.shown += 1;
      continue;
    }
    const opened: Open = { referenceID: ++lastReference, wanted: one, shown: 1 };
    open.set(key, opened);
    keyOfReference.set(opened.referenceID, key);
    if (useStatStore.getState().status === 'live') ask(opened);
  }
  if (wanted.length > 0 && useStatStore.getState().status === 'closed') connect();
}

/** Closes what nobody shows any longer, once it is clear that nobody else does. */
export function unwant(wanted: readonly WantedStatistic[]): void {
  for (const one of wanted) {
    const known = open.get(statKey(one));
    if (known !== undefined) known.shown -= 1;
  }
  if (isSweeping) return;
  isSweeping = true;
  queueMicrotask(sweep);
}

/** At the end of the session: nothing of it stays. */
export function closeStatistics(): void {
  token = null;
  open.clear();
  keyOfReference.clear();
  statFeed()?.close();
  useStatStore.setState(initialStatState, true);
}

function sweep(): void {
  isSweeping = false;
  const gone = [...open].filter(([, { shown }]) => shown <= 0);
  if (gone.length === 0) return;
  for (const [key, { referenceID }] of gone) {
    open.delete(key);
    keyOfReference.delete(referenceID);
    if (useStatStore.getState().status === 'live') statFeed()?.closeStatistic(referenceID);
  }
  useStatStore.setState(({ values, refusals }) => ({ values: withOpen(values), refusals: withOpen(refusals) }));
}

function withOpen<Value>(map: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  return new Map([...map].filter(([key]) => open.has(key)));
}

function connect(): void {
  if (token === null) return;
  statFeed()?.connect(token, {
    status(status) {
      // What was refused on the old connection may be had on the new one.
      useStatStore.setState(status === 'live' ? { status, refusals: new Map() } : { status });
      if (status === 'live') for (const opened of open.values()) ask(opened);
    },
    values: take,
    refused(referenceID, message) {
      const key = keyOfReference.get(referenceID);
      if (key === undefined) return;
      useStatStore.setState(({ refusals }) => ({ refusals: new Map(refusals).set(key, message) }));
    },
  });
}

function ask({ referenceID, wanted }: Open): void {
  const { type, id, statType, withinSeconds, grows = false } = wanted;
  statFeed()?.open({
    referenceID,
    object: { type, id },
    statType,
    filter: 'Chat',
    ...(withinSeconds === undefined ? {} : { timeRange: { from: 0, to: withinSeconds } }),
    ...(grows ? { notification: { mode: 'period', seconds: PERIOD_SECONDS } } : {}),
  });
}

function take(messages: readonly StatisticMessage[]): void {
  const known = messages.flatMap(({ referenceID, value }) => {
    const key = keyOfReference.get(referenceID);
    return key === undefined ? [] : [[key, value] as const];
  });
  if (known.length > 0) useStatStore.setState(({ values }) => ({ values: new Map([...values, ...known]) }));
}
