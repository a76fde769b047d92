import type { Dn } from '@cordboard/shared/ids';
import type { Seat } from '../../../../domain/agents/seat.ts';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';
import { supervisorSeat } from '../../../switch/supervisor-seat.ts';
import { dropForeignRegistrations } from '../addresses/register-address.ts';

/** The seat from which this client supervises, once the rights on the DN were checked; undefined for an agent without a login. */
export function seatOfClient(decision: Decision, client: TlibClient, dn: Dn): Seat | undefined {
  return decision.agentSessions.get(dn) ?? supervisorSeat(decision.configuration, client.userName, dn);
}

/** From now on the DN is the supervisor's: nobody else at the place is shown what he observes. */
export function takeSeat(decision: Decision, client: TlibClient, seat: Seat): void {
  if (decision.agentSessions.get(seat.id) === undefined) dropForeignRegistrations(decision, client, seat.id);
}
