import type { Call } from '../../../domain/call-model/calls/call.ts';
import type { Decision } from '../../switch/decision.ts';
import type { CustomerLeg } from '../../switch/rows/leg.ts';

/** What every leg begins with, however it is addressed: nothing sent, nothing received. */
export function newLeg(
  decision: Decision,
  call: Call,
  id: string,
): Omit<CustomerLeg, 'routingPoint' | 'flow' | 'addressing'> {
  return {
    id,
    connId: call.id,
    inFlight: null,
    outbox: [],
    isAbsent: false,
    pausedUntil: null,
    receivedIds: [],
    activeAt: decision.now,
  };
}
