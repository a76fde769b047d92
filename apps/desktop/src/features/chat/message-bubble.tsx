import { Ear, RotateCcw, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { customerName } from '../../lib/customer-name.ts';
import { formatClock, formatFull } from '../../lib/format-time.ts';
import type { TextLine } from '../../stores/chat/chat-reducer.ts';
import { discardText, type OutboxText, retryText } from '../../stores/chat/outbox-store.ts';
import { useColleagueName } from '../../stores/interactions/colleague-name.ts';
import { Button } from '../../ui/button.tsx';
import { whisperLook } from '../../ui/whisper-look.ts';
import { DeliveryMark, MissedMark, StoredMark } from './delivery-mark.tsx';
import { LinkedText } from './linked-text.tsx';

interface BubbleProps {
  readonly isOwn: boolean;
  readonly isFailed: boolean;
  /** Between supervisor and agent: never the customer's. */
  readonly isWhisper: boolean;
  /** In a talk among colleagues. */
  readonly isInternal: boolean;
  readonly author: string;
  readonly isAuthorShown: boolean;
  readonly im: string;
  readonly time: number;
  readonly mark?: ReactNode;
  readonly children?: ReactNode;
}

function Bubble({
  isOwn,
  isFailed,
  isWhisper,
  isInternal,
  author,
  isAuthorShown,
  im,
  time,
  mark,
  children,
}: BubbleProps) {
  return (
    <article
      aria-label={`${author}, ${formatClock(time)}`}
      className={classNames(
        'max-w-[min(78%,620px)] rounded-[14px] border px-3 py-2',
        isOwn ? 'ml-auto w-fit' : 'w-fit min-w-32',
        isWhisper ? whisperLook : !isOwn ? 'bg-surface' : isInternal ? 'bg-whisper-soft' : 'bg-accent-soft',
        isWhisper && !isFailed ? '' : isFailed ? 'border-danger' : isOwn ? 'border-transparent' : 'border-line',
      )}
    >
      {isAuthorShown && (
        <p className={classNames('text-xs font-semibold', isWhisper ? 'text-whisper' : 'text-ink-2')}>
          {isWhisper && <Ear aria-hidden="true" className="mr-1 inline size-3.5" />}
          {author}
        </p>
      )}
      <LinkedText text={im} />
      <p
        className={classNames(
          'num mt-0.5 flex flex-wrap items-center gap-x-1.5 text-[11px]',
          isWhisper ? 'text-whisper' : 'text-ink-3',
        )}
      >
        <time dateTime={new Date(time).toISOString()} title={formatFull(time)}>
          {formatClock(time)}
        </time>
        {mark !== undefined && (
          <>
            <span aria-hidden="true">·</span>
            {mark}
          </>
        )}
      </p>
      {children}
    </article>
  );
}

interface TextBubbleProps {
  readonly isInternal: boolean;
  /** Of a chat that goes on with a customer: what his client has not taken waits for him. */
  readonly isAwaited: boolean;
  readonly line: TextLine;
  readonly onRetry: (line: TextLine) => void;
}

/** A text that the server has stored. */
export function TextBubble({ line, isInternal, isAwaited, onRetry }: TextBubbleProps) {
  const isFailed = line.state === 'failed';
  const ownMark =
    isAwaited && line.state === 'stored' ? <StoredMark line={line} /> : <DeliveryMark state={line.state} />;
  const missedMark = line.missedBy === undefined ? undefined : <MissedMark time={line.time} missedBy={line.missedBy} />;
  const colleague = useColleagueName(line.from);
  const named = line.fromRole === 'customer' ? customerName(line.from) : colleague;
  const author = line.isOwn ? 'You' : line.fromRole === 'system' ? 'System' : named;
  const whispered = line.isOwn ? `You whispered` : `${author} whispers`;
  return (
    <Bubble
      isOwn={line.isOwn}
      isFailed={isFailed}
      isWhisper={line.isWhisper}
      isInternal={isInternal}
      author={line.isWhisper ? whispered : author}
      isAuthorShown={line.isWhisper || (!line.isOwn && line.fromRole !== 'customer')}
      im={line.im}
      time={line.time}
      mark={line.isWhisper ? 'only you two see this' : line.isOwn ? ownMark : missedMark}
    >
      {isFailed && (
        <FailureRow reason={line.failure ?? 'The customer could not be reached.'} onRetry={() => onRetry(line)} />
      )}
    </Bubble>
  );
}

interface OutboxBubbleProps {
  readonly isInternal: boolean;
  readonly text: OutboxText;
  readonly isLive: boolean;
}

/** A text that is on its way to the server. */
export function OutboxBubble({ text, isInternal, isLive }: OutboxBubbleProps) {
  const isFailed = text.failure !== null;
  return (
    <Bubble
      isOwn
      isFailed={isFailed}
      isWhisper={text.isWhisper === true}
      isInternal={isInternal}
      author={text.isWhisper === true ? 'You whispered' : 'You'}
      isAuthorShown={text.isWhisper === true}
      im={text.im}
      time={text.time}
      mark={<DeliveryMark state={isFailed ? 'failed' : isLive ? 'sending' : 'offline'} />}
    >
      {text.failure !== null && (
        <FailureRow
          reason={text.failure}
          onRetry={() => retryText(text.requestID)}
          onDiscard={() => discardText(text.requestID)}
        />
      )}
    </Bubble>
  );
}

interface FailureRowProps {
  readonly reason: string;
  readonly onRetry: () => void;
  readonly onDiscard?: () => void;
}

function FailureRow({ reason, onRetry, onDiscard }: FailureRowProps) {
  return (
    <div className="mt-1.5 flex flex-wrap items-center gap-2 text-xs text-danger">
      <span>{reason}</span>
      <Button className="min-h-7 text-xs" onClick={onRetry}>
        <RotateCcw aria-hidden="true" className="size-3" />
        Retry
      </Button>
      {onDiscard !== undefined && (
        <Button look="quiet" className="min-h-7 text-xs" onClick={onDiscard}>
          <Trash2 aria-hidden="true" className="size-3" />
          Discard
        </Button>
      )}
    </div>
  );
}
