import type { StatisticValue } from '@cordboard/shared/statistics/stat-channel';
import { useEffect } from 'react';
import { type StatState, statKey, unwant, useStatStore, type WantedStatistic, want } from './stat-store.ts';

/** Has these numbers come as long as the caller is in sight; returns all that have come. */
export function useStatistics(wanted: readonly WantedStatistic[]): StatState {
  const keys = wanted.map(statKey).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys tell whether it is the same list.
  useEffect(() => {
    want(wanted);
    return () => unwant(wanted);
  }, [keys]);
  return useStatStore();
}

/** A number that has come; undefined before, and null when there is nothing to tell. */
export function numberOf({ values }: StatState, wanted: WantedStatistic): number | null | undefined {
  const value: StatisticValue | undefined = values.get(statKey(wanted));
  return typeof value === 'object' && value !== null ? undefined : value;
}
