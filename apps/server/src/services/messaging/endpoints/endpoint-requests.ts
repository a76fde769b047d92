/** Requests to an agent's SIP client. */
import { buildOffer } from '../../../protocols/sip/bodies/sdp.ts';
import { buildInDialogRequest } from '../../../protocols/sip/dialogs/dialog.ts';
import { parseHostPort } from '../../../protocols/sip/grammar/parse-host-port.ts';
import { buildContact } from '../../../protocols/sip/message/contact.ts';
import type { SipRequest } from '../../../protocols/sip/message/message.ts';
import { buildNameAddr } from '../../../protocols/sip/message/name-addr.ts';
import type { Flow } from '../../../protocols/sip/transactions/sip-transport.ts';
import { buildRequest, createBranch, createCallId } from '../../../protocols/sip/user-agent/build-request.ts';
import type { Binding } from '../../registrar/binding.ts';
import type { EndpointLeg, EndpointSession } from '../../switch/endpoint-leg.ts';
import { MESSAGE_ID_HEADER, type OutgoingItem, type SentRequest } from '../../switch/leg.ts';
import type { MessagingContext } from '../messaging-context.ts';

const TEXT_CONTENT_TYPE = 'text/plain;charset=utf-8';

/** The address under which the client has this chat: one that it can reach without looking anything up. */
export function conversationUri({ place }: MessagingContext, { conversation }: EndpointLeg, { flow }: Binding): string {
  // Over WebSocket everything goes through the one connection, so the domain does.
  if (flow.transport === 'WS') return `sip:${conversation}@${place.own.sipDomain}`;
  const transport = flow.transport === 'UDP' ? '' : `;transport=${flow.transport.toLowerCase()}`;
  return `sip:${conversation}@${place.sentBy(flow)}${transport}`;
}

/** Who writes to whom: the chat to the DN. */
function addresses(context: MessagingContext, leg: EndpointLeg, binding: Binding) {
  return {
    requestUri: binding.contact,
    from: buildNameAddr(conversationUri(context, leg, binding), { displayName: leg.displayName, tag: leg.localTag }),
    to: buildNameAddr(`sip:${leg.dn}@${context.place.own.sipDomain}`),
    callId: createCallId(context.decision.random),
    cseq: 1,
    sentBy: context.place.sentBy(binding.flow),
    transport: binding.flow.transport,
  };
}

function routesOf({ path }: Binding) {
  return path.map((value) => ({ name: 'Route', value }));
}

/** A text outside any dialog. */
export function buildPage(
  context: MessagingContext,
  leg: EndpointLeg,
  binding: Binding,
  item: OutgoingItem & { kind: 'text' },
): NonNullable<EndpointLeg['inFlight']> {
  const branch = createBranch(context.decision.random);
  const request = buildRequest({
    ...addresses(context, leg, binding),
    method: 'MESSAGE',
    branch,
    headers: [...routesOf(binding), { name: MESSAGE_ID_HEADER, value: messageIdOf(item) }],
    body: item.body,
    contentType: TEXT_CONTENT_TYPE,
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
  const { place, decision } = context;
  const branch = createBranch(decision.random);
  const sentBy = place.sentBy(binding.flow);
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
      ...routesOf(binding),
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
  session: EndpointSession & { readonly dialog: NonNullable<EndpointSession['dialog']> },
  binding: Binding,
  item: OutgoingItem,
): { inFlight: NonNullable<EndpointLeg['inFlight']>; carriage: EndpointSession } {
  const branch = createBranch(context.decision.random);
  const { request, dialog } = buildInDialogRequest(session.dialog, item.kind === 'text' ? 'MESSAGE' : 'BYE', {
    branch,
    sentBy: context.place.sentBy(binding.flow),
    transport: binding.flow.transport,
    ...(item.kind === 'text'
      ? {
          headers: [{ name: MESSAGE_ID_HEADER, value: messageIdOf(item) }],
          body: item.body,
          contentType: TEXT_CONTENT_TYPE,
        }
      : {}),
  });
  return { inFlight: { ...toSent(request, branch, binding.flow), item }, carriage: { ...session, dialog } };
}

/** RFC 3261 9.1: as the INVITE, but for method and body. */
export function buildCancel(invite: SentRequest): SipRequest {
  const kept = new Set(['Via', 'Max-Forwards', 'From', 'To', 'Call-ID', 'Route']);
  const headers = [
    ...invite.headers.filter(({ name }) => kept.has(name)),
    {
      name: 'CSeq',
      value: invite.headers.find(({ name }) => name === 'CSeq')?.value.replace('INVITE', 'CANCEL') ?? '',
    },
  ];
  return { kind: 'request', method: 'CANCEL', requestUri: invite.requestUri, headers, body: Buffer.alloc(0) };
}

export function toRequest({ method, requestUri, headers, body }: SentRequest): SipRequest {
  return { kind: 'request', method, requestUri, headers, body: Buffer.from(body, 'utf8') };
}

export function toSent(request: SipRequest, branch: string, flow: Flow): SentRequest {
  const { method, requestUri, headers, body } = request;
  return { branch, method, requestUri, headers, body: body.toString('utf8'), flow };
}

/** The ACK of a 2xx, and how it is kept. */
export function buildAck(
  context: MessagingContext,
  dialog: NonNullable<EndpointSession['dialog']>,
  invite: SentRequest,
): SentRequest {
  const branch = createBranch(context.decision.random);
  const { flow } = invite;
  const ackCseq = dialog.localCseq;
  const options = { branch, sentBy: context.place.sentBy(flow), transport: flow.transport, ackCseq };
  return toSent(buildInDialogRequest(dialog, 'ACK', options).request, branch, flow);
}

function messageIdOf(item: OutgoingItem & { kind: 'text' }): string {
  return item.parts === 1 ? item.messageId : `${item.messageId}.${item.part}`;
}
