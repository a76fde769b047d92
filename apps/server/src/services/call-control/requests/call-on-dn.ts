import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { ConnId, Dn } from '@cordboard/shared/ids';
import { fail, type Result, succeed } from '../../../base/result.ts';
import { type Call, findParty } from '../../../domain/call-model/calls/call.ts';
import { isObserver, type Party } from '../../../domain/call-model/calls/party.ts';
import type { Decision } from '../../switch/decision.ts';

interface Attendance {
  readonly call: Call;
  readonly party: Party;
}

/** What a party asks of its call. Observers are refused. */
export function partyOnDn(
  decision: Decision,
  request: { readonly thisDN: string; readonly connID: string },
): Result<Attendance, Refusal> {
  const found = attendanceOnDn(decision, request);
  return found.ok && isObserver(found.value.party) ? fail(refuse('ObserverMayNot')) : found;
}

/** The call and the party of a request's DN, observers too; a ConnID that is not on this DN does not exist for it. */
export function attendanceOnDn(
  decision: Decision,
  request: { readonly thisDN: string; readonly connID: string },
): Result<Attendance, Refusal> {
  const call = decision.calls.get(request.connID.toLowerCase() as ConnId);
  const party = call === undefined ? undefined : findParty(call, request.thisDN as Dn);
  return call === undefined || party === undefined ? fail(refuse('UnknownCall')) : succeed({ call, party });
}
