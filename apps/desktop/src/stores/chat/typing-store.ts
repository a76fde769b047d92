import { create } from 'zustand';
import { useNow } from '../../lib/use-now.ts';
import { initialTypingState, type TypingState, type Writer } from './typing-reducer.ts';

export const useTypingStore = create<TypingState>(() => initialTypingState);

const NOBODY: readonly Writer[] = [];

/** Who writes in this chat now. */
export function useWriters(connID: string): readonly Writer[] {
  const writers = useTypingStore((state) => state.writers[connID] ?? NOBODY);
  const now = useNow();
  return writers.every(({ until }) => until > now) ? writers : writers.filter(({ until }) => until > now);
}
