import { ArrowDown, MessageCircle } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { plural } from '../../lib/plural.ts';
import type { TextLine } from '../../stores/chat/chat-reducer.ts';
import { useChatStore } from '../../stores/chat/chat-store.ts';
import { sendText, useOutboxStore } from '../../stores/chat/outbox-store.ts';
import { tellRead } from '../../stores/chat/read-receipts.ts';
import { readersOf } from '../../stores/chat/writing.ts';
import { loadDecisions, useDecisionsStore, whyYou } from '../../stores/interactions/decisions-store.ts';
import { nameOf } from '../../stores/interactions/interaction-name.ts';
import type { Interaction } from '../../stores/interactions/interactions-reducer.ts';
import { useConnectionStore } from '../../stores/session/connection-store.ts';
import { markSeen, useViewStore } from '../../stores/view/view-store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TranscriptBody } from './transcript-body.tsx';
import { TranscriptRow } from './transcript-row.tsx';
import { type Row, transcriptRows } from './transcript-rows.ts';
import { useScrollAnchor } from './use-scroll-anchor.ts';

/** History that appears within this time after opening is not read out. */
const SETTLE_MS = 600;

interface MessageListProps {
  readonly interaction: Interaction;
  readonly isFocused: boolean;
}

/** Who, when, what: the transcript of one chat. Mounted anew for each chat. */
export function MessageList({ interaction, isFocused }: MessageListProps) {
  const { connID, dn, phase } = interaction;
  const chat = useChatStore((state) => state.chats[connID]);
  const outboxTexts = useOutboxStore((state) => state.texts);
  const isLive = useConnectionStore((state) => state.status === 'live');
  const routed = useDecisionsStore((state) => whyYou(state.decisions[connID]));
  const [unreadAfter, setUnreadAfter] = useState(() => useViewStore.getState().seen[connID] ?? null);
  const [height, setHeight] = useState(0);
  const box = useRef<HTMLDivElement>(null);

  const lines = chat?.lines ?? [];
  const outbox = useMemo(() => outboxTexts.filter((text) => text.connID === connID), [outboxTexts, connID]);
  const rows = useMemo(
    () => transcriptRows({ lines: chat?.lines ?? [], outbox, routed, unreadAfter }),
    [chat, outbox, routed, unreadAfter],
  );
  const { isAtEnd, scrolled, goToEnd, goToBegin } = useScrollAnchor(box, rows.length, height);
  const isSettled = useSettled(chat?.historyCount ?? 0);
  const lastKey = lines.at(-1)?.key;
  const newCount = useNewCount(lines.length, isAtEnd);

  useEffect(() => {
    void loadDecisions(connID);
  }, [connID]);

  // What is on a screen that somebody looks at has been seen.
  useEffect(() => {
    const see = (): void => {
      if (!isAtEnd || !isFocused || !document.hasFocus() || lastKey === undefined) return;
      markSeen(connID, lastKey);
      if (phase === 'active') tellRead(dn, connID);
    };
    see();
    window.addEventListener('focus', see);
    return () => window.removeEventListener('focus', see);
  }, [isAtEnd, isFocused, dn, connID, lastKey, phase]);

  // The own answer makes everything above it read; the separator comes anew when the agent has looked away.
  const isAnswering = outbox.length > 0;
  useEffect(() => {
    if (isAnswering) setUnreadAfter(null);
  }, [isAnswering]);
  useEffect(() => {
    if (isFocused) return;
    return () => setUnreadAfter(useViewStore.getState().seen[connID] ?? null);
  }, [isFocused, connID]);

  const isInternal = readersOf(interaction) === 'colleague';
  const isAwaited = !isInternal && phase === 'active';
  const retry = useCallback(
    (line: TextLine) => sendText(dn, connID, line.im, line.isWhisper ? 'whisper' : 'text'),
    [dn, connID],
  );
  const drawRow = useCallback(
    (row: Row) => (
      <TranscriptRow row={row} isLive={isLive} isInternal={isInternal} isAwaited={isAwaited} onRetry={retry} />
    ),
    [isLive, isInternal, isAwaited, retry],
  );

  // The browser's own way there is a glide, which rows that turn out taller than guessed bring to a stop.
  const keyPressed = (event: KeyboardEvent): void => {
    if (event.target !== box.current || (event.key !== 'Home' && event.key !== 'End')) return;
    event.preventDefault();
    if (event.key === 'Home') goToBegin();
    else goToEnd();
  };

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={box}
        role="log"
        aria-label={`Transcript with ${nameOf(interaction)}`}
        // Loading, and reading further up, draw rows that are not new: they are not announced.
        aria-live={isSettled && isAtEnd ? 'polite' : 'off'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
        tabIndex={0}
        onScroll={scrolled}
        onKeyDown={keyPressed}
        className="h-full overflow-auto py-3.5 [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        {rows.length === 0 ? (
          <EmptyState icon={MessageCircle} title="Nothing written yet">
            {interaction.phase === 'dialing'
              ? `It rings at ${nameOf(interaction)}.`
              : `Say hello: ${nameOf(interaction)} waits for you.`}
          </EmptyState>
        ) : (
          <TranscriptBody box={box} rows={rows} drawRow={drawRow} onHeight={setHeight} />
        )}
      </div>
      {!isAtEnd && (
        <button
          type="button"
          onClick={goToEnd}
          className="raised absolute bottom-3 left-1/2 flex min-h-8 -translate-x-1/2 items-center gap-1.5 rounded-full border border-line bg-surface px-3 text-[13px] font-medium text-accent-ink"
        >
          <ArrowDown aria-hidden="true" className="size-3.5" />
          {newCount > 0 ? `${newCount} new` : 'Latest'}
          {newCount > 0 && <span className="sr-only">{plural(newCount, 'new line')}, go to the latest</span>}
        </button>
      )}
    </div>
  );
}

/** False for a moment whenever history has been put in. */
function useSettled(historyCount: number): boolean {
  const [settledCount, setSettledCount] = useState<number | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSettledCount(historyCount), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [historyCount]);
  return settledCount === historyCount;
}

/** Lines that came while the reader was further up. */
function useNewCount(lineCount: number, isAtEnd: boolean): number {
  const seen = useRef(lineCount);
  if (isAtEnd) seen.current = lineCount;
  return Math.max(0, lineCount - seen.current);
}
