import { ListOrdered, MessageCircle, Route, Star, TriangleAlert, UsersRound } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { AgentStateMark } from '../../ui/agent-state-mark.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import type { Destination, DestinationKind } from './destinations.ts';

const icons: Record<Exclude<DestinationKind, 'agent'>, typeof Star> = {
  group: UsersRound,
  queue: ListOrdered,
  routingPoint: Route,
  customer: MessageCircle,
};

interface DirectoryRowProps {
  readonly id: string;
  readonly row: Destination;
  readonly isCurrent: boolean;
  readonly isFavourite: boolean;
  /** Asks for the second press that does it. */
  readonly question: string | null;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** One destination: who, doing what, with how much room, or why not. */
export function DirectoryRow({ id, row, isCurrent, isFavourite, question, ...on }: DirectoryRowProps) {
  const { name, detail, refusal, warning } = row;
  const isOff = refusal !== null;
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isCurrent}
      aria-disabled={isOff || undefined}
      onPointerMove={on.onPoint}
      onClick={on.onChoose}
      onKeyDown={on.onKeyDown}
      className={classNames(
        'flex min-h-12 flex-wrap items-center gap-x-2.5 rounded-lg px-2.5 py-1.5',
        isCurrent && 'bg-accent-soft',
        isOff ? 'cursor-not-allowed' : 'cursor-pointer',
      )}
    >
      <Face row={row} isOff={isOff} />
      <span className="min-w-0 flex-1">
        <span className={classNames('flex items-center gap-1.5 font-semibold', isOff && 'text-ink-2')}>
          <span className="truncate">{name}</span>
          {isFavourite && (
            <>
              <Star aria-hidden="true" className="size-3.5 shrink-0 fill-current text-partly" />
              <span className="sr-only">favourite</span>
            </>
          )}
        </span>
        <span className="block truncate text-xs text-ink-2">{detail}</span>
      </span>
      <Room row={row} />
      {warning !== null && isCurrent && question === null && (
        <span className="flex basis-full items-center gap-1 pl-[42px] text-xs text-partly">
          <TriangleAlert aria-hidden="true" className="size-3" />
          {warning}
        </span>
      )}
      {question !== null && (
        <span role="alert" className="basis-full pl-[42px] text-xs font-semibold text-danger">
          {question}
        </span>
      )}
    </div>
  );
}

function Face({ row: { kind, name }, isOff }: { readonly row: Destination; readonly isOff: boolean }) {
  if (kind === 'agent') return <Avatar name={name} className={classNames('size-8', isOff && 'grayscale')} />;
  const Icon = icons[kind];
  return (
    <span className="grid size-8 shrink-0 place-items-center rounded-full bg-sunk text-ink-2">
      <Icon aria-hidden="true" className="size-4" />
    </span>
  );
}

/** State, free slots, and why it cannot be chosen. */
function Room({ row: { agent, refusal } }: { readonly row: Destination }) {
  const isHere = agent !== null && agent.state !== 'loggedOut';
  return (
    <span className="flex flex-col items-end text-xs">
      {isHere && refusal === null && <AgentStateMark state={agent.state} reason={agent.reason} since={agent.since} />}
      {isHere && refusal === null && (
        <span className="num text-ink-2">
          {Math.max(0, agent.chatMax - agent.chats)} of {agent.chatMax} free
        </span>
      )}
      {refusal !== null && <span className="text-ink-2">{refusal}</span>}
    </span>
  );
}
