import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { useDeskStore } from '../../stores/desk/desk-store.ts';
import {
  loadDestinations,
  rememberDestination,
  toggleFavourite,
  useDestinationsStore,
} from '../../stores/desk/destinations-store.ts';
import { colleaguesIn, type Interaction } from '../../stores/interactions/interaction.ts';
import { nameOf } from '../../stores/interactions/interaction-name.ts';
import { useRequest } from '../../stores/requests/use-request.ts';
import { useConnectionStore } from '../../stores/session/connection-store.ts';
import { type DirectoryAction, openChat } from '../../stores/view/view-reducer.ts';
import { changeView } from '../../stores/view/view-store.ts';
import { type Destination, destinations, sectionsOf, type Tab } from './destinations.ts';
import { requestFor } from './directory-actions.ts';

export interface DirectoryOccasion {
  /** The chat it is about; null when a new one begins. */
  readonly interaction: Interaction | null;
  /** The DN that asks. */
  readonly dn: string;
  readonly ownDns: readonly string[];
  /** What is to be done at first. */
  readonly action: DirectoryAction;
  readonly onClose: () => void;
}

export type DestinationChoice = ReturnType<typeof useDestinationChoice>;

/** Which destination is meant and what becomes of it. What takes the chat away from the agent needs a second press. */
export function useDestinationChoice({ interaction, dn, ownDns, action: first, onClose }: DirectoryOccasion) {
  const desk = useDeskStore();
  const { favourites, recent } = useDestinationsStore();
  const isLive = useConnectionStore((state) => state.status === 'live');
  const [action, setAction] = useState(first);
  const [tab, setTab] = useState<Tab>('all');
  const [typed, setTyped] = useState('');
  const [note, setNote] = useState('');
  const [currentKey, setCurrentKey] = useState<string | null>(null);
  const [armedKey, setArmedKey] = useState<string | null>(null);
  const request = useRequest();
  useEffect(loadDestinations, []);

  const all = useMemo(() => {
    const colleagues = interaction === null ? [] : colleaguesIn(interaction);
    const inChat = new Set(interaction === null ? [] : interaction.parties.map((party) => party.dn));
    return destinations(desk, { action, ownDns: new Set(ownDns), inChat, isConference: colleagues.length > 0 });
  }, [desk, action, ownDns, interaction]);
  const sections = useMemo(
    () => sectionsOf(all, { typed, tab, favourites, recent, action }),
    [all, typed, tab, favourites, recent, action],
  );
  const rows = sections.flatMap((section) => section.rows);
  const current = rows.find(({ key }) => key === currentKey) ?? rows.find(({ refusal }) => refusal === null) ?? rows[0];

  const choose = async (to: Destination): Promise<void> => {
    setCurrentKey(to.key);
    if (to.refusal !== null || request.isPending || !isLive) return;
    if (action === 'transfer' && armedKey !== to.key) {
      setArmedKey(to.key);
      return;
    }
    setArmedKey(null);
    const connID = interaction?.connID ?? null;
    const customer = interaction === null ? null : nameOf(interaction);
    const answer = await request.send(requestFor({ action, dn, connID, customer, to, note }));
    if (answer === undefined) return;
    if (to.kind !== 'customer') rememberDestination(to.key);
    if (action === 'chat' && 'connID' in answer && typeof answer.connID === 'string') {
      const begun = answer.connID;
      changeView((view) => openChat(view, begun));
    }
    onClose();
  };

  const walk = (step: number): void => {
    if (rows.length === 0) return;
    const index = current === undefined ? -1 : rows.indexOf(current);
    setCurrentKey(rows[(index + step + rows.length) % rows.length]?.key ?? null);
    setArmedKey(null);
  };
  const keyPressed = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') walk(event.key === 'ArrowDown' ? 1 : -1);
    else if (event.key === 'Enter' && current !== undefined) void choose(current);
    else if (event.altKey && event.code === 'KeyF' && current !== undefined) toggleFavourite(current.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return {
    action,
    tab,
    typed,
    note,
    sections,
    current,
    armedKey,
    favourites,
    request,
    isLive,
    deskStatus: desk.status,
    keyPressed,
    choose,
    setTab,
    setNote,
    setAction: (chosen: DirectoryAction): void => {
      setAction(chosen);
      setArmedKey(null);
    },
    setTyped: (words: string): void => {
      setTyped(words);
      setCurrentKey(null);
      setArmedKey(null);
    },
    /** The pointer is over it; a second press that is awaited stays with what was pressed. */
    pointAt: ({ key }: Destination): void => {
      if (armedKey === null) setCurrentKey(key);
    },
  };
}
