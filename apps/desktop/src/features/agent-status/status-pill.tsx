import { ChevronDown } from 'lucide-react';
import { classNames } from '../../lib/class-names.ts';
import { useAgentStore } from '../../stores/agent/agent-store.ts';
import { summarizeAgent } from '../../stores/agent/agent-summary.ts';
import { usePendingStore } from '../../stores/requests/pending-store.ts';
import { showOverlay, useViewStore } from '../../stores/view/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { Elapsed } from '../../ui/elapsed.tsx';
import { setReady } from './status-actions.ts';
import { statusLooks, statusWords } from './status-look.ts';
import { StatusMenu } from './status-menu.tsx';

/** Icon, word and time of the agent's status, with its menu; beside it the way to Ready. */
export function StatusPill() {
  const agent = summarizeAgent(useAgentStore());
  const isOpen = useViewStore((state) => state.overlay === 'status');
  const isPending = usePendingStore(({ pending }) => [...pending].some((key) => key.startsWith('TAgent')));
  const { icon: Icon, className } = statusLooks[agent.status];
  const words = statusWords(agent);
  return (
    <div className="relative flex items-center gap-2">
      <button
        type="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={`Status: ${words}`}
        aria-busy={isPending || undefined}
        title="Change status (Ctrl+Shift+S)"
        onClick={() => showOverlay(isOpen ? null : 'status')}
        className={classNames(
          'flex min-h-8 items-center gap-2 rounded-full px-3 font-semibold whitespace-nowrap',
          className,
          isPending && 'opacity-70',
        )}
      >
        <Icon aria-hidden="true" className="size-4" />
        <span>{words}</span>
        {agent.since > 0 && <Elapsed since={agent.since} />}
        <ChevronDown aria-hidden="true" className="size-3.5" />
      </button>
      {isOpen && <StatusMenu />}
      {(agent.status === 'notReady' || agent.status === 'afterCallWork') && (
        <Button look="primary" isPending={isPending} onClick={() => void setReady(agent.loggedIn)}>
          Ready
        </Button>
      )}
    </div>
  );
}
