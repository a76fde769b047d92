import { useSessionStore } from '../session/session-store.ts';

/** Whether this person has a team to look after. */
export function isSupervisor(): boolean {
  return useSessionStore.getState().person?.role === 'supervisor';
}

export function useIsSupervisor(): boolean {
  return useSessionStore((state) => state.person?.role === 'supervisor');
}
