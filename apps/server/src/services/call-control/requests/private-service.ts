import { refuse } from '@cordboard/shared/errors';
import { TEXT_BYTES_MAX, type TRequestOf } from '@cordboard/shared/tlib/requests';
import { agentSays } from '../../../domain/call-model/operations/say.ts';
import type { Decision } from '../../switch/decision.ts';
import type { TlibClient } from '../../switch/tlib-client.ts';
import { partyOnDn } from './call-on-dn.ts';
import { answered, type Outcome, refused } from './outcome.ts';

/** TPrivateService 3001: the agent's text. Its answer is the EventPrivateInfo 3001 on the own DN. */
export function privateService(
  decision: Decision,
  _client: TlibClient,
  request: TRequestOf<'TPrivateService'>,
): Outcome {
  const found = partyOnDn(decision, request);
  if (!found.ok) return refused(found.failure);
  const im = request.extensions?.['im'];
  if (im === undefined) return refused(refuse('MissingAttribute', 'extensions.im'));
  if (typeof im !== 'string') return refused(refuse('InvalidAttribute', 'extensions.im must be a string.'));
  if (im.length === 0) return refused(refuse('TextEmpty'));
  if (Buffer.byteLength(im) > TEXT_BYTES_MAX) return refused(refuse('TextTooLong'));
  if (found.value.party.state !== 'established') return refused(refuse('InvalidState'));
  return answered(agentSays(decision, found.value.call, found.value.party, im.toWellFormed()));
}
