import { useEffect, useRef } from 'react';
import { customerName } from '../lib/customer-name.ts';
import { useMonitoringStore } from '../stores/monitoring-store.ts';
import { addNotice } from '../stores/notices-store.ts';
import { showLive, useTeamStore } from '../stores/team-store.ts';

/** A chat that one has joined by a subscription opens in the live view when nothing is open there, else it is said. */
export function useJoinedChat(): void {
  const observed = useMonitoringStore((state) => state.observed);
  const known = useRef<ReadonlySet<string>>(new Set());
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
}
