import type { TEvent } from '@cordboard/shared/tlib/events';
import { create } from 'zustand';
import { sendRequest } from '../../gateway/channel.ts';
import { type Asked, RequestRefused } from '../../gateway/request-desk.ts';
import { addNotice } from './notices-store.ts';

interface PendingState {
  readonly pending: ReadonlySet<string>;
}

/** Marks of what was asked and not yet answered. The screen itself moves only with the event. */
export const usePendingStore = create<PendingState>(() => ({ pending: new Set() }));

/** The mark of a request: its name and the call or DN it is about. */
export function pendingKey(name: Asked['name'], subject: string): string {
  return `${name} ${subject}`;
}

function mark(key: string, isPending: boolean): void {
  usePendingStore.setState(({ pending }) => {
    const next = new Set(pending);
    if (isPending) next.add(key);
    else next.delete(key);
    return { pending: next };
  });
}

function subjectOf(asked: Asked): string {
  if ('connID' in asked && asked.connID !== undefined) return asked.connID;
  return 'thisDN' in asked ? asked.thisDN : '';
}

/** Sends a request under its pending mark. Asking again while it is pending does nothing. Rejects when refused. */
export async function ask(asked: Asked): Promise<TEvent | undefined> {
  const key = pendingKey(asked.name, subjectOf(asked));
  if (usePendingStore.getState().pending.has(key)) return undefined;
  mark(key, true);
  try {
    return await sendRequest(asked);
  } finally {
    mark(key, false);
  }
}

/** The same for a button: a refusal becomes a notice. Undefined when refused. */
export async function askOrNotice(asked: Asked, what: string): Promise<TEvent | undefined> {
  try {
    return await ask(asked);
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    addNotice('error', `${what}: ${error.message}`);
    return undefined;
  }
}

/** The session is over: nothing that was asked will be answered. */
export function clearPending(): void {
  usePendingStore.setState({ pending: new Set() });
}

export function useIsPending(name: Asked['name'], subject: string): boolean {
  return usePendingStore((state) => state.pending.has(pendingKey(name, subject)));
}
