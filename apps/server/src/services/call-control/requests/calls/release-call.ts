import { refuse } from '@cordboard/shared/errors';
import type { TRequestOf } from '@cordboard/shared/tlib/requests';
import { moveParty } from '../../../parties/move-party.ts';
import { routeWaiting } from '../../../router/router.ts';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';
import { attendanceOnDn } from '../call-on-dn.ts';
import { answered, type Outcome, refused } from '../outcome.ts';

/** TReleaseCall: a ringing party declines, an established one leaves the call, or ends it; an observer leaves it. */
export function releaseCall(decision: Decision, _client: TlibClient, request: TRequestOf<'TReleaseCall'>): Outcome {
  const found = attendanceOnDn(decision, request);
  if (!found.ok) return refused(found.failure);
  const event = moveParty(decision, found.value.call, found.value.party, { name: 'released' });
  routeWaiting(decision);
  return event === undefined ? refused(refuse('InvalidState')) : answered(event);
}
