import { randomFraction } from '../../../base/random.ts';
import { evaluate } from '../../../domain/routing/expressions/evaluate.ts';
import type { Matching } from '../../../domain/routing/matching/matching.ts';
import { answerCentreFunction } from '../../../domain/routing/strategy/run/scope.ts';
import type { Decision } from '../../switch/decision.ts';
import { centreStatistics } from './centre-statistics.ts';

/** What the router looks at when it pairs in this decision. */
export function matchingOf(decision: Decision): Matching {
  const { configuration, state, now } = decision;
  const facts = {
    now,
    findCalendar: (name: string) => configuration.findCalendar(name),
    statistics: centreStatistics(decision),
  };
  return {
    waiting: state.waitingRequests,
    readyAgents: state.readyAgents,
    now,
    random: () => randomFraction(decision.random),
    holds: (threshold) => {
      const value = evaluate(threshold, {
        variable: () => undefined,
        call: (name, parameters) => answerCentreFunction(facts, name, parameters),
      });
      // One without a value does not hold.
      return value.ok && value.value === true;
    },
  };
}
