import { useSyncExternalStore } from 'react';
import { serverNow } from './server-clock.ts';

/** One ticker for the whole app: it beats on the server's full second and only while somebody looks. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;
let now = serverNow();

function beat(): void {
  now = serverNow();
  timer = setTimeout(beat, 1000 - (now % 1000));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    now = serverNow();
    timer = setTimeout(beat, 1000 - (now % 1000));
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearTimeout(timer);
  };
}

/** Server time in ms, renewed each second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
