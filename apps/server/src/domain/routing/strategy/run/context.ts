import type { AgentId, Dn } from '@cordboard/shared/ids';
import type { Calendar } from '@cordboard/shared/routing/calendar';
import type { Strategy } from '@cordboard/shared/routing/strategy';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import type { MediaType } from '@cordboard/shared/tlib/call-types';
import type { Priority } from './run.ts';
import type { RoutingTarget } from './targets.ts';

/** Numbers about the contact centre. Undefined: there is nothing of this name. */
export interface RoutingStatistics {
  agentsReady(agentGroup: string): number | undefined;
  agentsLoggedIn(agentGroup: string): number | undefined;
  agentsTotal(agentGroup: string): number | undefined;
  callsWaiting(virtualQueue: string): number | undefined;
  /** Seconds; of a step that has changed the priority, with the one it has now. */
  estimatedWait(virtualQueue: string, priority?: Priority): number | undefined;
  /** The place of this interaction in its queue with this priority, from 1 on. */
  position(virtualQueue: string, priority: Priority): number | undefined;
}

/** What one step of a strategy may read. */
export interface StrategyContext {
  readonly strategy: Strategy;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly mediaType: MediaType;
  readonly routingPoint: Dn;
  readonly customerAddress: string;
  /** When the interaction came, ms since 1970. */
  readonly enteredAt: number;
  readonly userData: KeyValueList;
  readonly statistics: RoutingStatistics;
  findCalendar(name: string): Calendar | undefined;
  /** Whether what a target or queue names is there still. */
  hasTarget(target: RoutingTarget): boolean;
  hasQueue(virtualQueue: Dn): boolean;
  /** The agent whom this customer had last; undefined when there was none. */
  lastAgent(): { readonly agentId: AgentId; readonly isLoggedIn: boolean; readonly isReady: boolean } | undefined;
  /** From 0 up to, but not, 1. */
  random(): number;
}
