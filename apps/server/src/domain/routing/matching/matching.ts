import type { Expression } from '../expressions/syntax.ts';
import type { ReadyAgents } from './ready-agents.ts';
import type { WaitingRequests } from './waiting-requests.ts';

/** What the router looks at when it chooses an agent for a request. */
export interface Choosing {
  readonly readyAgents: ReadyAgents;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** From 0 up to, but not, 1; asked only by the policy that chooses by it. */
  readonly random: () => number;
  /** Whether a threshold holds now. */
  readonly holds: (threshold: Expression) => boolean;
}

/** What it looks at when it pairs. */
export interface Matching extends Choosing {
  readonly waiting: WaitingRequests;
}
