import type { DeskAgent } from '@cordboard/shared/desk/desk-view';
import { ChevronLeft, Eye } from 'lucide-react';
import { useState } from 'react';
import { customerName } from '../../lib/customer-name.ts';
import { useDeskStore } from '../../stores/desk/desk-store.ts';
import { nameOf } from '../../stores/interactions/interaction-name.ts';
import { useConnectionStore } from '../../stores/session/connection-store.ts';
import type { ObservedChat } from '../../stores/supervision/monitoring-reducer.ts';
import { useMonitoringStore } from '../../stores/supervision/monitoring-store.ts';
import { openLive, stopObserving } from '../../stores/supervision/supervision-actions.ts';
import { closeLive, type LiveChat, useTeamStore } from '../../stores/supervision/team-store.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Elapsed } from '../../ui/elapsed.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { LiveComposer } from './live-composer.tsx';
import { LiveTranscript } from './live-transcript.tsx';
import { ModeSwitch, useIsSwitching } from './mode-switch.tsx';

/** The chat of somebody else, live: who, in which mode, what is said, and what one may say. */
export function LiveView() {
  const live = useTeamStore((state) => state.live);
  const observed = useMonitoringStore((state) => (live === null ? undefined : state.observed[live.connID]));
  const agent = useDeskStore((state) =>
    live === null ? undefined : state.agents.get(observed?.agentDN ?? live.agentDN),
  );
  if (live === null) return null;
  return (
    <section aria-label="Live view" data-region className="flex h-full min-h-0 flex-col">
      {observed === undefined || live.refusal !== null ? (
        <Joining live={live} agent={agent} />
      ) : (
        <ObservedView key={live.connID} chat={observed} agent={agent} agentDN={observed.agentDN ?? live.agentDN} />
      )}
    </section>
  );
}

/** Not in the chat: on the way into it, or refused. */
function Joining({ live, agent }: { readonly live: LiveChat; readonly agent: DeskAgent | undefined }) {
  const call = agent?.calls.find(({ connID }) => connID === live.connID);
  const name = call?.customer == null ? 'the chat' : customerName(call.customer);
  return (
    <>
      <header className="flex min-h-[61px] items-center gap-2.5 border-b border-line px-4 py-2.5">
        <h2 className="min-w-0 flex-1 truncate font-semibold">{name}</h2>
        <Button onClick={closeLive}>Close</Button>
      </header>
      {live.refusal === null ? (
        <p role="status" className="p-4 text-ink-2">
          Joining {name}…
        </p>
      ) : (
        <EmptyState icon={Eye} title={`You could not join ${name}`}>
          <p role="alert">{live.refusal}</p>
          <Button className="mt-3" onClick={() => void openLive(live.agentDN, live.connID)}>
            Try again
          </Button>
        </EmptyState>
      )}
    </>
  );
}

interface ObservedViewProps {
  readonly chat: ObservedChat;
  readonly agent: DeskAgent | undefined;
  readonly agentDN: string;
}

function ObservedView({ chat, agent, agentDN }: ObservedViewProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const isLive = useConnectionStore((state) => state.status === 'live');
  const isSwitching = useIsSwitching(chat.connID);
  const call = agent?.calls.find(({ connID }) => connID === chat.connID);
  const fullName = agent?.name ?? (agentDN === '' ? 'the agent' : agentDN);
  const agentName = agent?.nickname ?? fullName;
  const customer = nameOf(chat);
  return (
    <>
      <header className="flex min-h-[61px] items-center gap-2.5 border-b border-line px-4 py-2.5">
        <IconButton
          icon={ChevronLeft}
          size="small"
          label="Back to the team"
          className="lg:hidden"
          onClick={closeLive}
        />
        <Avatar name={customer} className="max-sm:hidden" />
        <div className="min-w-0 flex-1">
          <h2 className="truncate">
            <b className="font-semibold">{customer}</b> <span className="text-ink-2">with {fullName}</span>
          </h2>
          <p className="num truncate text-xs text-ink-3">
            {chat.routingPoint !== null && `${chat.routingPoint} · `}
            {call !== undefined && (
              <>
                <Elapsed since={call.startedAt} /> ·{' '}
              </>
            )}
            monitoring since <Elapsed since={chat.since} />
          </p>
        </div>
        {chat.endedAt === null ? (
          <Button disabled={!isLive} onClick={() => void stopObserving(chat).then(setRefusal)} title="Stop (Alt+X)">
            Stop
          </Button>
        ) : (
          <Button onClick={() => void stopObserving(chat)}>Close</Button>
        )}
      </header>
      <OtherObserved chat={chat} />
      {chat.endedAt === null && <ModeSwitch chat={chat} agentName={agentName} />}
      {refusal !== null && (
        <p role="alert" className="px-4 py-1.5 text-[13px] text-danger">
          {refusal}
        </p>
      )}
      <LiveTranscript chat={chat} agentDN={agentDN} agentName={agentName} />
      {chat.endedAt === null ? (
        <LiveComposer chat={chat} agentName={agentName} isSwitching={isSwitching} />
      ) : (
        <p role="status" className="mx-4 mb-4 rounded-xl border border-line bg-sunk px-3 py-3 text-[13px] text-ink-2">
          You are no longer in this chat: {chat.endedWords}.
        </p>
      )}
    </>
  );
}

/** The other chats that one observes, a press away. */
function OtherObserved({ chat }: { readonly chat: ObservedChat }) {
  const observed = useMonitoringStore((state) => state.observed);
  const others = Object.values(observed).filter(({ connID, endedAt }) => connID !== chat.connID && endedAt === null);
  if (others.length === 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-1.5 border-b border-line px-4 py-1.5 text-xs text-ink-2">
      Also:
      {others.map((other) => (
        <button
          key={other.connID}
          type="button"
          onClick={() => void openLive(other.agentDN ?? '', other.connID)}
          className="min-h-6 rounded-lg border border-line px-2 hover:bg-sunk"
        >
          {nameOf(other)}
        </button>
      ))}
    </p>
  );
}
