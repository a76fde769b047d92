import { useEffect } from 'react';
import { useInteractionsStore } from '../stores/interactions-store.ts';
import { closeChat, openChat } from '../stores/view-reducer.ts';
import { changeView, useViewStore } from '../stores/view-store.ts';

/** Panes show chats that are there: what has gone closes, and after a reload the first running chat opens. */
export function usePrunedPanes(): void {
  const interactions = useInteractionsStore((state) => state.interactions);
  useEffect(() => {
    for (const connID of useViewStore.getState().panes)
      if (connID !== null && interactions[connID] === undefined) changeView((view) => closeChat(view, connID));
    const first = Object.values(interactions).find(({ phase }) => phase === 'active');
    if (first !== undefined && useViewStore.getState().panes[0] === null)
      changeView((view) => ({ ...openChat(view, first.connID), narrowView: view.narrowView }));
  }, [interactions]);
}
