import { Check, CheckCheck, CircleAlert, Clock, CloudOff, type LucideIcon } from 'lucide-react';
import { classNames } from '../../lib/class-names.ts';
import type { DeliveryState } from '../../stores/chat-reducer.ts';

export type MarkState = DeliveryState | 'sending' | 'offline';

const looks: Record<MarkState, { icon: LucideIcon; words: string }> = {
  offline: { icon: CloudOff, words: 'waits for the connection' },
  sending: { icon: Clock, words: 'sending…' },
  stored: { icon: Check, words: 'stored' },
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
