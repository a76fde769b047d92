import type { DeskAgentState } from '@cordboard/shared/desk/desk-view';
import { CircleCheck, CircleMinus, CircleOff, ClipboardCheck, LoaderCircle, type LucideIcon } from 'lucide-react';
import { classNames } from '../lib/class-names.ts';
import { Elapsed } from './elapsed.tsx';

const looks: Record<DeskAgentState, { icon: LucideIcon; word: string; className: string }> = {
  ready: { icon: CircleCheck, word: 'Ready', className: 'text-ready' },
  notReady: { icon: CircleMinus, word: 'Not ready', className: 'text-not-ready' },
  afterCallWork: { icon: ClipboardCheck, word: 'After-contact work', className: 'text-after-work' },
  reconnecting: { icon: LoaderCircle, word: 'Reconnecting', className: 'text-partly' },
  loggedOut: { icon: CircleOff, word: 'Logged out', className: 'text-offline' },
};

interface AgentStateMarkProps {
  readonly state: DeskAgentState;
  readonly reason: string | null;
  /** Server time; null shows no timer. */
  readonly since: number | null;
}

/** What a colleague does: icon, word and time, never the colour alone. */
export function AgentStateMark({ state, reason, since }: AgentStateMarkProps) {
  const { icon: Icon, word, className } = looks[state];
  return (
    <span className={classNames('inline-flex items-center gap-1 whitespace-nowrap', className)}>
      <Icon aria-hidden="true" className="size-3.5 shrink-0" />
      {reason !== null && state === 'notReady' ? `${word} · ${reason}` : word}
      {since !== null && state !== 'loggedOut' && <Elapsed since={since} />}
    </span>
  );
}
