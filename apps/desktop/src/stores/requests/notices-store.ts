import { create } from 'zustand';

export interface Notice {
  readonly id: number;
  readonly tone: 'error' | 'note';
  readonly words: string;
}

interface NoticesState {
  readonly notices: readonly Notice[];
}

const NOTICES_MAX = 4;
let nextId = 1;

/** Short sentences at the edge of the screen: what was refused and why. */
export const useNoticesStore = create<NoticesState>(() => ({ notices: [] }));

export function addNotice(tone: Notice['tone'], words: string): void {
  const notice = { id: nextId++, tone, words };
  useNoticesStore.setState(({ notices }) => ({ notices: [...notices, notice].slice(-NOTICES_MAX) }));
}

export function dismissNotice(id: number): void {
  useNoticesStore.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}
