import { useMemo } from 'react';
import { useChatStore } from './chat-store.ts';
import type { Interaction } from './interactions-reducer.ts';
import { useInteractionsStore } from './interactions-store.ts';
import { byUrgency, type Ordered, readWaiting } from './waiting.ts';

export interface DeskLists {
  readonly ringing: readonly Interaction[];
  /** Most urgent first. */
  readonly active: readonly Ordered[];
  /** Ended, not yet Done; the last ended first. */
  readonly ended: readonly Interaction[];
  /** Unanswered texts of all chats, and what rings. */
  readonly needing: number;
}

/** The three sections of the interaction list. */
export function useDeskLists(): DeskLists {
  const interactions = useInteractionsStore((state) => state.interactions);
  const chats = useChatStore((state) => state.chats);
  return useMemo(() => {
    const all = Object.values(interactions);
    const ringing = all
      .filter(({ phase }) => phase === 'ringing')
      .sort((left, right) => left.startedAt - right.startedAt);
    const active = all
      .filter(({ phase }) => phase === 'active')
      .map((interaction) => ({ interaction, waiting: readWaiting(interaction, chats[interaction.connID]) }))
      .sort(byUrgency);
    const ended = all
      .filter(({ phase }) => phase === 'ended')
      .sort((left, right) => (right.endedAt ?? 0) - (left.endedAt ?? 0));
    const needing = active.filter(({ waiting }) => waiting.unanswered > 0).length + ringing.length;
    return { ringing, active, ended, needing };
  }, [interactions, chats]);
}
