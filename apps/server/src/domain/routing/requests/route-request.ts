import type { ConnId, Dn } from '@cordboard/shared/ids';
import type { AskedNoAnswer } from '@cordboard/shared/routing/no-answer';
import type { Coming } from '../../call-model/calls/party.ts';
import type { StoredRun, TreatmentOrder } from '../strategy/run/run.ts';
import type { RoutingTarget } from '../strategy/run/targets.ts';

/** An interaction on a routing point that has not been routed yet. Its `id` is the ConnID. */
export interface RouteRequest {
  readonly id: ConnId;
  readonly routingPoint: Dn;
  /** Who says where it goes: the routing point's strategy, or the outside router that is registered there. */
  readonly servedBy: 'strategy' | 'router';
  readonly strategy: string;
  readonly version: number;
  /** The block in which the strategy waits. */
  readonly block: string;
  /** Blocks passed so far, the present one last. */
  readonly path: readonly string[];
  readonly virtualQueue: Dn | null;
  /** RVQID: id of this stay in the virtual queue. */
  readonly virtualQueueId: string | null;
  /** The state of the strategy, beside the fields above. */
  readonly run: StoredRun;
  /** All targets for which it waits, the first preferred; none while it does not wait. */
  readonly targets: readonly RoutingTarget[];
  /** The treatment that runs. */
  readonly treatment: TreatmentOrder | null;
  /** Number of the last text that a treatment has taken; -1 before the first. */
  readonly textsTaken: number;
  /** How often it has been sent on from one routing point to another. */
  readonly hops: number;
  /** Its age: when the interaction came to the routing point, ms since 1970. Kept through declines and re-queues. */
  readonly enteredAt: number;
  /** When the present select block gives up; null waits without end. */
  readonly timesOutAt: number | null;
  /** The DN at which it rings; null while it waits. */
  readonly offeredTo: Dn | null;
  /** What the strategy or the outside router said of the present ring; null for what is usual. */
  readonly noAnswer: AskedNoAnswer | null;
  /** The target whose agent was chosen for the latest offer; null before the first. */
  readonly offeredFor: RoutingTarget | null;
  /** Agents who declined and are left out until then (ms since 1970). */
  readonly declined: readonly { readonly dn: Dn; readonly until: number }[];
  /** DNs of those who are in the call already, and of their places: never offered. */
  readonly inCall: readonly Dn[];
  /** As what the agent comes who takes it: alone, or beside those who asked for him. */
  readonly coming: Coming;
}
