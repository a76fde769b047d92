import { Inbox, MessageSquarePlus, MessagesSquare } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useAgentStore } from '../../stores/agent/agent-store.ts';
import { summarizeAgent } from '../../stores/agent/agent-summary.ts';
import { useConnectionStore } from '../../stores/session/connection-store.ts';
import { useDeskLists } from '../../stores/view/desk-lists.ts';
import { showDialog, useViewStore } from '../../stores/view/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ActiveRow } from './active-row.tsx';
import { DialingRow } from './dialing-row.tsx';
import { EndedRow } from './ended-row.tsx';
import { RingingCard } from './ringing-card.tsx';
import { useSettledOrder } from './use-settled-order.ts';

/** What I hold, what rings, and which one is open. */
export function InteractionList() {
  const { dialing, ringing, active, held, ended } = useDeskLists();
  const [isHovered, setIsHovered] = useState(false);
  const [hasFocus, setHasFocus] = useState(false);
  const settled = useSettledOrder(active, isHovered || hasFocus);
  const isStarting = useConnectionStore((state) => state.status === 'connecting' && state.connectedAt === null);

  useEffect(() => {
    const running = [...settled, ...held].map(({ interaction }) => interaction.connID);
    const order = [...running, ...[...dialing, ...ended].map(({ connID }) => connID)];
    useViewStore.setState({ order });
  }, [settled, held, dialing, ended]);

  if (isStarting) return <ListSkeleton />;
  if (dialing.length + ringing.length + active.length + held.length + ended.length === 0)
    return (
      <div className="flex h-full flex-col">
        <div className="px-2.5">
          <NewChatButton />
        </div>
        <div className="min-h-0 flex-1">
          <NothingHere />
        </div>
      </div>
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only watches where the pointer is, so that rows stay put.
    <div
      className="h-full overflow-auto px-2.5 pb-3"
      onPointerEnter={() => setIsHovered(true)}
      onPointerLeave={() => setIsHovered(false)}
      onFocus={() => setHasFocus(true)}
      onBlur={(event) => setHasFocus(event.currentTarget.contains(event.relatedTarget))}
    >
      <NewChatButton />
      <Section title="Ringing" count={ringing.length}>
        {ringing.map((interaction, index) => (
          <RingingCard key={interaction.connID} interaction={interaction} isFirst={index === 0} />
        ))}
      </Section>
      <Section title="Active" count={settled.length}>
        {settled.map((ordered, index) => (
          <ActiveRow key={ordered.interaction.connID} {...ordered} place={index + 1} />
        ))}
      </Section>
      <Section title="On hold" count={held.length}>
        {held.map((ordered, index) => (
          <ActiveRow key={ordered.interaction.connID} {...ordered} place={settled.length + index + 1} />
        ))}
      </Section>
      <Section title="Calling" count={dialing.length}>
        {dialing.map((interaction) => (
          <DialingRow key={interaction.connID} interaction={interaction} />
        ))}
      </Section>
      <Section title="Wrap-up" count={ended.length}>
        {ended.map((interaction) => (
          <EndedRow key={interaction.connID} interaction={interaction} />
        ))}
      </Section>
    </div>
  );
}

function NewChatButton() {
  return (
    <Button
      look="quiet"
      aria-haspopup="dialog"
      title="Chat with a colleague or a customer (Alt+W)"
      className="mt-2 w-full justify-start text-ink-2"
      onClick={() => showDialog({ kind: 'newChat' })}
    >
      <MessageSquarePlus aria-hidden="true" className="size-4" />
      New chat
    </Button>
  );
}

interface SectionProps {
  readonly title: string;
  readonly count: number;
  readonly children: ReactNode;
}

function Section({ title, count, children }: SectionProps) {
  if (count === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className="section-title px-1.5 pt-3.5 pb-1.5">
        {title} <span className="num font-medium">{count}</span>
      </h2>
      <ul>{children}</ul>
    </section>
  );
}

function NothingHere() {
  const { status } = summarizeAgent(useAgentStore());
  switch (status) {
    case 'ready':
      return (
        <EmptyState icon={MessagesSquare} title="You are Ready">
          The next chat for you rings here.
        </EmptyState>
      );
    case 'loggedOut':
      return (
        <EmptyState icon={Inbox} title="You are logged out">
          Open the status menu above and log in to receive chats.
        </EmptyState>
      );
    case 'readyForSome':
      return (
        <EmptyState icon={MessagesSquare} title="You are Ready for some media">
          What you are ready for rings here.
        </EmptyState>
      );
    default:
      return (
        <EmptyState icon={Inbox} title="You are Not Ready">
          Press Ready to receive chats.
        </EmptyState>
      );
  }
}

function ListSkeleton() {
  return (
    <div role="status" aria-label="Loading your chats" className="space-y-5 p-4">
      {[0, 1, 2].map((row) => (
        <div key={row} className="flex items-center gap-2.5">
          <Skeleton className="size-[34px] rounded-full" />
          <div className="flex-1 space-y-2">
            <Skeleton className="w-1/2" />
            <Skeleton className="w-4/5" />
          </div>
        </div>
      ))}
    </div>
  );
}
