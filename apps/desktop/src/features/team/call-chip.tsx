import type { DeskCall } from '@cordboard/shared/desk/desk-view';
import { ArrowLeftRight, Eye } from 'lucide-react';
import { classNames } from '../../lib/class-names.ts';
import { customerName } from '../../lib/customer-name.ts';
import { useNow } from '../../lib/use-now.ts';
import { openLive } from '../../stores/supervision/supervision-actions.ts';
import { canBeMonitored } from '../../stores/supervision/team-rows.ts';
import { levelSince, waitChipLooks, waitWords } from './wait-look.ts';

/** What a chat is called in the team: its customer, or the colleague of an internal one. */
export function callName({ customer, otherDN }: DeskCall): string {
  return customer === null ? (otherDN ?? 'Unknown') : customerName(customer);
}

/** `hold`, `rings`, `dials`: what stands behind the name of a chat that is not simply running. */
export function callMark({ state, isConsultation }: DeskCall): string {
  const state_ = { held: 'hold', ringing: 'rings', dialing: 'dials', established: '' }[state];
  return [isConsultation ? 'consult' : '', state_].filter((word) => word !== '').join(' · ');
}

const modeWords = { mute: 'silently', coach: 'whispering', connect: 'in the chat' } as const;

/** `Sara Lind listens silently` for each who observes. */
export function observerWords({ observers }: DeskCall): string {
  return observers.map(({ name, mode }) => `${name} ${modeWords[mode]}`).join(', ');
}

interface CallChipProps {
  readonly call: DeskCall;
  readonly agentDN: string;
  readonly agentName: string;
  readonly isOpen: boolean;
  readonly waitIntervalSeconds: number;
  /** Only the chips of the row that has the focus are tab stops. */
  readonly tabIndex: number;
}

/** One chat in its agent's row; a click opens its live view. */
export function CallChip({ call, agentDN, agentName, isOpen, waitIntervalSeconds, tabIndex }: CallChipProps) {
  const now = useNow();
  const level = levelSince(call.customerWaitsSince, now, waitIntervalSeconds);
  const mark = callMark(call);
  const watched = observerWords(call);
  const isOpenable = canBeMonitored(call);
  const hints = [waitWords[level], watched === '' ? '' : `Observed: ${watched}`].filter((words) => words !== '');
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      disabled={!isOpenable}
      aria-pressed={isOpen}
      title={
        isOpenable
          ? [`Open the live view of ${callName(call)} with ${agentName}`, ...hints].join(' · ')
          : 'Not answered yet: there is nothing to listen to'
      }
      onClick={() => void openLive(agentDN, call.connID)}
      className={classNames(
        'inline-flex min-h-6 max-w-40 items-center gap-1 rounded-lg border bg-surface px-2 text-xs',
        'enabled:hover:bg-sunk disabled:cursor-not-allowed disabled:border-dashed disabled:text-ink-2',
        waitChipLooks[level],
        isOpen && 'outline-2 -outline-offset-1 outline-accent',
      )}
    >
      {call.isConsultation && <ArrowLeftRight aria-hidden="true" className="size-3 shrink-0" />}
      <span className="truncate">{callName(call)}</span>
      {mark !== '' && <span className="shrink-0">· {mark}</span>}
      {watched !== '' && <Eye aria-hidden="true" className="size-3 shrink-0" />}
      {hints.length > 0 && <span className="sr-only">, {hints.join(', ')}</span>}
    </button>
  );
}
