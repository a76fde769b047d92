import type { AgentSession } from '../../agents/agent-session.ts';
import type { ReadyAgents } from '../ready-agents.ts';

/** A rule by which one of several free agents is chosen: an order, the best first. */
export interface TargetPolicy {
  /** The group's free agents, best first; it must not cost more for many than for few. */
  inOrder(readyAgents: ReadyAgents, group: string): Iterable<AgentSession>;
  /** What put `chosen` before the next best, for the decision record. */
  tieBreaker(chosen: AgentSession, next: AgentSession): string;
}
