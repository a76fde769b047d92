import { useMemo } from 'react';
import { StatusPill } from '../../features/agent-status/status-pill.tsx';
import { plural } from '../../lib/plural.ts';
import { useDeskStore } from '../../stores/desk/desk-store.ts';
import { supervisedGroups, teamAgents, teamTotals } from '../../stores/supervision/team-rows.ts';
import { useTeamStore } from '../../stores/supervision/team-store.ts';
import { FindButton } from './find-button.tsx';
import { PersonMark } from './person-mark.tsx';

/** Which team, how many, search, and the own status. */
export function TeamTopBar() {
  const { agents, groups, queues, status } = useDeskStore();
  const group = useTeamStore((state) => state.group);
  const supervised = useMemo(() => supervisedGroups(groups.values()), [groups]);
  const totals = useMemo(
    () => teamTotals(teamAgents(agents.values(), group), queues.values()),
    [agents, queues, group],
  );
  return (
    <header
      data-region
      className="relative z-30 flex h-[52px] items-center gap-3 border-b border-line bg-surface px-3 sm:px-4"
    >
      <h1 className="flex min-w-0 items-center gap-1 font-semibold whitespace-nowrap">
        <span className="max-sm:sr-only">Team{supervised.length > 0 && ' ·'}</span>
        {supervised.length === 1 && <span className="truncate">{supervised[0]?.name}</span>}
        {supervised.length > 1 && (
          <select
            aria-label="Group"
            value={group ?? ''}
            onChange={(event) => useTeamStore.setState({ group: event.target.value || null })}
            className="min-h-8 min-w-0 rounded-lg border border-line bg-surface px-1.5 text-ink"
          >
            <option value="">All my groups</option>
            {supervised.map((each) => (
              <option key={each.name} value={each.name}>
                {each.name}
              </option>
            ))}
          </select>
        )}
      </h1>
      {supervised.length > 0 && (
        <p className="num truncate text-xs text-ink-2 max-sm:hidden">
          {plural(totals.loggedIn, 'agent')} · {plural(totals.chats, 'chat')} · {totals.waiting} waiting
        </p>
      )}
      {status === 'lost' && (
        <p role="status" className="text-xs font-medium whitespace-nowrap text-warn">
          As of a moment ago
        </p>
      )}
      <span className="ml-auto">
        <StatusPill />
      </span>
      <FindButton words="Find an agent, chat or action" />
      <PersonMark />
    </header>
  );
}
