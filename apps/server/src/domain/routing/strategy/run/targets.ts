import type { AskedNoAnswer } from '@cordboard/shared/routing/no-answer';
import type { TargetChoice } from '@cordboard/shared/routing/routing-target';

export type TargetType = 'agent' | 'agentGroup' | 'place' | 'placeGroup' | 'queue' | 'skill';

/** A set of agents for which an interaction waits. */
export interface RoutingTarget {
  readonly type: TargetType;
  /** The object's name; of `skill` the expression as `printExpression` writes it, without variables. */
  readonly name: string;
  readonly choice: TargetChoice;
  /** Counts only while this expression holds. */
  readonly threshold?: string;
  /** What happens when nobody answers, where the strategy says something. */
  readonly noAnswer?: AskedNoAnswer;
}

/** Two targets with the same key have the same agents. */
export function targetKey(target: Pick<RoutingTarget, 'type' | 'name'>): string {
  return `${target.type}:${target.name}`;
}
