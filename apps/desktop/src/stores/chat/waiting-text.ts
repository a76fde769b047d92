import type { TextLine } from './chat-line.ts';

/** A client that is there has taken a text sooner than that. */
const WAITS_AFTER_MS = 5_000;

/** Whether a text that the customer's client has not taken waits until he is back; `now` is the server's time. */
export function isWaitedFor({ state, time }: Pick<TextLine, 'state' | 'time'>, now: number): boolean {
  return state === 'stored' && now - time >= WAITS_AFTER_MS;
}
