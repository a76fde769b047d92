import type { DecisionRecord } from '@cordboard/shared/rest/endpoints';
import { RefreshCw } from 'lucide-react';
import { Fragment, useEffect } from 'react';
import { formatClock, formatWait } from '../../lib/format-time.ts';
import { loadDecisions, useDecisionsStore } from '../../stores/interactions/decisions-store.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DecisionPath } from './decision-path.tsx';
import { DecisionPeople, useAgentName } from './decision-people.tsx';
import { targetWords, tieBreakerWords } from './decision-words.ts';

/** Why the chat came here: the router's decision records in words. */
export function DecisionsTab({ connID }: { readonly connID: string }) {
  const decisions = useDecisionsStore((state) => state.decisions[connID]);
  useEffect(() => {
    void loadDecisions(connID, true);
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
  const { time, strategy, version, virtualQueue, target, targets = [], waitedMs, variables = {} } = record;
  return (
    <article aria-label={`Decision of ${formatClock(time)}`}>
      <h3 className="font-semibold">
        <Outcome record={record} />
      </h3>
      <p className="num mt-0.5 text-ink-2">
        {formatClock(time)} · waited {formatWait(waitedMs)}
        {virtualQueue !== null && ` in ${virtualQueue}`}
      </p>
      <p className="mt-1.5 text-ink-2">
        Strategy “{strategy}”, version {version}
      </p>
      <DecisionPath record={record} />
      <Variables variables={variables} />
      {(target !== '' || targets.length > 0) && (
        <p className="wrap-anywhere mt-2 text-ink-2">
          {targets.length > 1 && `Waited for ${targets.map(targetWords).join('; ')}. `}
          {target !== '' && `Chosen from ${chosenFrom(record)}.`}
        </p>
      )}
      <DecisionPeople record={record} />
    </article>
  );
}

/** What came of it, in one line. */
function Outcome({ record: { chosen, candidates, tieBreaker, failure } }: { readonly record: DecisionRecord }) {
  const found = candidates.find(({ dn, agentID }) => dn === chosen || agentID === chosen);
  const name = useAgentName(found?.dn ?? chosen, found?.agentID ?? chosen ?? '');
  if (failure !== undefined) {
    const { block, detail, reason, destination } = failure;
    const then = destination === null ? 'The chat was refused.' : `The chat went to ${destination} instead.`;
    return (
      <span className="wrap-anywhere">
        The strategy could not go on at “{block}”: {detail === '' ? reason : detail} {then}
      </span>
    );
  }
  return chosen === null ? 'Nobody was free' : `To ${name}: ${tieBreakerWords(tieBreaker)}`;
}

function Variables({ variables }: { readonly variables: NonNullable<DecisionRecord['variables']> }) {
  const names = Object.entries(variables);
  if (names.length === 0) return null;
  return (
    <dl aria-label="Variables" className="mt-2 grid grid-cols-[auto_1fr] gap-x-2.5 gap-y-0.5">
      {names.map(([name, value]) => (
        <Fragment key={name}>
          <dt className="text-ink-3">{name}</dt>
          <dd className="wrap-anywhere">{typeof value === 'object' ? value.join(', ') : String(value) || '(empty)'}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** The chosen one's target, with its rule of choice where the record has it. */
function chosenFrom({ target, targets = [] }: DecisionRecord): string {
  const whole = targets.find(({ name }) => name === target);
  return whole === undefined ? target : targetWords(whole);
}
