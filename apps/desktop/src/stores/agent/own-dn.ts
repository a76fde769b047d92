import type { PlaceView } from '@cordboard/shared/rest/endpoints';
import { useSessionStore } from '../session/session-store.ts';
import type { AgentState } from './agent-reducer.ts';
import { useAgentStore } from './agent-store.ts';
import { summarizeAgent } from './agent-summary.ts';

function imDnOf(place: PlaceView | null, agent: AgentState): string | null {
  const numbers = place?.directoryNumbers.filter(({ im }) => im).map(({ number }) => number) ?? [];
  return summarizeAgent(agent).loggedIn.find(({ dn }) => numbers.includes(dn))?.dn ?? numbers[0] ?? null;
}

/** The own DN for instant messages: the one that is logged in, else the first of the place. */
export function ownImDn(): string | null {
  return imDnOf(useSessionStore.getState().place, useAgentStore.getState());
}

export function useOwnImDn(): string | null {
  const place = useSessionStore((state) => state.place);
  return imDnOf(place, useAgentStore());
}
