import type { DecisionRecord } from '@cordboard/shared/rest/endpoints';
import { CircleCheck, CircleMinus, RefreshCw } from 'lucide-react';
import { useEffect } from 'react';
import { formatClock, formatWait } from '../../lib/format-time.ts';
import { loadDecisions, useDecisionsStore } from '../../stores/decisions-store.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

/** Why the chat came here: the router's decision records in words. */
export function DecisionsTab({ connID }: { readonly connID: string }) {
  const decisions = useDecisionsStore((state) => state.decisions[connID]);
  useEffect(() => {
    void loadDecisions(connID);
  }, [connID]);

  if (decisions === undefined || decisions.state === 'loading')
    return (
      <div role="status" aria-label="Loading the decisions" className="space-y-2.5">
        <Skeleton className="w-3/4" />
        <Skeleton />
        <Skeleton className="w-1/2" />
      </div>
    );
  if (decisions.state === 'failed')
    return (
      <div className="text-xs">
        <p role="alert" className="text-danger">
          {decisions.words}
        </p>
        <Button className="mt-2 text-xs" onClick={() => void loadDecisions(connID, true)}>
          <RefreshCw aria-hidden="true" className="size-3.5" />
          Try again
        </Button>
      </div>
    );
  if (decisions.records.length === 0)
    return <p className="text-xs text-ink-2">No router decided about this chat: it came to you directly.</p>;
  return (
    <ol className="space-y-5 text-xs">
      {decisions.records.map((record) => (
        <li key={`${record.time}-${record.chosen ?? ''}`}>
          <Decision record={record} />
        </li>
      ))}
    </ol>
  );
}

function Decision({ record }: { readonly record: DecisionRecord }) {
  const { time, strategy, version, path, virtualQueue, target, waitedMs, candidates, chosen, tieBreaker } = record;
  return (
    <article aria-label={`Decision of ${formatClock(time)}`}>
      <h3 className="font-semibold">
        {chosen === null ? 'Nobody was free' : `To ${nameOf(record, chosen)}: ${tieBreaker}`}
      </h3>
      <p className="num mt-0.5 text-ink-2">
        {formatClock(time)} · waited {formatWait(waitedMs)}
        {virtualQueue !== null && ` in ${virtualQueue}`}
      </p>
      <p className="mt-1.5 text-ink-2">
        Strategy “{strategy}” (version {version}) looked for {target}
        {path.length > 0 && `, by way of ${path.join(' → ')}`}.
      </p>
      <ul className="mt-2 space-y-1">
        {candidates.map((candidate) => (
          <li key={candidate.dn} className="flex items-start gap-1.5">
            {candidate.excluded === null ? (
              <CircleCheck aria-hidden="true" className="mt-0.5 size-3.5 shrink-0 text-ready" />
            ) : (
              <CircleMinus aria-hidden="true" className="mt-0.5 size-3.5 shrink-0 text-ink-3" />
            )}
            <span className="num">
              <b className="font-semibold">{candidate.agentID}</b> on {candidate.dn}:{' '}
              {candidate.excluded ?? freeWords(candidate, time)}
            </span>
          </li>
        ))}
      </ul>
    </article>
  );
}

function nameOf({ candidates }: DecisionRecord, chosen: string): string {
  const candidate = candidates.find(({ dn, agentID }) => dn === chosen || agentID === chosen);
  return candidate === undefined ? chosen : `agent ${candidate.agentID}`;
}

function freeWords({ waitingSince }: DecisionRecord['candidates'][number], time: number): string {
  return waitingSince === null ? 'free' : `free, ready for ${formatWait(time - waitingSince)}`;
}
