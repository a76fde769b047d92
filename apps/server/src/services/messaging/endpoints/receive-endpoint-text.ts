/** What an agent writes in a chat of his SIP client. Rules: docs/spec/sip-agents.md. */
import { type Call, findParty } from '../../../domain/call-model/call.ts';
import { type ComposingState, partyComposes } from '../../../domain/call-model/operations/compose.ts';
import { hearingOf, partySays } from '../../../domain/call-model/operations/say.ts';
import type { Party } from '../../../domain/call-model/party.ts';
import { parseUri } from '../../../protocols/sip/grammar/parse-uri.ts';
import type { SipRequest } from '../../../protocols/sip/message/message.ts';
import { userOf } from '../../../protocols/sip/message/uri.ts';
import type { ReceivedRequest } from '../../../protocols/sip/user-agent/request-handler.ts';
import { moveParty } from '../../call-control/move-party.ts';
import { routeWaiting } from '../../router/router.ts';
import type { Decision } from '../../switch/decision.ts';
import type { EndpointLeg } from '../../switch/endpoint-leg.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { readContent } from '../read-content.ts';
import { inOrder, isConversation } from './endpoint-legs.ts';

/** A text that ends, or declines, the chat instead of being said. */
const END_COMMAND = '/end';
/** What begins a text for the supervisor who coaches. */
const WHISPER_COMMAND = '/whisper ';

/** Whether a MESSAGE goes to a chat of an agent; what does not is a customer's. */
export function isForConversation({ place }: MessagingContext, { request }: ReceivedRequest): boolean {
  return conversationOf(place, request.requestUri) !== undefined;
}

function conversationOf({ own }: MessagingContext['place'], requestUri: string): string | undefined {
  const target = parseUri(requestUri);
  const user = target.ok && own.isOwnUri(target.value) ? userOf(target.value) : undefined;
  return user !== undefined && isConversation(user) ? user : undefined;
}

/** Takes a text of an agent; the SIP status of its answer. Nothing has changed when that is no 2xx. */
export function receiveEndpointText(context: MessagingContext, received: ReceivedRequest): number {
  const { decision, place } = context;
  const legs = decision.state.endpointLegsByConversation.get(conversationOf(place, received.request.requestUri) ?? '');
  if (legs.length === 0) return 404;
  const { identity, flow } = received;
  const own = inOrder(legs).filter(({ dn }) => identity.kind === 'account' && identity.name === dn);
  const wrote = own.find(({ bindingId }) => decision.state.bindings.get(bindingId)?.flow.id === flow.id);
  const leg = wrote ?? own[0];
  return leg === undefined ? 403 : takeTextOf(context, leg, received.request, wrote?.id);
}

/**
 * Takes a text of the agent of this leg; the SIP status of its answer, 404 when the chat is over. `writer` is the leg of the
 * client that wrote, undefined when that is none of those which have the chat.
 */
export function takeTextOf(
  { decision }: MessagingContext,
  leg: EndpointLeg,
  request: SipRequest,
  writer: string | undefined,
): number {
  const content = readContent(request);
  if (!content.ok) return content.failure.status;
  const attendance = attendanceOf(decision, leg);
  if (content.value.kind === 'composing' && attendance !== undefined) {
    compose(decision, leg, attendance, content.value.notice.state);
    return 200;
  }
  if (content.value.kind !== 'text' || content.value.text.length === 0) return 200;
  const { text } = content.value;
  if (attendance === undefined) return 404;
  return text.trim() === END_COMMAND
    ? end(decision, attendance)
    : say(decision, leg, attendance, { text: text.toWellFormed(), writer });
}

interface Attendance {
  readonly call: Call;
  readonly party: Party;
}

function attendanceOf(decision: Decision, { connId, dn }: EndpointLeg): Attendance | undefined {
  const call = connId === null ? undefined : decision.calls.get(connId);
  const party = call === undefined ? undefined : findParty(call, dn);
  return call === undefined || party === undefined ? undefined : { call, party };
}

/** As TReleaseCall: what rings is declined, what is established is left. */
function end(decision: Decision, { call, party }: Attendance): number {
  moveParty(decision, call, party, { name: 'released' });
  routeWaiting(decision);
  return 200;
}

/** As TPrivateService 3002. */
function compose(decision: Decision, { dn }: EndpointLeg, { call, party }: Attendance, state: ComposingState): void {
  const hearing = hearingOf(call, dn, false);
  if (hearing.isHeard) partyComposes(decision, call, party, state, hearing);
}

/** As TPrivateService 3001; the first text to a chat that rings answers it. */
function say(
  decision: Decision,
  leg: EndpointLeg,
  { call, party }: Attendance,
  { text, writer }: { readonly text: string; readonly writer: string | undefined },
): number {
  const whispers = text.startsWith(WHISPER_COMMAND);
  const im = whispers ? text.slice(WHISPER_COMMAND.length) : text;
  if (party.state === 'ringing' && whispers) return 403;
  if (party.state === 'ringing') moveParty(decision, call, party, { name: 'answered' });
  const now = attendanceOf(decision, leg);
  if (now === undefined) return 404;
  const hearing = hearingOf(now.call, leg.dn, whispers);
  if (!hearing.isHeard) return hearing.why === 'held' || hearing.why === 'absent' ? 480 : 403;
  decision.endpoints.whileWriting(writer, () => partySays(decision, now.call, now.party, { im, whispers }));
  routeWaiting(decision);
  return 200;
}
