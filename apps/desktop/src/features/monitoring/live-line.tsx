import { Ear } from 'lucide-react';
import { memo } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { customerName } from '../../lib/customer-name.ts';
import { formatClock, formatFull } from '../../lib/format-time.ts';
import type { Line } from '../../stores/chat/chat-reducer.ts';

interface LiveLineProps {
  readonly line: Line;
  readonly agentDN: string;
  readonly agentName: string;
}

const stateWords = { stored: '', sent: '', delivered: 'delivered', read: 'read', failed: 'not delivered' } as const;

/** One line of a chat that one observes: the customer at the left, the agent at the right, whispers across. */
export const LiveLine = memo(function LiveLine({ line, agentDN, agentName }: LiveLineProps) {
  if (line.kind === 'system')
    return (
      <p className="py-1 text-center text-xs text-ink-3">
        {line.words}
        {line.what !== 'omitted' && <span className="num"> · {formatClock(line.time)}</span>}
      </p>
    );
  const isAgent = line.from === agentDN;
  const author = line.isOwn
    ? 'You'
    : line.fromRole === 'system'
      ? 'System'
      : isAgent
        ? agentName
        : customerName(line.from);
  const isRight = !line.isWhisper && line.fromRole !== 'customer';
  const note = line.isWhisper
    ? [line.isOwn ? `to ${agentName} only` : `${author}, to you only`, stateWords[line.state]]
    : [line.isOwn ? 'you, to everybody' : isRight && !isAgent ? author : '', line.isOwn ? stateWords[line.state] : ''];
  return (
    <article
      aria-label={`${line.isWhisper ? 'Whisper, ' : ''}${author}, ${formatClock(line.time)}`}
      title={formatFull(line.time)}
      className={classNames(
        'rounded-[13px] border px-2.5 py-1.5',
        line.isWhisper
          ? 'border-dashed border-whisper bg-whisper-soft text-whisper'
          : isRight
            ? 'ml-auto w-fit max-w-[84%] border-transparent bg-accent-soft'
            : 'w-fit max-w-[84%] border-transparent bg-bg',
        line.state === 'failed' && 'border-danger',
      )}
    >
      <p className="[overflow-wrap:anywhere] whitespace-pre-wrap">{line.im}</p>
      {note.some((word) => word !== '') && (
        <p className={classNames('flex items-center gap-1 text-xs', line.isWhisper ? 'text-whisper' : 'text-ink-3')}>
          {line.isWhisper && <Ear aria-hidden="true" className="size-3" />}
          {note.filter((word) => word !== '').join(' · ')}
        </p>
      )}
    </article>
  );
});
