import type { OpenStatistic, StatisticMessage } from '@cordboard/shared/statistics/stat-channel';

/** loading until connected, live then, lost while the connection is. */
export type StatFeedStatus = 'closed' | 'loading' | 'live' | 'lost';

export interface StatFeedListener {
  status(status: StatFeedStatus): void;
  /** The first value of a statistic, and later ones. */
  values(values: readonly StatisticMessage[]): void;
  /** One that is not to be had, as a sentence. */
  refused(referenceID: number, message: string): void;
}

/** What a desktop asks for: profile and notification have their defaults. */
export type AskStatistic = Pick<OpenStatistic, 'referenceID' | 'object' | 'statType' | 'filter'> &
  Partial<Pick<OpenStatistic, 'timeRange' | 'notification'>>;

/** The stat channel as the stores see it; tests put a fake in its place. Nothing of it outlives a connection. */
export interface StatFeed {
  connect(token: string, listener: StatFeedListener): void;
  open(statistic: AskStatistic): void;
  closeStatistic(referenceID: number): void;
  close(): void;
}

let feed: StatFeed | undefined;

/** Puts the real client, or a fake, in place. Without one there are no numbers. */
export function installStatFeed(installed: StatFeed): void {
  feed = installed;
}

export function statFeed(): StatFeed | undefined {
  return feed;
}
