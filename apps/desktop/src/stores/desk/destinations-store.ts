import { create } from 'zustand';
import { readStored, writeStored } from '../../lib/stored-value.ts';
import { useSessionStore } from '../session/session-store.ts';

const RECENT_MAX = 5;
const storage = (): Storage => localStorage;

interface DestinationsState {
  /** Keys of the directory's rows, such as `agent 1002`. */
  readonly favourites: readonly string[];
  /** The last ones used, latest first. */
  readonly recent: readonly string[];
  /** Whose they are. */
  readonly userName: string | null;
}

const nothing: DestinationsState = { favourites: [], recent: [], userName: null };

/** What a person likes to transfer to: kept by this browser, for each person apart. */
export const useDestinationsStore = create<DestinationsState>(() => nothing);

const keyOf = (userName: string): string => `cordboard.destinations.${userName}`;

/** Reads those of the person at the desk. */
export function loadDestinations(): void {
  const userName = useSessionStore.getState().person?.userName ?? null;
  if (userName === useDestinationsStore.getState().userName) return;
  const kept = userName === null ? undefined : readStored<Partial<DestinationsState>>(storage, keyOf(userName));
  useDestinationsStore.setState({ ...nothing, ...kept, userName }, true);
}

function change(changed: Partial<DestinationsState>): void {
  useDestinationsStore.setState(changed);
  const { favourites, recent, userName } = useDestinationsStore.getState();
  if (userName !== null) writeStored(storage, keyOf(userName), { favourites, recent });
}

export function toggleFavourite(key: string): void {
  const { favourites } = useDestinationsStore.getState();
  change({ favourites: favourites.includes(key) ? favourites.filter((each) => each !== key) : [...favourites, key] });
}

export function rememberDestination(key: string): void {
  const { recent } = useDestinationsStore.getState();
  change({ recent: [key, ...recent.filter((each) => each !== key)].slice(0, RECENT_MAX) });
}
