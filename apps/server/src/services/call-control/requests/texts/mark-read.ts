import { refuse } from '@cordboard/shared/errors';
import type { TRequestOf } from '@cordboard/shared/tlib/requests';
import { markRead as readUpTo } from '../../../../domain/call-model/operations/receipts.ts';
import { mayRead } from '../../../../domain/call-model/texts/text.ts';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';
import { partyOnDn } from '../call-on-dn.ts';
import { type Outcome, refused, replied } from '../outcome.ts';

/** TPrivateService 3004: the agent has read everything up to `messageID`. EventACK; whoever wrote is told if he asked. */
export function markRead(decision: Decision, _client: TlibClient, request: TRequestOf<'TPrivateService'>): Outcome {
  const found = partyOnDn(decision, request);
  if (!found.ok) return refused(found.failure);
  const id = request.extensions?.['messageID'] ?? request.messageID;
  if (id === undefined) return refused(refuse('MissingAttribute', 'extensions.messageID'));
  const { call, party } = found.value;
  if (party.state !== 'established' && party.state !== 'held') return refused(refuse('InvalidState'));
  const text = decision.transcripts.of(call.id).findLast((candidate) => candidate.id === id);
  if (text === undefined || !mayRead(text, party.dn))
    return refused(refuse('InvalidAttribute', 'extensions.messageID names no text of this call.'));
  readUpTo(decision, call, party, text);
  return replied({ name: 'EventACK', time: decision.now, thisDN: party.dn });
}
