import type { DecisionRecord } from '@cordboard/shared/rest/endpoints';
import { create } from 'zustand';
import { readDecisions } from '../../api/interactions.ts';
import { useSessionStore } from '../session/session-store.ts';

export type Decisions =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly words: string }
  | { readonly state: 'loaded'; readonly records: readonly DecisionRecord[] };

interface DecisionsState {
  readonly decisions: { readonly [connID: string]: Decisions };
}

/** Why the router chose as it did, read once per interaction and again on wish. */
export const useDecisionsStore = create<DecisionsState>(() => ({ decisions: {} }));

function put(connID: string, decisions: Decisions): void {
  useDecisionsStore.setState((state) => ({ decisions: { ...state.decisions, [connID]: decisions } }));
}

export async function loadDecisions(connID: string, isFresh = false): Promise<void> {
  const { token } = useSessionStore.getState();
  const known = useDecisionsStore.getState().decisions[connID];
  if (token === null || (known !== undefined && !isFresh)) return;
  // What is known already stays in sight meanwhile.
  if (known?.state !== 'loaded') put(connID, { state: 'loading' });
  try {
    put(connID, { state: 'loaded', records: await readDecisions(token, connID) });
  } catch (error) {
    put(connID, { state: 'failed', words: error instanceof Error ? error.message : 'It could not be read.' });
  }
}

/** The last decision, in one line: why this agent. */
export function whyYou(decisions: Decisions | undefined): string | null {
  if (decisions?.state !== 'loaded') return null;
  const record = decisions.records.at(-1);
  if (record === undefined) return null;
  const free = record.candidates.filter((candidate) => candidate.excluded === null).length;
  const among = free > 1 ? ` of ${free} free agents` : '';
  const reason = record.tieBreaker === 'only candidate' ? 'the only one free' : record.tieBreaker;
  return `Routed by “${record.strategy}” to ${record.target}: ${reason}${among}`;
}
