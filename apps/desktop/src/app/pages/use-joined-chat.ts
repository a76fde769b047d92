import { useEffect, useRef } from 'react';
import { customerName } from '../../lib/customer-name.ts';
import { setDraft, useDraftsStore } from '../../stores/chat/drafts-store.ts';
import { useInteractionsStore } from '../../stores/interactions/interactions-store.ts';
import { addNotice } from '../../stores/requests/notices-store.ts';
import { useMonitoringStore } from '../../stores/supervision/monitoring-store.ts';
import { closeLive, showLive, useTeamStore } from '../../stores/supervision/team-store.ts';
import { openChat } from '../../stores/view/view-reducer.ts';
import { changeView } from '../../stores/view/view-store.ts';

/** Chats that one has joined open in the live view or are named; one that has become one's own goes on at the own desk. */
export function useJoinedChat(): void {
  const observed = useMonitoringStore((state) => state.observed);
  const interactions = useInteractionsStore((state) => state.interactions);
  const known = useRef<ReadonlySet<string>>(new Set());

  // A chat that one has joined by a subscription opens when nothing is open there, else it is said.
  useEffect(() => {
    const running = Object.values(observed).filter(({ endedAt }) => endedAt === null);
    for (const { connID, agentDN, customer } of running) {
      if (known.current.has(connID)) continue;
      const { live } = useTeamStore.getState();
      if (live === null) showLive(connID, agentDN ?? '');
      else if (live.connID !== connID) addNotice('note', `You have joined the chat of ${customerName(customer)}.`);
    }
    known.current = new Set(running.map(({ connID }) => connID));
  }, [observed]);

  useEffect(() => {
    const { live } = useTeamStore.getState();
    if (live === null || observed[live.connID] !== undefined) return;
    const own = interactions[live.connID];
    if (own?.phase !== 'active') return;
    closeLive();
    addNotice('note', `The agent has left: you answer ${customerName(own.customer)} now.`);
    // What was being written to the customer is still meant for the customer.
    const draft = useDraftsStore.getState().drafts[`${own.connID}.connect`] ?? '';
    if (draft !== '') {
      setDraft(own.connID, draft);
      setDraft(`${own.connID}.connect`, '');
    }
    changeView((view) => openChat(view, own.connID));
  }, [observed, interactions]);
}
