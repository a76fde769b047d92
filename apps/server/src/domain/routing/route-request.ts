import type { StrategyBlock } from '@cordboard/shared/configuration/routing-strategy';
import type { ConnId, Dn } from '@cordboard/shared/ids';
import type { Coming } from '../call-model/party.ts';

/** By which rule one of several free agents is chosen, as a select block names it. */
export type TargetChoice = Extract<StrategyBlock, { type: 'selectTarget' }>['choice'];

/** What a select block waits for. */
export interface RoutingTarget {
  readonly type: 'agentGroup';
  readonly name: string;
  readonly choice: TargetChoice;
}

/** An interaction on a routing point that its strategy has not routed yet. Its `id` is the ConnID. */
export interface RouteRequest {
  readonly id: ConnId;
  readonly routingPoint: Dn;
  readonly strategy: string;
  readonly version: number;
  /** The block in which the strategy waits. */
  readonly block: string;
  /** Blocks passed so far, the present one last. */
  readonly path: readonly string[];
  readonly virtualQueue: Dn | null;
  /** RVQID: id of this stay in the virtual queue. */
  readonly virtualQueueId: string | null;
  readonly target: RoutingTarget | null;
  /** Its age: when the interaction came to the routing point, ms since 1970. Kept through declines and re-queues. */
  readonly enteredAt: number;
  /** When the present select block gives up; null waits without end. */
  readonly timesOutAt: number | null;
  /** The DN at which it rings; null while it waits. */
  readonly offeredTo: Dn | null;
  /** Agents who declined and are left out until then (ms since 1970). */
  readonly declined: readonly { readonly dn: Dn; readonly until: number }[];
  /** DNs of those who are in the call already, and of their places: never offered. */
  readonly inCall: readonly Dn[];
  /** As what the agent comes who takes it: alone, or beside those who asked for him. */
  readonly coming: Coming;
}
