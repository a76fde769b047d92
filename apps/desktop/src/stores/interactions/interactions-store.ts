import { create } from 'zustand';
import { type InteractionsState, initialInteractionsState } from './interactions-reducer.ts';

export const useInteractionsStore = create<InteractionsState>(() => initialInteractionsState);

/** Done: the ended chat leaves the Wrap-up section. The server has closed the call before. */
export function dismissInteraction(connID: string): void {
  useInteractionsStore.setState((state) => {
    if (state.interactions[connID]?.phase !== 'ended') return state;
    const { [connID]: _done, ...rest } = state.interactions;
    return { interactions: rest };
  });
}
