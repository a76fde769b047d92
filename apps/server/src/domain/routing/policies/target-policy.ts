import type { AgentSession } from '../../agents/agent-session.ts';

/** What a policy may know of the target for which it chooses. */
export interface ChosenFor {
  levelOf(session: AgentSession): number;
}

/** A rule by which one of several ready agents is chosen: an order, the best first. */
export interface TargetPolicy {
  /** Where the agent stands: by `rank`, then `order`, then DN. It may depend on session and skills only. */
  place(session: AgentSession, target: ChosenFor): { readonly rank: number; readonly order: number };
  /** The place is not the same in every target. */
  readonly asksOfTarget?: true;
  /** Where in the order the choice begins, of so many; at its beginning when the policy says nothing. */
  begin?(count: number, random: () => number): number;
  /** What put `chosen` before the next best, for the decision record. */
  tieBreaker(chosen: AgentSession, next: AgentSession, target: ChosenFor): string;
}
