import { Check, CheckCheck, CircleAlert, Clock, CloudOff, Hourglass, type LucideIcon, TimerOff } from 'lucide-react';
import { classNames } from '../../lib/class-names.ts';
import { dayKey, formatClock, formatFull } from '../../lib/format-time.ts';
import { useNow } from '../../lib/use-now.ts';
import type { DeliveryState, TextLine } from '../../stores/chat/chat-reducer.ts';
import { isWaitedFor } from '../../stores/chat/waiting-text.ts';

export type MarkState = DeliveryState | 'sending' | 'offline' | 'waiting';

const looks: Record<MarkState, { icon: LucideIcon; words: string }> = {
  offline: { icon: CloudOff, words: 'waits for the connection' },
  sending: { icon: Clock, words: 'sending…' },
  stored: { icon: Check, words: 'stored' },
  waiting: { icon: Hourglass, words: 'waits for the customer' },
  sent: { icon: Check, words: 'sent' },
  delivered: { icon: CheckCheck, words: 'delivered' },
  read: { icon: CheckCheck, words: 'read' },
  failed: { icon: CircleAlert, words: 'not delivered' },
};

/** How far an own text has come: icon and word. */
export function DeliveryMark({ state }: { readonly state: MarkState }) {
  const { icon: Icon, words } = looks[state];
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1',
        state === 'failed' && 'font-medium text-danger',
        state === 'read' && 'text-accent-ink',
      )}
    >
      <Icon aria-hidden="true" className="size-3" />
      {words}
    </span>
  );
}

/** The mark of a customer's text that came here after its time. */
export function MissedMark({ time, missedBy }: { readonly time: number; readonly missedBy: number }) {
  return (
    <span className="inline-flex items-center gap-1 font-medium text-warn">
      <TimerOff aria-hidden="true" className="size-3" />
      was meant to be read by {dayKey(missedBy) === dayKey(time) ? formatClock(missedBy) : formatFull(missedBy)}
    </span>
  );
}

/** The mark of a text to a customer while its client has not taken it. */
export function StoredMark({ line }: { readonly line: TextLine }) {
  return <DeliveryMark state={isWaitedFor(line, useNow()) ? 'waiting' : 'stored'} />;
}
