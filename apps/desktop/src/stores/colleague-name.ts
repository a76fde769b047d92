import { useDeskStore } from './desk-store.ts';
import type { Phrase } from './phrase.ts';

/** What a colleague is called, as the directory says; without it the DN. */
export function colleagueName(dn: string): string {
  return useDeskStore.getState().agents.get(dn)?.name ?? dn;
}

/** Draws anew when the directory has come. */
export function useColleagueName(dn: string): string {
  return useDeskStore((state) => state.agents.get(dn)?.name ?? dn);
}

/** A phrase with its name. */
export function sayPhrase({ words, who }: Phrase): string {
  return who === null ? words : words.replace('%', colleagueName(who));
}
