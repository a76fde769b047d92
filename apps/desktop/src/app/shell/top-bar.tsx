import { CapacityMeter } from '../../features/agent-status/capacity-meter.tsx';
import { EndpointMark } from '../../features/agent-status/endpoint-mark.tsx';
import { StatusPill } from '../../features/agent-status/status-pill.tsx';
import { WatchedMark } from '../../features/agent-status/watched-mark.tsx';
import { FindButton } from './find-button.tsx';
import { PersonMark } from './person-mark.tsx';

/** Status, capacity, search, and who is logged in. */
export function TopBar() {
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
      <FindButton words="Find a chat or action" className="ml-auto" />
      <PersonMark />
    </header>
  );
}
