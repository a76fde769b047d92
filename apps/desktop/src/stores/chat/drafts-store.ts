import { create } from 'zustand';
import { readStored, writeStored } from '../../lib/stored-value.ts';

interface DraftsState {
  readonly drafts: { readonly [connID: string]: string };
}

const keyOf = (connID: string): string => `cordboard.draft.${connID}`;
const storage = (): Storage => localStorage;

/** What is typed and not sent, one draft per chat; it outlives the page. */
export const useDraftsStore = create<DraftsState>(() => ({ drafts: {} }));

export function useDraft(connID: string): string {
  const draft = useDraftsStore((state) => state.drafts[connID]);
  return draft ?? readStored<string>(storage, keyOf(connID)) ?? '';
}

export function setDraft(connID: string, draft: string): void {
  useDraftsStore.setState(({ drafts }) => ({ drafts: { ...drafts, [connID]: draft } }));
  writeStored(storage, keyOf(connID), draft === '' ? undefined : draft);
}
