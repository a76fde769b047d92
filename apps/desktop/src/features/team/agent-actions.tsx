import type { DeskAgent, DeskHelpRequest, DeskMonitoring } from '@cordboard/shared/desk/desk-view';
import { ChevronDown, Ellipsis, Eye } from 'lucide-react';
import { useCallback, useRef, useState } from 'react';
import { takeHelp } from '../../stores/supervision/supervision-actions.ts';
import { Button } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { ForceForm } from './force-form.tsx';
import { MonitorForm } from './monitor-form.tsx';

interface AgentActionsProps {
  readonly agent: DeskAgent;
  readonly help: DeskHelpRequest | null;
  readonly monitoring: DeskMonitoring | undefined;
  readonly tabIndex: number;
}

/** Help, Monitor and what one does with somebody else’s state. */
export function AgentActions({ agent, help, monitoring, tabIndex }: AgentActionsProps) {
  const [open, setOpen] = useState<'monitor' | 'force' | null>(null);
  const monitorButton = useRef<HTMLButtonElement>(null);
  const forceButton = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => setOpen(null), []);
  if (agent.state === 'loggedOut') return null;
  return (
    <span className="flex items-center gap-1.5">
      {help !== null && (
        <Button look="primary" tabIndex={tabIndex} onClick={() => void takeHelp(help)}>
          Help
        </Button>
      )}
      <button
        ref={monitorButton}
        type="button"
        tabIndex={tabIndex}
        aria-haspopup="dialog"
        aria-expanded={open === 'monitor'}
        aria-label={`Monitor ${agent.name}${monitoring === undefined ? '' : ', monitored'}`}
        onClick={() => setOpen(open === 'monitor' ? null : 'monitor')}
        className={`inline-flex min-h-8 items-center gap-1 rounded-lg border px-2.5 font-medium hover:bg-sunk ${
          monitoring === undefined ? 'border-line bg-surface text-ink' : 'border-whisper bg-whisper-soft text-whisper'
        }`}
      >
        {help === null ? 'Monitor' : <Eye aria-hidden="true" className="size-4" />}
        <ChevronDown aria-hidden="true" className="size-3.5" />
      </button>
      <button
        ref={forceButton}
        type="button"
        tabIndex={tabIndex}
        aria-haspopup="dialog"
        aria-expanded={open === 'force'}
        aria-label={`More for ${agent.name}`}
        title="Not Ready, log out"
        onClick={() => setOpen(open === 'force' ? null : 'force')}
        className="inline-flex min-h-8 items-center rounded-lg border border-line bg-surface px-2 hover:bg-sunk"
      >
        <Ellipsis aria-hidden="true" className="size-4" />
      </button>
      {open === 'monitor' && (
        <Popover label={`Monitor ${agent.name}`} anchor={monitorButton} onClose={close}>
          <MonitorForm agent={agent} monitoring={monitoring} onDone={close} />
        </Popover>
      )}
      {open === 'force' && (
        <Popover label={`More for ${agent.name}`} anchor={forceButton} onClose={close}>
          <ForceForm agent={agent} onDone={close} />
        </Popover>
      )}
    </span>
  );
}
