import { refuse } from '@cordboard/shared/errors';
import type { TRequestOf } from '@cordboard/shared/tlib/requests';
import type { Input } from '../../../../domain/call-model/calls/party-machine.ts';
import { moveParty } from '../../../parties/move-party.ts';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';
import { partyOnDn } from '../call-on-dn.ts';
import { answered, type Outcome, refused } from '../outcome.ts';

function move(decision: Decision, request: TRequestOf<'THoldCall' | 'TRetrieveCall'>, input: Input): Outcome {
  const found = partyOnDn(decision, request);
  if (!found.ok) return refused(found.failure);
  const event = moveParty(decision, found.value.call, found.value.party, input);
  return event === undefined ? refused(refuse('InvalidState')) : answered(event);
}

/** THoldCall: EventHeld. */
export function holdCall(decision: Decision, _client: TlibClient, request: TRequestOf<'THoldCall'>): Outcome {
  return move(decision, request, { name: 'held' });
}

/** TRetrieveCall: EventRetrieved. */
export function retrieveCall(decision: Decision, _client: TlibClient, request: TRequestOf<'TRetrieveCall'>): Outcome {
  return move(decision, request, { name: 'retrieved' });
}
