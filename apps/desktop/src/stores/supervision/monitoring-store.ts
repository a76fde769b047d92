import { create } from 'zustand';
import { forget, initialMonitoringState, type MonitoringState } from './monitoring-reducer.ts';

/** Chats of others that this desk observes. */
export const useMonitoringStore = create<MonitoringState>(() => initialMonitoringState);

/** What has ended leaves the live view. */
export function dismissObserved(connID: string): void {
  useMonitoringStore.setState((state) => (state.observed[connID]?.endedAt == null ? state : forget(state, connID)));
}
