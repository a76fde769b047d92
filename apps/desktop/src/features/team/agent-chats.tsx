import type { DeskAgent } from '@cordboard/shared/desk/desk-view';
import { Eye } from 'lucide-react';
import { useNow } from '../../lib/use-now.ts';
import { openLive, requeueCall, takeOver, whyNotRequeued } from '../../stores/supervision/supervision-actions.ts';
import { callsByUrgency, canBeMonitored } from '../../stores/supervision/team-rows.ts';
import { ArmedButton } from '../../ui/armed-button.tsx';
import { Button } from '../../ui/button.tsx';
import { Elapsed } from '../../ui/elapsed.tsx';
import { callMark, callName, observerWords } from './call-chip.tsx';
import { levelSince, waitTextLooks, waitWords } from './wait-look.ts';

interface AgentChatsProps {
  readonly agent: DeskAgent;
  readonly waitIntervalSeconds: number;
}

/** The chats of one agent, one line each, with what a supervisor can do with them. */
export function AgentChats({ agent, waitIntervalSeconds }: AgentChatsProps) {
  const now = useNow();
  if (agent.calls.length === 0) return <p className="px-3 pb-3 text-ink-2">{agent.name} has no chat now.</p>;
  return (
    <ul aria-label={`Chats of ${agent.name}`} className="px-3 pb-2">
      {callsByUrgency(agent).map((call) => {
        const level = levelSince(call.customerWaitsSince, now, waitIntervalSeconds);
        const whyNot = whyNotRequeued(call);
        const name = callName(call);
        const watched = observerWords(call);
        return (
          <li
            key={call.connID}
            aria-label={name}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line/70 py-1.5"
          >
            <span className="min-w-0 flex-1 truncate">
              <b className="font-medium">{name}</b>
              <span className="text-xs text-ink-2">
                {[callMark(call), call.routingPoint].filter(Boolean).map((word) => ` · ${word}`)} ·{' '}
                <Elapsed since={call.startedAt} />
              </span>
              {watched !== '' && (
                <span className="ml-2 inline-flex items-center gap-1 text-xs text-whisper">
                  <Eye aria-hidden="true" className="size-3" />
                  {watched}
                </span>
              )}
            </span>
            {call.customerWaitsSince !== null && (
              <span className={`text-xs ${waitTextLooks[level]}`}>
                waits <Elapsed since={call.customerWaitsSince} isShort />
                {waitWords[level] !== '' && <span className="sr-only">, {waitWords[level]}</span>}
              </span>
            )}
            <span className="flex gap-1.5">
              {canBeMonitored(call) && (
                <Button aria-label={`Listen to ${name}`} onClick={() => void openLive(agent.dn, call.connID)}>
                  Listen
                </Button>
              )}
              {call.customer !== null && !call.isConsultation && (
                <ArmedButton question="Really take over?" onConfirm={() => void takeOver(agent, call)}>
                  Take over
                </ArmedButton>
              )}
              <ArmedButton
                question="Really re-queue?"
                disabled={whyNot !== null}
                title={whyNot ?? 'Back to the queue it came from'}
                onConfirm={() => void requeueCall(agent, call)}
              >
                Re-queue
              </ArmedButton>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
