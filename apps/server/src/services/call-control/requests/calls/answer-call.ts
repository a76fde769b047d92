import { refuse } from '@cordboard/shared/errors';
import type { TRequestOf } from '@cordboard/shared/tlib/requests';
import { moveParty } from '../../../parties/move-party.ts';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';
import { partyOnDn } from '../call-on-dn.ts';
import { answered, type Outcome, refused } from '../outcome.ts';

/** TAnswerCall: the ringing party is established. */
export function answerCall(decision: Decision, _client: TlibClient, request: TRequestOf<'TAnswerCall'>): Outcome {
  const found = partyOnDn(decision, request);
  if (!found.ok) return refused(found.failure);
  const event = moveParty(decision, found.value.call, found.value.party, { name: 'answered' });
  return event === undefined ? refused(refuse('InvalidState')) : answered(event);
}
