import { refuse } from '@cordboard/shared/errors';
import type { TRequestOf } from '@cordboard/shared/tlib/requests';
import { partyComposes } from '../../../../domain/call-model/operations/compose.ts';
import { hearingOf } from '../../../../domain/call-model/operations/say.ts';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';
import { attendanceOnDn } from '../call-on-dn.ts';
import { forgotten, type Outcome, refused } from '../outcome.ts';
import { MUTE_BECAUSE, whispersIn } from './send-text.ts';

/** TPrivateService 3002: somebody writes, or has stopped. EventACK; told to whoever would hear the text, and not kept. */
export function typing(decision: Decision, _client: TlibClient, request: TRequestOf<'TPrivateService'>): Outcome {
  const found = attendanceOnDn(decision, request);
  if (!found.ok) return refused(found.failure);
  const state = request.extensions?.['isComposing'];
  if (state === undefined) return refused(refuse('MissingAttribute', 'extensions.isComposing'));
  if (state !== 'active' && state !== 'idle')
    return refused(refuse('InvalidAttribute', 'extensions.isComposing must be active or idle.'));
  const whispers = whispersIn(request);
  if (!whispers.ok) return refused(whispers.failure);
  const { call, party } = found.value;
  const hearing = hearingOf(call, party.dn, whispers.value);
  if (!hearing.isHeard) return refused(refuse(MUTE_BECAUSE[hearing.why]));
  partyComposes(decision, call, party, state, hearing);
  // What is not worth keeping is not kept for a repeat either.
  return forgotten({ name: 'EventACK', time: decision.now, thisDN: party.dn });
}
