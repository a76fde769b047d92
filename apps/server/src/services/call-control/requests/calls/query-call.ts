import { refuse } from '@cordboard/shared/errors';
import type { ConnId, Dn } from '@cordboard/shared/ids';
import type { KeyValue } from '@cordboard/shared/tlib/attached-data';
import type { TRequestOf } from '@cordboard/shared/tlib/requests';
import { type Call, findParty } from '../../../../domain/call-model/calls/call.ts';
import { deadlineId } from '../../../../domain/call-model/deadline.ts';
import { callAttributes, partyAttributes } from '../../../../domain/call-model/events/events-for-parties.ts';
import { partySubject } from '../../../../domain/call-model/operations/ring.ts';
import { mayRead } from '../../../../domain/call-model/texts/text.ts';
import { previewOf } from '../../../../domain/call-model/texts/waiting-texts.ts';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';
import { mayKnow } from '../../clients/address-info.ts';
import { type Outcome, refused, replied } from '../outcome.ts';

/** The parties of a call that the client may know of, and their states, for `extensions.parties`. */
function partyList(decision: Decision, client: TlibClient, call: Call): KeyValue {
  return call.parties
    .filter((party) => mayKnow(decision, client, party))
    .map(({ dn, agentId, state, role, since, observing }) => ({
      dn,
      agentID: agentId,
      state,
      role,
      since,
      ...(observing === undefined ? {} : { MonitorMode: observing.mode }),
    }));
}

/** TQueryCall: EventPartyInfo with everything about a call on this DN. */
export function queryCall(decision: Decision, client: TlibClient, request: TRequestOf<'TQueryCall'>): Outcome {
  const call = decision.calls.get(request.connID.toLowerCase() as ConnId);
  const dn = request.thisDN as Dn;
  const party = call === undefined ? undefined : findParty(call, dn);
  const isRouting =
    client.role === 'application' &&
    call !== undefined &&
    decision.state.routeRequests.get(call.id)?.routingPoint === dn;
  if (call === undefined || (party === undefined && !isRouting)) return refused(refuse('UnknownCall'));
  const attributes = party === undefined ? { ...callAttributes(call), thisDN: dn } : partyAttributes(call, party);
  const texts = decision.transcripts.of(call.id).filter((text) => mayRead(text, dn)).length;
  const preview = previewOf(decision, call);
  const noAnswerAt = decision.state.deadlines.get(deadlineId('noAnswer', partySubject(call, dn)))?.at;
  return replied({
    name: 'EventPartyInfo',
    ...attributes,
    time: decision.now,
    extensions: {
      parties: partyList(decision, client, call),
      startedAt: call.startedAt,
      texts,
      ...(preview === undefined ? {} : { preview }),
      ...(noAnswerAt === undefined ? {} : { noAnswerAt }),
    },
  });
}
