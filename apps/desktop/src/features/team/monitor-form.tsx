import type { DeskAgent, DeskMonitoring } from '@cordboard/shared/desk/desk-view';
import type { MonitorMode, MonitorScope } from '@cordboard/shared/tlib/monitoring';
import { Ear, EyeOff, MessageSquare } from 'lucide-react';
import { useState } from 'react';
import { cancelMonitoring, monitorNext, openLive } from '../../stores/supervision/supervision-actions.ts';
import { callsByUrgency, canBeMonitored } from '../../stores/supervision/team-rows.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { callMark, callName } from './call-chip.tsx';
import { useRefusable } from './use-refusable.ts';

const modes = [
  { id: 'mute', words: 'Silent', icon: <EyeOff aria-hidden="true" className="size-3.5" /> },
  {
    id: 'coach',
    words: 'Whisper',
    icon: <Ear aria-hidden="true" className="size-3.5" />,
    chosenLook: 'bg-whisper-soft text-whisper',
  },
  { id: 'connect', words: 'Barge in', icon: <MessageSquare aria-hidden="true" className="size-3.5" /> },
] as const;
const counts = [
  { id: 'one', words: 'Next chat' },
  { id: 'all', words: 'All chats' },
] as const;
const scopes = [
  { id: 'call', words: 'Stay with the customer' },
  { id: 'agent', words: 'Go with the agent' },
] as const;

interface MonitorFormProps {
  readonly agent: DeskAgent;
  /** What one has asked for already. */
  readonly monitoring: DeskMonitoring | undefined;
  readonly onDone: () => void;
}

/** Listens to a running chat, or to what comes next. */
export function MonitorForm({ agent, monitoring, onDone }: MonitorFormProps) {
  const [count, setCount] = useState<'one' | 'all'>(monitoring?.monitorNextCallType === 1 ? 'all' : 'one');
  const [mode, setMode] = useState<MonitorMode>(monitoring?.mode ?? 'mute');
  const [scope, setScope] = useState<MonitorScope>(monitoring?.scope ?? 'call');
  const { refusal, isPending, settle } = useRefusable(onDone);
  const running = callsByUrgency(agent).filter(canBeMonitored);

  return (
    <div className="w-[300px] space-y-3">
      {running.length > 0 && (
        <section aria-label="Chats running now">
          <h3 className="section-title pb-1.5">Now</h3>
          <ul className="max-h-36 overflow-auto">
            {running.map((call) => (
              <li key={call.connID}>
                <button
                  type="button"
                  aria-label={`Listen to ${callName(call)}`}
                  onClick={() => {
                    onDone();
                    void openLive(agent.dn, call.connID);
                  }}
                  className="flex min-h-8 w-full items-center gap-2 rounded-lg px-2 text-left hover:bg-sunk"
                >
                  <span className="truncate font-medium">{callName(call)}</span>
                  <span className="text-xs text-ink-2">{callMark(call)}</span>
                  <span className="ml-auto text-xs text-accent-ink">Listen</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-label="What comes next" className="space-y-2">
        <h3 className="section-title">What comes next</h3>
        <Segmented label="Which chats" options={counts} chosen={count} onChoose={setCount} />
        <Segmented label="Mode" options={modes} chosen={mode} onChoose={setMode} />
        <Segmented
          label="When the agent leaves"
          options={scopes}
          chosen={scope}
          onChoose={setScope}
          className="text-[13px]"
        />
      </section>
      {refusal !== null && (
        <p role="alert" className="text-[13px] text-danger">
          {refusal}
        </p>
      )}
      <div className="flex gap-2">
        <Button
          look="primary"
          isPending={isPending}
          onClick={() => void settle(monitorNext(agent.dn, { type: count === 'all' ? 1 : 0, mode, scope }))}
        >
          {monitoring === undefined ? 'Monitor' : 'Change'}
        </Button>
        {monitoring !== undefined && (
          <Button isPending={isPending} onClick={() => void settle(cancelMonitoring(agent.dn))}>
            Stop monitoring
          </Button>
        )}
      </div>
    </div>
  );
}
