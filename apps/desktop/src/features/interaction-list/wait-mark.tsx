import { Hourglass, MessageCircle, OctagonAlert, TriangleAlert } from 'lucide-react';
import { classNames } from '../../lib/class-names.ts';
import { speakDuration } from '../../lib/format-time.ts';
import { useNow } from '../../lib/use-now.ts';
import { type Waiting, type WaitLevel, waitLevel } from '../../stores/view/waiting.ts';
import { Elapsed } from '../../ui/elapsed.tsx';

const looks: Record<WaitLevel, { icon: typeof Hourglass; className: string; words: string }> = {
  new: { icon: MessageCircle, className: 'bg-new-soft text-new', words: 'Customer waits' },
  warning: { icon: TriangleAlert, className: 'bg-warn-soft text-warn', words: 'Customer waits too long' },
  critical: { icon: OctagonAlert, className: 'bg-late-soft text-late', words: 'Customer waits far too long' },
};

interface WaitMarkProps {
  readonly waiting: Waiting;
  readonly customerWaitIntervalSeconds: number;
  readonly agentWaitIntervalSeconds: number;
}

/** Who waits for whom and how long: icon, time and colour together; the words are for those who hear them. */
export function WaitMark({ waiting, customerWaitIntervalSeconds, agentWaitIntervalSeconds }: WaitMarkProps) {
  const now = useNow();
  if (waiting.customerSince !== null) {
    const waitedMs = now - waiting.customerSince;
    const { icon: Icon, className, words } = looks[waitLevel(waitedMs, customerWaitIntervalSeconds)];
    return (
      <span
        title={`${words}: ${speakDuration(waitedMs)}`}
        className={classNames('flex items-center gap-1 rounded-full px-1.5 text-xs leading-5 font-semibold', className)}
      >
        <Icon aria-hidden="true" className="size-3" />
        <span className="sr-only">{words}</span>
        <Elapsed since={waiting.customerSince} isShort />
      </span>
    );
  }
  if (waiting.agentSince === null) return null;
  const isLong = now - waiting.agentSince >= agentWaitIntervalSeconds * 1000;
  return (
    <span
      title="You wait for the customer"
      className={classNames('flex items-center gap-1 px-1.5 text-xs leading-5', isLong ? 'text-ready' : 'text-ink-3')}
    >
      <Hourglass aria-hidden="true" className="size-3" />
      <span className="sr-only">{isLong ? 'You have waited long for the customer' : 'You wait for the customer'}</span>
      <Elapsed since={waiting.agentSince} isShort />
    </span>
  );
}

/** How far the green ring round the avatar has closed: full when the agent has waited for the whole interval. */
export function useAgentWaitRing(waiting: Waiting, agentWaitIntervalSeconds: number): number {
  const now = useNow();
  if (waiting.agentSince === null) return 0;
  return Math.min(1, Math.max(0, (now - waiting.agentSince) / (agentWaitIntervalSeconds * 1000)));
}
