import type { DeskState } from '../desk/desk-reducer.ts';
import { useDeskStore } from '../desk/desk-store.ts';
import type { Phrase } from './phrase.ts';

/** A routing point that was called is known by its strategy until somebody answers. */
function nameIn({ agents, routingPoints }: DeskState, dn: string): string {
  return agents.get(dn)?.name ?? routingPoints.get(dn)?.strategy ?? dn;
}

/** What a colleague is called, as the directory says; without it the DN. */
export function colleagueName(dn: string): string {
  return nameIn(useDeskStore.getState(), dn);
}

/** The same for a person, by user name. */
export function personName(userName: string): string {
  for (const agent of useDeskStore.getState().agents.values()) if (agent.userName === userName) return agent.name;
  return userName;
}

/** Draws anew when the directory has come. */
export function useColleagueName(dn: string): string {
  return useDeskStore((state) => nameIn(state, dn));
}

/** A phrase with its name. */
export function sayPhrase({ words, who }: Phrase): string {
  return who === null ? words : words.replace('%', colleagueName(who));
}
