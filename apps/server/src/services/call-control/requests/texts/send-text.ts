import { type ErrorCode, type Refusal, refuse } from '@cordboard/shared/errors';
import { TEXT_BYTES_MAX, type TRequestOf } from '@cordboard/shared/tlib/requests';
import { fail, type Result, succeed } from '../../../../base/result.ts';
import { hearingOf, partySays } from '../../../../domain/call-model/operations/say.ts';
import type { Hearing } from '../../../../domain/call-model/texts/who-hears.ts';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';
import { attendanceOnDn } from '../call-on-dn.ts';
import { answered, type Outcome, refused } from '../outcome.ts';

/** Why nobody would hear it. */
export const MUTE_BECAUSE: Readonly<Record<Extract<Hearing, { isHeard: false }>['why'], ErrorCode>> = {
  absent: 'InvalidState',
  held: 'InvalidState',
  noTalk: 'SupervisorMuted',
  nobodyCoaches: 'NobodyCoaches',
  coachedGone: 'InvalidState',
};

/** Whether the request is about a whisper. */
export function whispersIn(request: TRequestOf<'TPrivateService'>): Result<boolean, Refusal> {
  const whispers = request.extensions?.['whisper'] ?? false;
  if (whispers !== true && whispers !== false && whispers !== 1 && whispers !== 0)
    return fail(refuse('InvalidAttribute', 'extensions.whisper must be true or false.'));
  return succeed(whispers === true || whispers === 1);
}

/** TPrivateService 3001: the agent's text. Its answer is the EventPrivateInfo 3001 on the own DN. */
export function sendText(decision: Decision, _client: TlibClient, request: TRequestOf<'TPrivateService'>): Outcome {
  const found = attendanceOnDn(decision, request);
  if (!found.ok) return refused(found.failure);
  const im = request.extensions?.['im'];
  if (im === undefined) return refused(refuse('MissingAttribute', 'extensions.im'));
  if (typeof im !== 'string') return refused(refuse('InvalidAttribute', 'extensions.im must be a string.'));
  if (im.length === 0) return refused(refuse('TextEmpty'));
  if (Buffer.byteLength(im) > TEXT_BYTES_MAX) return refused(refuse('TextTooLong'));
  const whispers = whispersIn(request);
  if (!whispers.ok) return refused(whispers.failure);
  const { call, party } = found.value;
  const hearing = hearingOf(call, party.dn, whispers.value);
  if (!hearing.isHeard) return refused(refuse(MUTE_BECAUSE[hearing.why]));
  return answered(partySays(decision, call, party, { im: im.toWellFormed(), whispers: whispers.value }));
}
