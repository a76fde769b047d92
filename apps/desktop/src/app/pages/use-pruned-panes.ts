import { useEffect } from 'react';
import { mainCallOf } from '../../stores/interactions/interaction.ts';
import { useInteractionsStore } from '../../stores/interactions/interactions-store.ts';
import { closeChat, openChat, renameChat } from '../../stores/view/view-reducer.ts';
import { changeView, useViewStore } from '../../stores/view/view-store.ts';

/** Panes show chats that are there: what has gone closes, and after a reload the first running chat opens. */
export function usePrunedPanes(): void {
  const interactions = useInteractionsStore((state) => state.interactions);
  useEffect(() => {
    for (const connID of useViewStore.getState().panes)
      if (connID !== null && interactions[connID] === undefined) {
        // A consultation that has become the customer's chat stays open as that.
        const next = Object.values(interactions).find(({ formerConnID }) => formerConnID === connID);
        changeView((view) => (next === undefined ? closeChat(view, connID) : renameChat(view, connID, next.connID)));
      }
    const first = Object.values(interactions).find(
      (interaction) => interaction.phase === 'active' && mainCallOf(interaction, interactions) === undefined,
    );
    if (first !== undefined && useViewStore.getState().panes[0] === null)
      changeView((view) => ({ ...openChat(view, first.connID), narrowView: view.narrowView }));
  }, [interactions]);
}
