import { create } from 'zustand';
import type { DeskFeedListener } from '../../gateway/desk-feed.ts';
import { observeServerTime } from '../../lib/server-clock.ts';
import { applyChanges, applyFeedStatus, applyView, type DeskState, initialDeskState } from './desk-reducer.ts';

/** Agents, groups, queues and routing points around this desk; for supervisors also help requests and monitorings. */
export const useDeskStore = create<DeskState>(() => initialDeskState);

/** Feeds the store. */
export const deskFeedListener: DeskFeedListener = {
  view(view) {
    observeServerTime(view.time);
    useDeskStore.setState((state) => applyView(state, view), true);
  },
  changes(changes) {
    observeServerTime(changes.time);
    useDeskStore.setState((state) => applyChanges(state, changes), true);
  },
  status(status) {
    useDeskStore.setState((state) => applyFeedStatus(state, status), true);
  },
};
