/** What an agent writes in a chat of his SIP client. Rules: docs/spec/sip-agents.md. */
import type { MessageId } from '@cordboard/shared/ids';
import { type Call, findParty } from '../../../domain/call-model/calls/call.ts';
import { isObserver, type Party } from '../../../domain/call-model/calls/party.ts';
import { type ComposingState, partyComposes } from '../../../domain/call-model/operations/compose.ts';
import { markRead } from '../../../domain/call-model/operations/receipts.ts';
import { hearingOf, partySays } from '../../../domain/call-model/operations/say.ts';
import { mayRead, type ReceiptRequest } from '../../../domain/call-model/texts/text.ts';
import type { Imdn } from '../../../protocols/sip/bodies/imdn.ts';
import { parseUri } from '../../../protocols/sip/grammar/header-fields/parse-uri.ts';
import type { SipRequest } from '../../../protocols/sip/message/message.ts';
import { userOf } from '../../../protocols/sip/message/uri.ts';
import type { ReceivedRequest } from '../../../protocols/sip/user-agent/request-handler.ts';
import { moveParty } from '../../parties/move-party.ts';
import { routeWaiting } from '../../router/router.ts';
import type { Decision } from '../../switch/decision.ts';
import type { EndpointLeg } from '../../switch/rows/endpoint-leg.ts';
import { isTrunkBinding, provesToBe } from '../../trunks/external-agents.ts';
import { readContent } from '../bodies/read-content.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { receiptRequest, textId } from '../notices/receipt-request.ts';
import { readReceipt } from '../notices/receipts.ts';
import { learnFromClient } from './client-habits.ts';
import { inOrder, isConversation } from './endpoint-legs.ts';
import { rememberAsked } from './endpoint-notices.ts';

/** A text that ends, or declines, the chat instead of being said. */
const END_COMMAND = '/end';
/** What begins a text for the supervisor who coaches. */
const WHISPER_COMMAND = '/whisper ';
/** What looks like a command: a mistyped one must not reach the customer. */
const COMMAND = /^\/[a-z]+(?=\s|$)/i;

/** Whether a MESSAGE goes to a chat of an agent; what does not is a customer's. */
export function isForConversation({ network }: MessagingContext, { request }: ReceivedRequest): boolean {
  return conversationOf(network, request.requestUri) !== undefined;
}

function conversationOf({ own }: MessagingContext['network'], requestUri: string): string | undefined {
  const target = parseUri(requestUri);
  const user = target.ok && own.isOwnUri(target.value) ? userOf(target.value) : undefined;
  return user !== undefined && isConversation(user) ? user : undefined;
}

/** Takes a text of an agent; the SIP status of its answer. Nothing has changed when that is no 2xx. */
export function receiveEndpointText(context: MessagingContext, received: ReceivedRequest): number {
  const { decision, network } = context;
  const legs = decision.state.endpointLegsByConversation.get(
    conversationOf(network, received.request.requestUri) ?? '',
  );
  if (legs.length === 0) return 404;
  const { identity, flow } = received;
  const own = inOrder(legs).filter(({ dn }) => provesToBe(decision, dn, received));
  // A peer may write on another connection than the one on which it is written to.
  const wrote = own.find(({ bindingId }) =>
    identity.kind === 'peer' ? isTrunkBinding(bindingId) : decision.state.bindings.get(bindingId)?.flow.id === flow.id,
  );
  const leg = wrote ?? own[0];
  return leg === undefined ? 403 : takeTextOf(context, leg, received.request, wrote?.id);
}

/**
 * Takes a text of the agent of this leg; the SIP status of its answer, 404 when the chat is over. `writer` is the leg of the
 * client that wrote, undefined when that is none of those which have the chat.
 */
export function takeTextOf(
  context: MessagingContext,
  leg: EndpointLeg,
  request: SipRequest,
  writer: string | undefined,
): number {
  const { decision } = context;
  const content = readContent(request);
  if (!content.ok) return content.failure.status;
  if (writer !== undefined) learnFromClient(context, leg.bindingId, content.value, request);
  const attendance = attendanceOf(decision, leg);
  if (content.value.kind === 'composing' && attendance !== undefined) {
    compose(decision, leg, attendance, content.value.notice.state);
    return 200;
  }
  if (content.value.kind === 'notification' && attendance !== undefined) {
    noteRead(decision, attendance, content.value.notification);
    return 200;
  }
  if (content.value.kind !== 'text' || content.value.text.length === 0) return 200;
  const { text, envelope } = content.value;
  if (attendance === undefined) return 404;
  if (text.trim() === END_COMMAND) return end(decision, attendance);
  if (COMMAND.test(text) && !text.startsWith(WHISPER_COMMAND)) return 403;
  const asks = receiptRequest(textId(request, envelope), request, envelope, decision.now);
  return say(context, leg, attendance, { text: text.toWellFormed(), writer, asks });
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

/** As TPrivateService 3004, when the client has shown a text; that it has arrived was told before. */
function noteRead(decision: Decision, { call, party }: Attendance, notification: Imdn): void {
  const receipt = readReceipt(notification);
  if (receipt?.delivery.state !== 'read' || (party.state !== 'established' && party.state !== 'held')) return;
  const text = decision.transcripts.of(call.id).findLast(({ id }) => id === receipt.messageId);
  if (text !== undefined && mayRead(text, party.dn) && !isObserver(party)) markRead(decision, call, party, text);
}

/** As TPrivateService 3001; the first text to a chat that rings answers it. */
function say(
  context: MessagingContext,
  leg: EndpointLeg,
  { call, party }: Attendance,
  { text, writer, asks }: { text: string; writer: string | undefined; asks: ReceiptRequest | undefined },
): number {
  const { decision } = context;
  const whispers = text.startsWith(WHISPER_COMMAND);
  const im = whispers ? text.slice(WHISPER_COMMAND.length) : text;
  if (party.state === 'ringing' && whispers) return 403;
  if (party.state === 'ringing') moveParty(decision, call, party, { name: 'answered' });
  const now = attendanceOf(decision, leg);
  if (now === undefined) return 404;
  const hearing = hearingOf(now.call, leg.dn, whispers);
  if (!hearing.isHeard) return hearing.why === 'held' || hearing.why === 'absent' ? 480 : 403;
  const said = decision.endpoints.whileWriting(writer, () =>
    partySays(decision, now.call, now.party, { im, whispers }),
  );
  if (asks !== undefined && writer !== undefined && said.name === 'EventPrivateInfo' && said.messageID !== undefined)
    rememberAsked(context, writer, said.messageID as MessageId, asks);
  routeWaiting(decision);
  return 200;
}
