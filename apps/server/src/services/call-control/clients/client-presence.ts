/** What it means for people and calls that a T-Library client of a person at a place is there, or gone. */

import { markReconnecting, markReturned } from '../../parties/agent-absence.ts';
import { seatsHaveDesktop, seatsLoseDesktop } from '../../parties/supervisor-seats.ts';
import { routerConnectionChanged } from '../../router/alternate-routing.ts';
import { routeWaiting } from '../../router/router.ts';
import type { Decision } from '../../switch/decision.ts';
import type { TlibClient } from '../../switch/effects/tlib-client.ts';

/** A client has connected. */
export function clientCame(decision: Decision, { userName, place }: TlibClient): void {
  for (const session of decision.state.agentSessionsByUser.get(userName)) {
    if (session.place === place) markReturned(decision, session);
  }
  seatsHaveDesktop(decision, userName, place);
  routerConnectionChanged(decision, userName, place, true);
  routeWaiting(decision);
}

/** The last client of this person at this place is gone. */
export function clientsGone(decision: Decision, { userName, place }: TlibClient): void {
  for (const session of decision.state.agentSessionsByUser.get(userName)) {
    if (session.place === place && !decision.hasEndpoint(session.id)) markReconnecting(decision, session);
  }
  seatsLoseDesktop(decision, userName, place);
  routerConnectionChanged(decision, userName, place, false);
  routeWaiting(decision);
}
