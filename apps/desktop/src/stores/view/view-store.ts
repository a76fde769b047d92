import { create } from 'zustand';
import { type DeskDialog, initialViewState, type Overlay, type ViewState } from './view-reducer.ts';

export const useViewStore = create<ViewState>(() => initialViewState);

export function changeView(change: (state: ViewState) => ViewState): void {
  useViewStore.setState(change);
}

export function showOverlay(overlay: Overlay | null): void {
  useViewStore.setState({ overlay });
}

export function showDialog(dialog: DeskDialog | null): void {
  useViewStore.setState({ dialog });
}

/** The agent has seen the chat up to this line. */
export function markSeen(connID: string, key: string): void {
  useViewStore.setState((state) => (state.seen[connID] === key ? state : { seen: { ...state.seen, [connID]: key } }));
}
