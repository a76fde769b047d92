import { dayKey } from '../../lib/format-time.ts';
import type { Line, SystemLine, TextLine } from '../../stores/chat/chat-reducer.ts';
import type { OutboxText } from '../../stores/chat/outbox-store.ts';

/** One row of the transcript as it is drawn. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly time: number }
  | { readonly kind: 'unread'; readonly key: string }
  | { readonly kind: 'system'; readonly key: string; readonly line: SystemLine }
  | { readonly kind: 'text'; readonly key: string; readonly line: TextLine }
  | { readonly kind: 'outbox'; readonly key: string; readonly text: OutboxText };

interface Parts {
  readonly lines: readonly Line[];
  readonly outbox: readonly OutboxText[];
  /** How the chat came to this agent, once known. */
  readonly routed: string | null;
  /** The unread separator stands behind the line of this key. */
  readonly unreadAfter: string | null;
}

/** Lines in order, a separator before each new day and before what is unread, and at the end what is not stored yet. */
export function transcriptRows({ lines, outbox, routed, unreadAfter }: Parts): Row[] {
  const rows: Row[] = [];
  let day = '';
  let isUnreadNext = false;
  let isRoutedDue = routed !== null;
  // After a reload nobody remembers the accept: then it stands at the beginning.
  const isAcceptKnown = lines.some((line) => line.kind === 'system' && line.what === 'accepted');
  const startDay = (time: number): void => {
    const key = dayKey(time);
    if (key === day) return;
    day = key;
    rows.push({ kind: 'day', key: `day-${key}`, time });
  };
  for (const line of lines) {
    startDay(line.time);
    if (isUnreadNext && line.kind === 'text' && !line.isOwn) {
      rows.push({ kind: 'unread', key: 'unread' });
      isUnreadNext = false;
    }
    if (isRoutedDue && (!isAcceptKnown || (line.kind === 'system' && line.what === 'accepted'))) {
      rows.push(routedRow(routed ?? '', line.time));
      isRoutedDue = false;
    }
    rows.push(line.kind === 'text' ? { kind: 'text', key: line.key, line } : { kind: 'system', key: line.key, line });
    if (line.key === unreadAfter) isUnreadNext = true;
  }
  for (const text of outbox) {
    startDay(text.time);
    rows.push({ kind: 'outbox', key: text.requestID, text });
  }
  return rows;
}

function routedRow(words: string, time: number): Row {
  return {
    kind: 'system',
    key: 'routed',
    line: { kind: 'system', key: 'routed', time, what: 'routed', words, who: null },
  };
}
