import { MessageCircle } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { customerName } from '../../lib/customer-name.ts';
import { useChatStore } from '../../stores/chat/chat-store.ts';
import type { ObservedChat } from '../../stores/supervision/monitoring-reducer.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LiveLine } from './live-line.tsx';

/** Lines that are drawn at first, and with each step back. */
const LINES_STEP = 200;
/** This near to the end the transcript goes with what is new. */
const END_PX = 80;

interface LiveTranscriptProps {
  readonly chat: ObservedChat;
  readonly agentDN: string;
  readonly agentName: string;
}

/** What was and is said. Mounted anew for each chat. */
export function LiveTranscript({ chat, agentDN, agentName }: LiveTranscriptProps) {
  const lines = useChatStore((state) => state.chats[chat.connID]?.lines) ?? [];
  const [shown, setShown] = useState(LINES_STEP);
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const count = lines.length;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what moves the transcript.
  useLayoutEffect(() => {
    if (isAtEnd.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [count]);

  return (
    <div
      ref={box}
      role="log"
      aria-label={`Live transcript with ${customerName(chat.customer)}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < END_PX;
      }}
      className="flex min-h-0 flex-1 flex-col gap-2 overflow-auto px-4 py-2.5 focus-visible:-outline-offset-2"
    >
      {count === 0 && (
        <EmptyState icon={MessageCircle} title="Nothing written yet">
          What is written appears here at once.
        </EmptyState>
      )}
      {count > shown && (
        <Button className="self-center" onClick={() => setShown(shown + LINES_STEP)}>
          Show earlier texts
        </Button>
      )}
      {lines.slice(-shown).map((line) => (
        <LiveLine key={line.key} line={line} agentDN={agentDN} agentName={agentName} />
      ))}
    </div>
  );
}
