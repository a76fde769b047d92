/** @jsxImportSource preact */
import type { Notice, OwnText, ReceivedText, TranscriptEntry } from '../conversation/conversation-reducer.ts';
import { describeDelivery, describeEnd } from '../conversation/describe-status.ts';
import { CheckIcon, ClockIcon, DoubleCheckIcon, TroubleIcon } from './icons.tsx';
import { LinkedText } from './linked-text.tsx';

interface EntryProps {
  entry: TranscriptEntry;
  /** The one before it, to name an author only once. */
  previous: TranscriptEntry | undefined;
  onRepeat: (messageId: string) => void;
}

export function TranscriptEntryView({ entry, previous, onRepeat }: EntryProps) {
  switch (entry.kind) {
    case 'own':
      return <OwnBubble own={entry} onRepeat={onRepeat} />;
    case 'received':
      return <ReceivedBubble received={entry} isFirst={!isSameAuthor(entry, previous)} />;
    case 'notice':
      return <p class="notice">{describeNotice(entry)}</p>;
  }
}

function OwnBubble({ own, onRepeat }: { own: OwnText; onRepeat: (messageId: string) => void }) {
  const { state } = own.delivery;
  return (
    <div class={`bubble own ${state}`}>
      <span class="unseen">You: </span>
      <span class="text">
        <LinkedText text={own.text} />
      </span>
      <span class="fine">
        <Time atMs={own.atMs} />
        <DeliveryIcon state={state} />
        <span>{describeDelivery(own)}</span>
      </span>
      {state === 'failed' && (
        <button type="button" class="retry" onClick={() => onRepeat(own.messageId)}>
          {own.delivery.state === 'failed' && own.delivery.reason === 'ended' ? 'Send in a new conversation' : 'Retry'}
        </button>
      )}
    </div>
  );
}

function DeliveryIcon({ state }: { state: OwnText['delivery']['state'] }) {
  if (state === 'sent') return <CheckIcon />;
  if (state === 'delivered' || state === 'read') return <DoubleCheckIcon />;
  return state === 'failed' ? <TroubleIcon /> : <ClockIcon />;
}

function ReceivedBubble({ received, isFirst }: { received: ReceivedText; isFirst: boolean }) {
  const author = received.agent?.name ?? 'Service';
  return (
    <div class="bubble received">
      {isFirst ? <span class="author">{author}</span> : <span class="unseen">{author}: </span>}
      <span class="text">
        <LinkedText text={received.text} />
      </span>
      <span class="fine">
        <Time atMs={received.atMs} />
      </span>
    </div>
  );
}

function isSameAuthor(received: ReceivedText, previous: TranscriptEntry | undefined): boolean {
  return previous?.kind === 'received' && previous.agent?.id === received.agent?.id;
}

function describeNotice(notice: Notice): string {
  switch (notice.notice) {
    case 'agentJoined':
      return `You are now chatting with ${notice.agentName}`;
    case 'started':
      return 'New conversation';
    case 'ended':
      return describeEnd(notice.by);
  }
}

function Time({ atMs }: { atMs: number }) {
  const at = new Date(atMs);
  return (
    <time dateTime={at.toISOString()} title={at.toLocaleString()}>
      {at.toLocaleTimeString([], { hour: 'numeric', minute: '2-digit' })}
    </time>
  );
}
