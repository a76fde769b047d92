import { useMemo } from 'react';
import { useChatStore } from '../chat/chat-store.ts';
import { type Interaction, mainCallOf } from '../interactions/interaction.ts';
import { useInteractionsStore } from '../interactions/interactions-store.ts';
import { byUrgency, type Ordered, readWaiting } from './waiting.ts';

export interface DeskLists {
  /** Chats and consultations that we began and nobody has answered yet. */
  readonly dialing: readonly Interaction[];
  readonly ringing: readonly Interaction[];
  /** Most urgent first; what is on hold has a list of its own. */
  readonly active: readonly Ordered[];
  readonly held: readonly Ordered[];
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
    // Our own consultation is drawn under the chat it is for.
    const shown = all.filter((interaction) => mainCallOf(interaction, interactions) === undefined);
    const running = shown
      .filter(({ phase }) => phase === 'active')
      .map((interaction) => ({ interaction, waiting: readWaiting(interaction, chats[interaction.connID]) }))
      .sort(byUrgency);
    const active = running.filter(({ interaction }) => interaction.heldSince === null);
    const held = running.filter(({ interaction }) => interaction.heldSince !== null);
    const dialing = shown.filter(({ phase }) => phase === 'dialing');
    const ended = shown
      .filter(({ phase }) => phase === 'ended')
      .sort((left, right) => (right.endedAt ?? 0) - (left.endedAt ?? 0));
    const needing = running.filter(({ waiting }) => waiting.unanswered > 0).length + ringing.length;
    return { dialing, ringing, active, held, ended, needing };
  }, [interactions, chats]);
}
