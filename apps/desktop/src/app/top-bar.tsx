import { Search } from 'lucide-react';
import { CapacityMeter } from '../features/agent-status/capacity-meter.tsx';
import { EndpointMark } from '../features/agent-status/endpoint-mark.tsx';
import { StatusPill } from '../features/agent-status/status-pill.tsx';
import { WatchedMark } from '../features/agent-status/watched-mark.tsx';
import { useSessionStore } from '../stores/session-store.ts';
import { showOverlay } from '../stores/view-store.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Kbd } from '../ui/kbd.tsx';

/** Status, capacity, search, and who is logged in. */
export function TopBar() {
  const person = useSessionStore((state) => state.person);
  const place = useSessionStore((state) => state.place);
  const name = [person?.firstName, person?.lastName].filter(Boolean).join(' ') || (person?.userName ?? '');
  return (
    <header
      data-region
      className="relative z-30 flex h-[52px] items-center gap-3.5 border-b border-line bg-surface px-3 sm:px-4"
    >
      <h1 className="sr-only">Cordboard desk</h1>
      <StatusPill />
      <CapacityMeter />
      <EndpointMark />
      <WatchedMark />
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label="Find a chat or action"
        onClick={() => showOverlay('palette')}
        className="ml-auto flex min-h-9 items-center gap-2 rounded-lg bg-sunk px-2.5 text-ink-3 hover:text-ink lg:w-[300px]"
      >
        <Search aria-hidden="true" className="size-4" />
        <span className="max-lg:hidden">Find a chat or action</span>
        <span className="ml-auto max-lg:hidden">
          <Kbd>Ctrl K</Kbd>
        </span>
      </button>
      <span title={`${name} · place ${place?.name ?? '–'}`} className="max-sm:hidden">
        <Avatar name={name} />
        <span className="sr-only">
          {name}, place {place?.name}
        </span>
      </span>
    </header>
  );
}
