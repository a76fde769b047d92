import { UserRoundX, UsersRound } from 'lucide-react';
import { type ReactNode, type RefObject, useMemo } from 'react';
import { useNow } from '../../lib/use-now.ts';
import { useOwnImDn } from '../../stores/agent/own-dn.ts';
import { useDeskStore } from '../../stores/desk/desk-store.ts';
import { useSessionStore } from '../../stores/session/session-store.ts';
import { useStatistics } from '../../stores/statistics/use-statistics.ts';
import { useMonitoringStore } from '../../stores/supervision/monitoring-store.ts';
import { dayTotals, queueNumbers, statisticsOfQueues } from '../../stores/supervision/team-numbers.ts';
import {
  openMonitorings,
  supervisedGroups,
  teamAgents,
  teamRows,
  teamTotals,
} from '../../stores/supervision/team-rows.ts';
import { useTeamStore } from '../../stores/supervision/team-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AgentsTable } from './agents-table.tsx';
import { DayTable } from './day-table.tsx';
import { MyMonitorings } from './my-monitorings.tsx';
import { QueuesTable } from './queues-table.tsx';
import { TeamFilterBar } from './team-filter-bar.tsx';
import { TeamTiles } from './team-tiles.tsx';

/** The filter "waits too long" looks at the clock this often. */
const FILTER_STEP_MS = 5000;
/** Of so many queues the numbers of the day are asked for: the server tells a client 1,000 numbers. */
const QUEUES_MAX = 50;

/** Tiles, agents, queues, and what one monitors. */
export function TeamBoard({ filterInput }: { readonly filterInput: RefObject<HTMLInputElement | null> }) {
  const { status, agents, groups, queues, helpRequests, monitorings } = useDeskStore();
  const { group, filter, typed, board } = useTeamStore();
  const observedByID = useMonitoringStore((state) => state.observed);
  const waitIntervalSeconds = useSessionStore((state) => state.settings?.customerWaitIntervalSeconds) ?? 30;
  const objectiveSeconds = useSessionStore((state) => state.settings?.serviceObjectiveSeconds) ?? 20;
  const supervisorDN = useOwnImDn();
  const now = Math.floor(useNow() / FILTER_STEP_MS) * FILTER_STEP_MS;

  const team = useMemo(() => teamAgents(agents.values(), group), [agents, group]);
  const totals = useMemo(() => teamTotals(team, queues.values()), [team, queues]);
  const rows = useMemo(
    () => teamRows(team, helpRequests, { filter, typed, waitIntervalSeconds, now: filter === 'waiting' ? now : 0 }),
    [team, helpRequests, filter, typed, waitIntervalSeconds, now],
  );
  const sortedQueues = useMemo(
    () => [...queues.values()].sort((left, right) => left.name.localeCompare(right.name)),
    [queues],
  );
  const isTeam = supervisedGroups(groups.values()).length > 0;
  const queueNames = isTeam ? sortedQueues.slice(0, QUEUES_MAX).map(({ name }) => name) : [];
  const statistics = useStatistics(statisticsOfQueues(queueNames, objectiveSeconds));
  const day = dayTotals(queueNames.map((name) => queueNumbers(statistics, name, objectiveSeconds)));
  const observed = useMemo(() => Object.values(observedByID).filter(({ endedAt }) => endedAt === null), [observedByID]);
  const mine = useMemo(
    () => openMonitorings(monitorings, supervisorDN, observed),
    [monitorings, supervisorDN, observed],
  );

  if (status === 'closed' || status === 'loading') return <BoardSkeleton />;
  if (!isTeam)
    return (
      <EmptyState icon={UsersRound} title="You supervise no group">
        An administrator gives you groups; their agents stand here then.
      </EmptyState>
    );
  return (
    <div className="space-y-4 px-3 py-4 sm:px-5">
      <TeamTiles {...{ totals, day, objectiveSeconds, waitIntervalSeconds }} />
      {statistics.status === 'lost' && (
        <p role="status" className="px-1.5 text-xs font-medium text-warn">
          The numbers of today are as of a moment ago: the server does not tell new ones.
        </p>
      )}
      <TeamFilterBar input={filterInput} />
      {rows.length === 0 ? (
        <NoAgents loggedIn={totals.loggedIn} />
      ) : board === 'day' ? (
        <DayTable rows={rows} />
      ) : (
        <AgentsTable rows={rows} monitorings={mine} waitIntervalSeconds={waitIntervalSeconds} />
      )}
      {(mine.size > 0 || observed.length > 0) && (
        <Section title="What I monitor">
          <MyMonitorings monitorings={[...mine.values()]} observed={observed} agents={agents} />
        </Section>
      )}
      <Section title="Queues">
        <QueuesTable queues={sortedQueues} {...{ waitIntervalSeconds, objectiveSeconds }} />
      </Section>
    </div>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="section-title px-1.5 pt-1 pb-1.5">{title}</h2>
      {children}
    </section>
  );
}

/** Nobody is there, or nobody whom the filter lets through. */
function NoAgents({ loggedIn }: { readonly loggedIn: number }) {
  const { filter, typed } = useTeamStore();
  const isNarrowed = typed.trim() !== '' || filter !== 'loggedIn';
  return (
    <div className="rounded-xl border border-line bg-surface">
      {isNarrowed && loggedIn > 0 ? (
        <EmptyState icon={UserRoundX} title="Nobody fits the filter">
          <Button className="mt-2" onClick={() => useTeamStore.setState({ typed: '', filter: 'loggedIn' })}>
            Show all who are logged in
          </Button>
        </EmptyState>
      ) : (
        <EmptyState icon={UserRoundX} title="No agent is logged in">
          Agents appear as soon as they log in.
          <br />
          <Button className="mt-2" onClick={() => useTeamStore.setState({ typed: '', filter: 'all' })}>
            Show who is logged out
          </Button>
        </EmptyState>
      )}
    </div>
  );
}

function BoardSkeleton() {
  return (
    <div role="status" aria-label="Loading the team" className="space-y-4 px-5 py-4">
      <div className="grid grid-cols-4 gap-3">
        {[0, 1, 2, 3].map((tile) => (
          <div key={tile} className="space-y-3 rounded-xl border border-line bg-surface p-4">
            <Skeleton className="w-1/3" />
            <Skeleton className="w-2/3" />
          </div>
        ))}
      </div>
      <div className="space-y-4 rounded-xl border border-line bg-surface p-4">
        {[0, 1, 2, 3, 4].map((row) => (
          <Skeleton key={row} className="w-full" />
        ))}
      </div>
    </div>
  );
}
