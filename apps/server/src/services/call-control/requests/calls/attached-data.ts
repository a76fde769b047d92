import { refuse } from '@cordboard/shared/errors';
import type { ConnId, Dn } from '@cordboard/shared/ids';
import { deletePair, type KeyValueList, mergePairs } from '@cordboard/shared/tlib/attached-data';
import type { TRequestOf } from '@cordboard/shared/tlib/requests';
import { type Call, findParty } from '../../../../domain/call-model/calls/call.ts';
import { isObserver } from '../../../../domain/call-model/calls/party.ts';
import { changeUserData } from '../../../../domain/call-model/operations/attach-data.ts';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';
import { answered, type Outcome, refused } from '../outcome.ts';
import { userDataRefusal } from '../user-data-size.ts';

type DataRequest = TRequestOf<'TAttachUserData' | 'TUpdateUserData' | 'TDeletePair' | 'TDeleteUserData'>;

/** The call of a DN that is a party of it, or of the routing point on which it waits. */
function callOfDn(decision: Decision, request: DataRequest): Call | undefined {
  const call = decision.calls.get(request.connID.toLowerCase() as ConnId);
  const dn = request.thisDN as Dn;
  if (call === undefined) return undefined;
  const waitsHere = decision.state.routeRequests.get(call.id)?.routingPoint === dn;
  return findParty(call, dn) !== undefined || waitsHere ? call : undefined;
}

function change(decision: Decision, request: DataRequest, edit: (list: KeyValueList) => KeyValueList): Outcome {
  const call = callOfDn(decision, request);
  if (call === undefined) return refused(refuse('UnknownCall'));
  const own = findParty(call, request.thisDN as Dn);
  if (own !== undefined && isObserver(own) && own.observing.mode !== 'connect')
    return refused(refuse('ObserverMayNot'));
  const userData = edit(call.userData);
  const refusal = userDataRefusal(userData);
  if (refusal !== undefined) return refused(refusal);
  const dn = request.thisDN as Dn;
  const { events } = changeUserData(decision, call, userData, dn);
  const event = events.find((candidate) => candidate.thisDN === dn) ?? events[0];
  return event === undefined ? refused(refuse('InvalidState')) : answered(event);
}

/** TAttachUserData and TUpdateUserData: keys are unique here, so both add missing pairs and replace present ones. */
export function updateUserData(
  decision: Decision,
  _client: TlibClient,
  request: TRequestOf<'TAttachUserData' | 'TUpdateUserData'>,
): Outcome {
  return change(decision, request, (list) => mergePairs(list, request.userData));
}

/** TDeletePair, TDeleteUserData: removes one key; a key that is not there changes nothing and is answered alike. */
export function deleteUserData(
  decision: Decision,
  _client: TlibClient,
  request: TRequestOf<'TDeletePair' | 'TDeleteUserData'>,
): Outcome {
  return change(decision, request, (list) => deletePair(list, request.key));
}
