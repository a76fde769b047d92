/** What goes to an agent's SIP client, in order, one request at a time. */
import type { MessageId } from '@cordboard/shared/ids';
import { buildNameAddr } from '../../../protocols/sip/message/name-addr.ts';
import { isReliable } from '../../../protocols/sip/transactions/sip-transport.ts';
import { buildRequest, createBranch, createCallId } from '../../../protocols/sip/user-agent/build-request.ts';
import type { Binding } from '../../registrar/binding.ts';
import type { EndpointLeg } from '../../switch/endpoint-leg.ts';
import { MESSAGE_ID_HEADER, OUTBOX_MAX, type OutgoingItem } from '../../switch/leg.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { splitText } from '../split-text.ts';

const TEXT_CONTENT_TYPE = 'text/plain;charset=utf-8';
/** RFC 3428 8: a MESSAGE of more than 1300 bytes must not go over UDP; the rest is room for its head, addresses apart. */
const UDP_BODY_BYTES_MAX = 1300 - 460;

/** The binding of a leg, while it is there. */
export function bindingOf({ decision }: MessagingContext, leg: EndpointLeg): Binding | undefined {
  const binding = decision.state.bindings.get(leg.bindingId);
  return binding !== undefined && binding.expiresAt > decision.now ? binding : undefined;
}

/** The address under which the client has this chat: one that it can reach without looking anything up. */
export function conversationUri({ place }: MessagingContext, { conversation }: EndpointLeg, { flow }: Binding): string {
  // Over WebSocket everything goes through the one connection, so the domain does.
  if (flow.transport === 'WS') return `sip:${conversation}@${place.own.sipDomain}`;
  const transport = flow.transport === 'UDP' ? '' : `;transport=${flow.transport.toLowerCase()}`;
  return `sip:${conversation}@${place.sentBy(flow)}${transport}`;
}

/** Adds a text; of a client that takes nothing for too long the oldest are dropped, as the desktop has them. */
export function enqueueText(
  context: MessagingContext,
  leg: EndpointLeg,
  text: { readonly messageId: MessageId; readonly body: string },
): EndpointLeg {
  const binding = bindingOf(context, leg);
  const isWhole = binding !== undefined && isReliable(binding.flow);
  const bodies = isWhole ? [text.body] : splitText('', text.body, bodyBytesMax(context, leg, binding));
  const items = bodies.map(
    (body, position): OutgoingItem => ({
      kind: 'text',
      messageId: text.messageId,
      part: position + 1,
      parts: bodies.length,
      body,
    }),
  );
  return { ...leg, outbox: [...leg.outbox, ...items].slice(-OUTBOX_MAX) };
}

function bodyBytesMax(context: MessagingContext, leg: EndpointLeg, binding: Binding | undefined): number {
  if (binding === undefined) return UDP_BODY_BYTES_MAX / 2;
  const addresses = [binding.contact, ...binding.path, conversationUri(context, leg, binding), leg.displayName];
  return UDP_BODY_BYTES_MAX - addresses.reduce((sum, address) => sum + Buffer.byteLength(address) + 2, 0);
}

/** Sends the next text when nothing is in flight and the client is there. Keeps the leg, or forgets it when it is done. */
export function sendNext(context: MessagingContext, leg: EndpointLeg): void {
  const { endpointLegs } = context.decision.state;
  const binding = bindingOf(context, leg);
  const isDone = leg.connId === null && leg.inFlight === null && (leg.outbox.length === 0 || binding === undefined);
  if (isDone) {
    forgetLeg(context, leg);
    return;
  }
  const [item, ...outbox] = leg.outbox;
  if (item === undefined || item.kind !== 'text' || leg.inFlight !== null || leg.pausedUntil !== null) {
    endpointLegs.put(leg);
    return;
  }
  if (binding === undefined) {
    endpointLegs.put(leg);
    return;
  }
  const changed: EndpointLeg = { ...leg, outbox, inFlight: build(context, leg, binding, item) };
  endpointLegs.put(changed);
  releaseEndpointRequest(context, changed);
}

/** The leg and its pause are no more. */
export function forgetLeg({ decision }: MessagingContext, leg: EndpointLeg): void {
  decision.state.endpointLegs.remove(leg.id);
  decision.cancelDeadline('legPause', leg.id);
}

/** What is in flight goes out as it is: now, and again after a restart. */
export function releaseEndpointRequest({ decision }: MessagingContext, leg: EndpointLeg): void {
  if (leg.inFlight === null) return;
  const { branch, method, requestUri, headers, body, flow } = leg.inFlight;
  decision.release({
    name: 'sendLegRequest',
    legId: leg.id,
    flow,
    branch,
    request: { kind: 'request', method, requestUri, headers, body: Buffer.from(body, 'utf8') },
  });
}

/** What was in flight waits again. */
export function takeBack(leg: EndpointLeg): EndpointLeg {
  return leg.inFlight === null ? leg : { ...leg, inFlight: null, outbox: [leg.inFlight.item, ...leg.outbox] };
}

function build(
  context: MessagingContext,
  leg: EndpointLeg,
  binding: Binding,
  item: OutgoingItem & { kind: 'text' },
): NonNullable<EndpointLeg['inFlight']> {
  const { decision, place } = context;
  const branch = createBranch(decision.random);
  const messageId = item.parts === 1 ? item.messageId : `${item.messageId}.${item.part}`;
  const from = conversationUri(context, leg, binding);
  const { method, requestUri, headers } = buildRequest({
    method: 'MESSAGE',
    requestUri: binding.contact,
    branch,
    sentBy: place.sentBy(binding.flow),
    transport: binding.flow.transport,
    from: buildNameAddr(from, { displayName: leg.displayName, tag: leg.localTag }),
    to: buildNameAddr(`sip:${leg.dn}@${place.own.sipDomain}`),
    callId: createCallId(decision.random),
    cseq: 1,
    headers: [
      ...binding.path.map((value) => ({ name: 'Route', value })),
      { name: MESSAGE_ID_HEADER, value: messageId },
    ],
    body: item.body,
    contentType: TEXT_CONTENT_TYPE,
  });
  return { item, branch, method, requestUri, headers, body: item.body, flow: binding.flow };
}
