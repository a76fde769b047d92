import type { Call } from '../calls/call.ts';
import type { Text } from './text.ts';
import type { Transcripts } from './transcripts.ts';

/** What is asked of the call model. */
interface Kept {
  readonly transcripts: Transcripts;
}

/** Most texts, and most characters, that may wait for somebody to receive them in one call. */
export const WAITING_TEXTS_MAX = 500;
export const WAITING_LENGTH_MAX = 1_000_000;
/** Longest preview, in characters. */
const PREVIEW_LENGTH_MAX = 120;

/** The texts that nobody has received, in order. */
export function waitingTexts({ transcripts }: Kept, call: Call): readonly Text[] {
  const from = call.firstUnreceived;
  return from === null ? [] : transcripts.of(call.id).filter((text) => text.number >= from);
}

/** Whether one more text may wait: what is acknowledged must reach somebody, so there is a limit to it. */
export function hasRoomForText(kept: Kept, call: Call): boolean {
  const waiting = waitingTexts(kept, call);
  if (waiting.length >= WAITING_TEXTS_MAX) return false;
  return waiting.reduce((length, text) => length + text.im.length, 0) < WAITING_LENGTH_MAX;
}

/** The beginning of the first text that nobody has received. */
export function previewOf(kept: Kept, call: Call): string | undefined {
  const [first] = waitingTexts(kept, call);
  return first === undefined ? undefined : Array.from(first.im).slice(0, PREVIEW_LENGTH_MAX).join('');
}
