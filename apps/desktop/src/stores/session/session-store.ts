import type { DesktopSettings, PersonView, PlaceView } from '@cordboard/shared/rest/endpoints';
import { create } from 'zustand';
import { readStored, writeStored } from '../../lib/stored-value.ts';

/** starting → signedOut → choosing (place and media) → desk; without a place → noPlace. */
export type SessionPhase = 'starting' | 'signedOut' | 'choosing' | 'desk' | 'noPlace';

export interface SessionState {
  readonly phase: SessionPhase;
  readonly token: string | null;
  readonly person: PersonView | null;
  readonly place: PlaceView | null;
  readonly settings: DesktopSettings | null;
  /** Why the login page is shown, when it was not asked for. */
  readonly notice: string | null;
}

export const signedOut: SessionState = {
  phase: 'signedOut',
  token: null,
  person: null,
  place: null,
  settings: null,
  notice: null,
};

export const useSessionStore = create<SessionState>(() => ({ ...signedOut, phase: 'starting' }));

/** What this browser keeps of a session so that a reload needs no login. */
export interface KeptSession {
  readonly token: string;
  /** Whether the agent had logged in at the place. */
  readonly isAtDesk: boolean;
}

const STORAGE_KEY = 'cordboard.session';

/** This tab's session, else the last one of this browser. */
export function readKeptSession(): KeptSession | undefined {
  return (
    readStored<KeptSession>(() => sessionStorage, STORAGE_KEY) ??
    readStored<KeptSession>(() => localStorage, STORAGE_KEY)
  );
}

export function keepSession(kept: KeptSession): void {
  writeStored(() => sessionStorage, STORAGE_KEY, kept);
  writeStored(() => localStorage, STORAGE_KEY, kept);
}

/** Other tabs may hold another session: theirs stays. */
export function forgetSession(token: string | null): void {
  writeStored(() => sessionStorage, STORAGE_KEY, undefined);
  if (readStored<KeptSession>(() => localStorage, STORAGE_KEY)?.token === token)
    writeStored(() => localStorage, STORAGE_KEY, undefined);
}
