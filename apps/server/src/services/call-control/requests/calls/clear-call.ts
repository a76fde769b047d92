import { refuse } from '@cordboard/shared/errors';
import type { TRequestOf } from '@cordboard/shared/tlib/requests';
import { presentParties } from '../../../../domain/call-model/calls/call.ts';
import { endCall } from '../../../../domain/call-model/operations/release.ts';
import { routeWaiting } from '../../../router/router.ts';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';
import { partyOnDn } from '../call-on-dn.ts';
import { answered, type Outcome, refused } from '../outcome.ts';

/** TClearCall: the call ends for everybody. */
export function clearCall(decision: Decision, _client: TlibClient, request: TRequestOf<'TClearCall'>): Outcome {
  const found = partyOnDn(decision, request);
  if (!found.ok) return refused(found.failure);
  const { call, party } = found.value;
  if (!presentParties(call).includes(party)) return refused(refuse('InvalidState'));
  const event = endCall(decision, call, { askedBy: party.dn, customerLeft: false });
  routeWaiting(decision);
  return event === undefined ? refused(refuse('InvalidState')) : answered(event);
}
