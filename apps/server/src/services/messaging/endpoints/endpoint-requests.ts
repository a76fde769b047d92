/** Requests to an agent's SIP client. */
import { buildOffer } from '../../../protocols/sip/bodies/sdp.ts';
import { buildInDialogRequest } from '../../../protocols/sip/dialogs/dialog.ts';
import { parseHostPort } from '../../../protocols/sip/grammar/header-fields/parse-host-port.ts';
import { buildContact } from '../../../protocols/sip/message/contact.ts';
import type { SipRequest } from '../../../protocols/sip/message/message.ts';
import { buildNameAddr } from '../../../protocols/sip/message/name-addr.ts';
import { routeHeaders } from '../../../protocols/sip/message/route-headers.ts';
import { isReliable } from '../../../protocols/sip/transport/sip-transport.ts';
import { buildRequest, createBranch, createCallId } from '../../../protocols/sip/user-agent/build-request.ts';
import type { Binding } from '../../switch/rows/binding.ts';
import type { EndpointLeg, EndpointSession } from '../../switch/rows/endpoint-leg.ts';
import { MESSAGE_ID_HEADER, messageIdValue, type OutgoingItem, type SentRequest } from '../../switch/rows/leg.ts';
import { isTrunkBinding } from '../../trunks/external-agents.ts';
import { ASKED, plainText, wrapsTexts, wrapText } from '../bodies/text-format.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import type { Notice } from '../notices/notices.ts';
import { receiptId } from '../notices/receipts.ts';
import { toSent } from '../requests/sent-request.ts';
import { cseqAt } from '../sending/outbox.ts';
import { clientHabits } from './client-habits.ts';

type TextItem = OutgoingItem & { readonly kind: 'text' };

/** The address under which the client has this chat: one that it can reach without looking anything up. */
export function conversationUri(
  { network }: MessagingContext,
  { conversation }: EndpointLeg,
  { id, flow }: Binding,
): string {
  // Over WebSocket everything goes through the one connection, and another domain knows the way to ours.
  if (flow.transport === 'WS' || isTrunkBinding(id)) return `sip:${conversation}@${network.own.sipDomain}`;
  const transport = flow.transport === 'UDP' ? '' : `;transport=${flow.transport.toLowerCase()}`;
  return `sip:${conversation}@${network.sentBy(flow)}${transport}`;
}

/** The same two as URIs. */
export function endsOf(context: MessagingContext, leg: EndpointLeg, binding: Binding) {
  return { own: conversationUri(context, leg, binding), peer: `sip:${leg.dn}@${context.network.own.sipDomain}` };
}

/** The body of a text, and what goes beside it: as the client writes itself. */
function formatText(context: MessagingContext, leg: EndpointLeg, binding: Binding, item: TextItem) {
  const habits = clientHabits(binding);
  const isWrapped = wrapsTexts(habits);
  const asks = habits.notifies && !isWrapped && isReliable(binding.flow) ? [ASKED] : [];
  return {
    headers: [{ name: MESSAGE_ID_HEADER, value: messageIdValue(item) }, ...asks],
    ...(isWrapped ? wrapText(endsOf(context, leg, binding), item, context.decision.now) : plainText(item)),
  };
}

/** Who writes to whom: the chat to the DN. */
function addresses(context: MessagingContext, leg: EndpointLeg, binding: Binding) {
  return {
    requestUri: binding.contact,
    from: buildNameAddr(conversationUri(context, leg, binding), { displayName: leg.displayName, tag: leg.localTag }),
    to: buildNameAddr(isTrunkBinding(binding.id) ? binding.address : `sip:${leg.dn}@${context.network.own.sipDomain}`),
    callId: createCallId(context.decision.random),
    cseq: 1,
    sentBy: context.network.sentBy(binding.flow),
    transport: binding.flow.transport,
  };
}

/** A text outside any dialog. */
export function buildPage(
  context: MessagingContext,
  leg: EndpointLeg,
  binding: Binding,
  item: TextItem,
): NonNullable<EndpointLeg['inFlight']> {
  const branch = createBranch(context.decision.random);
  const text = formatText(context, leg, binding, item);
  const request = buildRequest({
    ...addresses(context, leg, binding),
    method: 'MESSAGE',
    branch,
    ...text,
    // Some clients take the Call-ID for the id of the text, and say under it what became of it.
    callId: receiptId(item),
    cseq: cseqAt(context.decision.now, item),
    headers: [...routeHeaders(binding.path), ...text.headers],
  });
  return { ...toSent(request, branch, binding.flow), item };
}

/** The INVITE of a chat: messages alone, with the beginning of what waits as its subject. */
export function buildInvite(
  context: MessagingContext,
  leg: EndpointLeg,
  binding: Binding,
  { subject }: EndpointSession,
): SentRequest {
  const { network, decision } = context;
  const branch = createBranch(decision.random);
  const sentBy = network.sentBy(binding.flow);
  const address = parseHostPort(sentBy);
  const sessionPlace = address.ok
    ? { host: address.value.host, port: address.value.port ?? 5060 }
    : { host: sentBy, port: 5060 };
  const words = subject.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  const request = buildRequest({
    ...addresses(context, leg, binding),
    method: 'INVITE',
    branch,
    headers: [
      ...routeHeaders(binding.path),
      {
        name: 'Contact',
        value: buildContact({ user: leg.conversation, sentBy, transport: binding.flow.transport }),
      },
      { name: 'Allow', value: 'INVITE, ACK, CANCEL, BYE, MESSAGE, OPTIONS' },
      ...(words === '' ? [] : [{ name: 'Subject', value: words }]),
    ],
    body: buildOffer(sessionPlace),
    contentType: 'application/sdp',
  });
  return toSent(request, branch, binding.flow);
}

/** A text, or the BYE, within the dialog. The client may have come back on another flow. */
export function buildInSession(
  context: MessagingContext,
  leg: EndpointLeg,
  session: EndpointSession & { readonly dialog: NonNullable<EndpointSession['dialog']> },
  binding: Binding,
  item: OutgoingItem,
): { inFlight: NonNullable<EndpointLeg['inFlight']>; carriage: EndpointSession } {
  const branch = createBranch(context.decision.random);
  const { request, dialog } = buildInDialogRequest(session.dialog, item.kind === 'text' ? 'MESSAGE' : 'BYE', {
    branch,
    sentBy: context.network.sentBy(binding.flow),
    transport: binding.flow.transport,
    cseqStep: context.network.trunks?.cseqStepOn(binding.flow),
    ...(item.kind === 'text' ? formatText(context, leg, binding, item) : {}),
  });
  return { inFlight: { ...toSent(request, branch, binding.flow), item }, carriage: { ...session, dialog } };
}

/** A notice beside the texts, within the dialog where there is one; with the carriage as it is then. */
export function buildNotice(
  context: MessagingContext,
  leg: EndpointLeg,
  binding: Binding,
  { contentType, body, headers = [] }: Notice,
): { readonly request: SipRequest; readonly branch: string; readonly carriage: EndpointLeg['carriage'] } {
  const branch = createBranch(context.decision.random);
  const { carriage } = leg;
  if (carriage.kind === 'session' && carriage.dialog !== null) {
    const { transport } = binding.flow;
    const cseqStep = context.network.trunks?.cseqStepOn(binding.flow);
    const sentBy = context.network.sentBy(binding.flow);
    const options = { branch, sentBy, transport, cseqStep, headers, body, contentType };
    const { request, dialog } = buildInDialogRequest(carriage.dialog, 'MESSAGE', options);
    return { request, branch, carriage: { ...carriage, dialog } };
  }
  const request = buildRequest({
    ...addresses(context, leg, binding),
    ...{ method: 'MESSAGE', branch, body, contentType, headers: [...routeHeaders(binding.path), ...headers] },
  });
  return { request, branch, carriage };
}
