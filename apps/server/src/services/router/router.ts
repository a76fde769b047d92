/** The heart of the router: whoever waits is offered to whoever is free, in the same decision as the input that made it possible. */
import { nextPairing } from '../../domain/routing/targets/next-pairing.ts';
import type { Decision } from '../switch/decision.ts';
import { matchingOf } from './pairing/matching-of.ts';
import { offer } from './pairing/offer.ts';

/** Offers what waits to agents who can take it, as long as there is such a pair. */
export function routeWaiting(decision: Decision): void {
  const matching = matchingOf(decision);
  let pairing = nextPairing(matching);
  while (pairing !== undefined) {
    offer(decision, pairing);
    pairing = nextPairing(matching);
  }
  lookAgainLater(decision);
}

const MINUTE_MS = 60_000;

/** Thresholds that time alone makes true are looked at again when the next minute has begun, while somebody is kept back by one. */
function lookAgainLater(decision: Decision): void {
  if (!decision.state.waitingRequests.waitsForTime) decision.cancelDeadline('threshold', '');
  else if (!decision.hasDeadline('threshold', '')) {
    // A little into it: times are fractions of milliseconds.
    decision.setDeadline('threshold', '', MINUTE_MS - (decision.now % MINUTE_MS) + 1);
  }
}
