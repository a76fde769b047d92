import type { DeskAgent, DeskMonitoring } from '@cordboard/shared/desk/desk-view';
import { useState } from 'react';
import { customerName } from '../../lib/customer-name.ts';
import type { ObservedChat } from '../../stores/supervision/monitoring-reducer.ts';
import { cancelMonitoring, openLive, stopObserving } from '../../stores/supervision/supervision-actions.ts';
import { Button } from '../../ui/button.tsx';
import { Elapsed } from '../../ui/elapsed.tsx';

const modeWords = { mute: 'Silent', coach: 'Whisper', connect: 'Barge in' } as const;
const scopeWords = { call: 'stays with the customer', agent: 'goes with the agent' } as const;

interface MyMonitoringsProps {
  readonly monitorings: readonly DeskMonitoring[];
  readonly observed: readonly ObservedChat[];
  readonly agents: ReadonlyMap<string, DeskAgent>;
}

/** What I monitor: agents whose next chats I join, and chats I am in. Each ends with its button. */
export function MyMonitorings({ monitorings, observed, agents }: MyMonitoringsProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const nameOf = (dn: string | null): string => (dn === null ? 'an agent' : (agents.get(dn)?.name ?? dn));
  return (
    <ul className="overflow-hidden rounded-xl border border-line bg-surface">
      {monitorings.map(({ agentDN, monitorNextCallType, mode, scope }) => (
        <li key={agentDN} className="flex items-center gap-2.5 border-b border-line px-3 py-2 last:border-b-0">
          <span className="min-w-0 flex-1 truncate">
            <b className="font-semibold">{nameOf(agentDN)}</b>
            <span className="text-xs text-ink-2">
              {' '}
              {monitorNextCallType === 1 ? 'all chats' : 'the next chat'} · {modeWords[mode]} · {scopeWords[scope]}
            </span>
          </span>
          <button
            type="button"
            role="switch"
            aria-checked="true"
            aria-label={`Monitor ${nameOf(agentDN)}`}
            onClick={() => void cancelMonitoring(agentDN).then(setRefusal)}
            className="relative h-6 w-10 rounded-full bg-whisper"
          >
            <span aria-hidden="true" className="absolute top-1 right-1 size-4 rounded-full bg-surface" />
          </button>
        </li>
      ))}
      {observed.map((chat) => (
        <li key={chat.connID} className="flex items-center gap-2.5 border-b border-line px-3 py-2 last:border-b-0">
          <button
            type="button"
            onClick={() => void openLive(chat.agentDN ?? '', chat.connID)}
            className="min-w-0 flex-1 truncate rounded text-left hover:underline"
          >
            <b className="font-semibold">{customerName(chat.customer)}</b>
            <span className="text-xs text-ink-2">
              {' '}
              with {nameOf(chat.agentDN)} · {modeWords[chat.mode]} · <Elapsed since={chat.since} />
            </span>
          </button>
          <Button
            aria-label={`Stop observing ${customerName(chat.customer)}`}
            onClick={() => void stopObserving(chat).then(setRefusal)}
          >
            Stop
          </Button>
        </li>
      ))}
      {refusal !== null && (
        <li role="alert" className="px-3 py-2 text-[13px] text-danger">
          {refusal}
        </li>
      )}
    </ul>
  );
}
