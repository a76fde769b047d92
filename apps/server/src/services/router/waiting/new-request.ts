import type { Dn } from '@cordboard/shared/ids';
import type { Call } from '../../../domain/call-model/calls/call.ts';
import type { Coming } from '../../../domain/call-model/calls/party.ts';
import type { RouteRequest } from '../../../domain/routing/requests/route-request.ts';
import type { Decision } from '../../switch/decision.ts';

/** How a call comes to a routing point. */
export interface Entry {
  readonly coming?: Coming;
  /** How often it has been sent on from one routing point to another. */
  readonly hops?: number;
  /** Who declined it there before. */
  readonly declined?: RouteRequest['declined'];
}

type Served = Pick<RouteRequest, 'servedBy' | 'strategy' | 'version' | 'block' | 'path' | 'virtualQueue' | 'run'>;

/** The request of a call that has just come to a routing point. */
export function newRequest(
  decision: Decision,
  call: Call,
  routingPoint: Dn,
  { coming = { as: 'routed' }, hops = 0, declined = [] }: Entry,
  served: Served,
): RouteRequest {
  const heard = call.firstUnreceived ?? decision.transcripts.nextNumber(call.id);
  return {
    id: call.id,
    routingPoint,
    ...served,
    virtualQueueId: null,
    targets: [],
    enteredAt: call.startedAt,
    timesOutAt: null,
    offeredTo: null,
    offeredFor: null,
    noAnswer: null,
    declined,
    treatment: null,
    // What an agent has heard, or a treatment has taken, is not asked for again.
    textsTaken: heard - 1,
    hops,
    inCall: call.parties.flatMap((party) => decision.dnsOfSamePlace(party.dn)),
    coming,
  };
}
