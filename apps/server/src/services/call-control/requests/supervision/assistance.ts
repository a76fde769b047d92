import { refuse } from '@cordboard/shared/errors';
import type { ConnId, Dn } from '@cordboard/shared/ids';
import type { TRequestOf } from '@cordboard/shared/tlib/requests';
import { findTalkingParty } from '../../../../domain/call-model/calls/call.ts';
import { askForHelp, assistanceOf, endHelp, takeHelp } from '../../../../domain/call-model/operations/assistance.ts';
import type { AssistanceRequest } from '../../../../domain/call-model/supervision/assistance-request.ts';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';
import { partyOnDn } from '../call-on-dn.ts';
import { type Outcome, refused, replied } from '../outcome.ts';
import { seatOfClient, takeSeat } from './take-seat.ts';

type Service = TRequestOf<'TPrivateService'>;

/** Longest reason, in characters. */
const REASON_LENGTH_MAX = 500;

/** TPrivateService 3003: an agent asks for help or cancels that, a supervisor takes it. EventACK with the assistID answers. */
export function assistance(decision: Decision, client: TlibClient, request: Service): Outcome {
  switch (request.extensions?.['action']) {
    case 'ask':
      return ask(decision, request);
    case 'cancel':
      return cancel(decision, client, request);
    case 'take':
      return take(decision, client, request);
    default:
      return refused(refuse('InvalidAttribute', 'extensions.action must be ask, cancel or take.'));
  }
}

function acknowledged(decision: Decision, request: Service, { id }: AssistanceRequest): Outcome {
  return replied({
    name: 'EventACK',
    time: decision.now,
    thisDN: request.thisDN as Dn,
    extensions: { assistID: id },
  });
}

function ask(decision: Decision, request: Service): Outcome {
  const found = partyOnDn(decision, request);
  if (!found.ok) return refused(found.failure);
  const { call, party } = found.value;
  const reason = request.extensions?.['im'] ?? '';
  if (typeof reason !== 'string') return refused(refuse('InvalidAttribute', 'extensions.im must be a string.'));
  if (reason.length > REASON_LENGTH_MAX)
    return refused(refuse('InvalidAttribute', `extensions.im has at most ${REASON_LENGTH_MAX} characters.`));
  if (party.state !== 'established' && party.state !== 'held') return refused(refuse('InvalidState'));
  if (call.customer === null)
    return refused(refuse('InvalidState', 'Help can be asked for in a chat with a customer.'));
  if (assistanceOf(decision, call, party.dn)?.state === 'asked') return refused(refuse('AssistanceAsked'));
  return acknowledged(decision, request, askForHelp(decision, call, party, reason.toWellFormed()));
}

/** The agent's own request, by its id or as the one in this call. */
function cancel(decision: Decision, client: TlibClient, request: Service): Outcome {
  const found = partyOnDn(decision, request);
  if (!found.ok) return refused(found.failure);
  const { call, party } = found.value;
  const own = assistanceOf(decision, call, party.dn);
  const assistId = request.extensions?.['assistID'];
  if (own === undefined || own.state !== 'asked' || (assistId !== undefined && assistId !== own.id))
    return refused(refuse('UnknownAssistance'));
  endHelp(decision, call, own, 'cancelled', client.userName);
  return acknowledged(decision, request, own);
}

/** First come, first served. The supervisor need not be in the call: the right over the agent is what counts. */
function take(decision: Decision, client: TlibClient, request: Service): Outcome {
  const assistId = request.extensions?.['assistID'];
  if (assistId === undefined) return refused(refuse('MissingAttribute', 'extensions.assistID'));
  if (typeof assistId !== 'string') return refused(refuse('InvalidAttribute', 'extensions.assistID must be a string.'));
  const supervisor = seatOfClient(decision, client, request.thisDN as Dn);
  if (supervisor === undefined) return refused(refuse('AgentNotLoggedIn'));
  if (client.role !== 'supervisor') return refused(refuse('RequestNotAllowed'));
  const asked = decision.assistanceRequests.get(assistId);
  const call = decision.calls.get(request.connID.toLowerCase() as ConnId);
  if (asked === undefined || call === undefined || asked.connId !== call.id)
    return refused(refuse('UnknownAssistance'));
  if (!decision.configuration.supervises(client.userName, asked.userName)) return refused(refuse('AgentNotSupervised'));
  if (asked.state === 'taken') return refused(refuse('AssistanceTaken'));
  if (findTalkingParty(call, supervisor.id) !== undefined) return refused(refuse('TargetInCall'));
  takeSeat(decision, client, supervisor);
  takeHelp(decision, call, asked, supervisor);
  return acknowledged(decision, request, asked);
}
