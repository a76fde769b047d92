import type { DecisionRecord } from '@cordboard/shared/routing/decision-record';
import { CircleCheck, CircleMinus } from 'lucide-react';
import { useColleagueName } from '../../stores/interactions/colleague-name.ts';
import { candidateWords, leftOutWords } from './decision-words.ts';

/** Who was looked at: the free ones first, each with why not. */
export function DecisionPeople({ record }: { readonly record: DecisionRecord }) {
  const { candidates, leftOut = [], time, chosen } = record;
  const named = new Set(candidates.map(({ dn }) => dn));
  const others = leftOut.filter(({ dn }) => dn === null || !named.has(dn));
  if (candidates.length + others.length === 0) return null;
  return (
    <ul aria-label="Candidates" className="mt-1.5 space-y-1">
      {candidates.map((candidate) => (
        <Person
          key={candidate.dn}
          dn={candidate.dn}
          agentID={candidate.agentID}
          isFree={candidate.excluded === null}
          isChosen={candidate.dn === chosen}
          words={candidateWords(candidate, time)}
        />
      ))}
      {others.map((other) => (
        <Person
          key={`${other.agentID}-${other.dn ?? ''}`}
          dn={other.dn}
          agentID={other.agentID}
          isFree={false}
          isChosen={false}
          words={leftOutWords(other)}
        />
      ))}
    </ul>
  );
}

interface PersonProps {
  readonly dn: string | null;
  readonly agentID: string;
  readonly isFree: boolean;
  readonly isChosen: boolean;
  readonly words: string;
}

function Person({ dn, agentID, isFree, isChosen, words }: PersonProps) {
  const name = useAgentName(dn, agentID);
  const Icon = isFree ? CircleCheck : CircleMinus;
  return (
    <li className="flex items-start gap-1.5">
      <Icon aria-hidden="true" className={`mt-0.5 size-3.5 shrink-0 ${isFree ? 'text-ready' : 'text-ink-3'}`} />
      <span className="num">
        <b className="font-semibold">{name}</b>
        {isChosen && ' (chosen)'}: {words}
      </span>
    </li>
  );
}

/** `Maya Ross, 1001`; without a directory `1001 on 1001`. */
export function useAgentName(dn: string | null, agentID: string): string {
  const name = useColleagueName(dn ?? agentID);
  if (dn === null) return name === agentID ? agentID : `${name}, ${agentID}`;
  return name === dn ? `${agentID} on ${dn}` : `${name}, ${agentID}`;
}
