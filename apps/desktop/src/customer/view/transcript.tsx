/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TranscriptEntry } from '../conversation/conversation-reducer.ts';
import { DownIcon } from './icons.tsx';
import { TranscriptEntryView } from './transcript-entry.tsx';

interface TranscriptProps {
  entries: TranscriptEntry[];
  onRepeat: (messageId: string) => void;
  children?: ComponentChildren;
}

/** How near the end counts as "reading the newest". */
const NEAR_END_PX = 60;

export function Transcript({ entries, onRepeat, children }: TranscriptProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const [hasUnseen, setHasUnseen] = useState(false);
  // What was there at page load stays outside the live region, or a screen reader would read all of it again.
  const [restoredIds] = useState(() => new Set(entries.map((entry) => entry.messageId)));
  const last = entries.at(-1);

  const lastId = last?.messageId;
  const isLastOwn = last?.kind === 'own';
  useLayoutEffect(() => {
    if (isAtEnd.current || isLastOwn) scrollToEnd(scroller.current);
    else if (lastId) setHasUnseen(true);
  }, [lastId, isLastOwn]);

  // A keyboard that opens, or a bubble that grows, must not hide the newest text.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !('ResizeObserver' in window)) return;
    const observer = new ResizeObserver(() => isAtEnd.current && scrollToEnd(element));
    observer.observe(element);
    if (rows.current) observer.observe(rows.current);
    return () => observer.disconnect();
  }, []);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
    if (isAtEnd.current) setHasUnseen(false);
  };

  const restoredCount = entries.findIndex((entry) => !restoredIds.has(entry.messageId));
  const liveFrom = restoredCount === -1 ? entries.length : restoredCount;
  const views = entries.map((entry, index) => (
    <TranscriptEntryView key={entry.messageId} entry={entry} previous={entries[index - 1]} onRepeat={onRepeat} />
  ));

  return (
    <div class="transcript-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard. */}
      <section class="transcript" ref={scroller} onScroll={onScroll} tabIndex={0} aria-label="Conversation">
        {children}
        <div class="rows" ref={rows}>
          {views.slice(0, liveFrom)}
          <div class="live" role="log" aria-live="polite" aria-relevant="additions">
            {views.slice(liveFrom)}
          </div>
        </div>
      </section>
      {hasUnseen && (
        <button type="button" class="newest" onClick={() => scrollToEnd(scroller.current)}>
          <DownIcon /> New message
        </button>
      )}
    </div>
  );
}

function scrollToEnd(element: HTMLElement | null): void {
  if (element) element.scrollTop = element.scrollHeight;
}
