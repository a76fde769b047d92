import { memo } from 'react';
import { formatClock, formatDay } from '../../lib/format-time.ts';
import { serverNow } from '../../lib/server-clock.ts';
import type { SystemLine, TextLine } from '../../stores/chat/chat-reducer.ts';
import { useColleagueName } from '../../stores/interactions/colleague-name.ts';
import { showSideTab } from '../../stores/view/view-reducer.ts';
import { changeView } from '../../stores/view/view-store.ts';
import { OutboxBubble, TextBubble } from './message-bubble.tsx';
import type { Row } from './transcript-rows.ts';

interface TranscriptRowProps {
  readonly row: Row;
  readonly isLive: boolean;
  readonly isInternal: boolean;
  readonly isAwaited: boolean;
  readonly onRetry: (line: TextLine) => void;
}

/** Drawn anew only when its own row changes, not while the transcript scrolls. */
export const TranscriptRow = memo(function TranscriptRow({
  row,
  isLive,
  isInternal,
  isAwaited,
  onRetry,
}: TranscriptRowProps) {
  switch (row.kind) {
    case 'text':
      return <TextBubble line={row.line} isInternal={isInternal} isAwaited={isAwaited} onRetry={onRetry} />;
    case 'outbox':
      return <OutboxBubble text={row.text} isInternal={isInternal} isLive={isLive} />;
    case 'day':
      return (
        <p className="flex items-center gap-3 py-1 text-xs text-ink-3">
          <span aria-hidden="true" className="h-px flex-1 bg-line" />
          {formatDay(row.time, serverNow())}
          <span aria-hidden="true" className="h-px flex-1 bg-line" />
        </p>
      );
    case 'unread':
      return (
        <p className="flex items-center gap-3 py-1 text-xs font-semibold text-accent-ink">
          <span aria-hidden="true" className="h-px flex-1 bg-accent" />
          New
          <span aria-hidden="true" className="h-px flex-1 bg-accent" />
        </p>
      );
    case 'system':
      return (
        <p className="text-center text-xs text-ink-3">
          <SystemWords line={row.line} />
          {row.line.what === 'routed' ? (
            <>
              {' · '}
              <button
                type="button"
                className="min-h-6 text-accent-ink underline"
                onClick={() => changeView((view) => showSideTab(view, 'why'))}
              >
                why?
              </button>
            </>
          ) : (
            row.line.what !== 'omitted' && <span className="num"> · {formatClock(row.line.time)}</span>
          )}
        </p>
      );
  }
});

function SystemWords({ line: { words, who } }: { readonly line: SystemLine }) {
  const name = useColleagueName(who ?? '');
  return who === null ? words : words.replace('%', name);
}
