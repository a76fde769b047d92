import { create } from 'zustand';
import type { TeamFilter } from './team-rows.ts';

/** The chat in the live view. */
export interface LiveChat {
  readonly connID: string;
  readonly agentDN: string;
  /** Why joining it was refused, as a sentence. */
  readonly refusal: string | null;
}

/** What is chosen and open on the Team page: nothing of it is known to the server. */
export interface TeamViewState {
  /** Null for all groups that one supervises. */
  readonly group: string | null;
  readonly filter: TeamFilter;
  readonly typed: string;
  /** What the agents do now, or the numbers of their day. */
  readonly board: 'now' | 'day';
  /** DN of the row that the keys act on. */
  readonly current: string | null;
  /** DNs of rows that show their chats one by one. */
  readonly expanded: ReadonlySet<string>;
  readonly live: LiveChat | null;
  /** What the server refused, by the DN of the row at which it was asked. */
  readonly refusals: { readonly [dn: string]: string };
}

export const initialTeamViewState: TeamViewState = {
  group: null,
  filter: 'loggedIn',
  typed: '',
  board: 'now',
  current: null,
  expanded: new Set(),
  live: null,
  refusals: {},
};

export const useTeamStore = create<TeamViewState>(() => initialTeamViewState);

export function setExpanded(dn: string, isExpanded: boolean): void {
  useTeamStore.setState(({ expanded }) => {
    if (expanded.has(dn) === isExpanded) return {};
    const next = new Set(expanded);
    if (isExpanded) next.add(dn);
    else next.delete(dn);
    return { expanded: next };
  });
}

/** Says at the row what was refused; null takes it away. */
export function setRowRefusal(dn: string, words: string | null): void {
  useTeamStore.setState(({ refusals }) => {
    const { [dn]: _before, ...rest } = refusals;
    return { refusals: words === null ? rest : { ...rest, [dn]: words } };
  });
}

export function showLive(connID: string, agentDN: string): void {
  useTeamStore.setState({ live: { connID, agentDN, refusal: null } });
}

export function closeLive(): void {
  useTeamStore.setState({ live: null });
}
