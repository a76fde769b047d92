/** What goes to an agent's SIP client, in order, one request at a time. */
import type { MessageId } from '@cordboard/shared/ids';
import { isReliable } from '../../../protocols/sip/transport/sip-transport.ts';
import type { Binding } from '../../switch/rows/binding.ts';
import type { EndpointLeg } from '../../switch/rows/endpoint-leg.ts';
import { OUTBOX_MAX } from '../../switch/rows/leg.ts';
import { harmlessText } from '../bodies/harmless-text.ts';
import { splitText } from '../bodies/split-text.ts';
import { envelopeBytesBetween, wrapsTexts } from '../bodies/text-format.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { buildCancel, toRequest } from '../requests/sent-request.ts';
import { withFirstWhole } from '../sending/cut-texts.ts';
import { textItems } from '../sending/text-items.ts';
import { clientHabits } from './client-habits.ts';
import { buildInSession, buildInvite, buildPage, conversationUri, endsOf } from './endpoint-requests.ts';

/** RFC 3428 8: a MESSAGE of more than 1300 bytes must not go over UDP; the rest is room for its head, addresses apart. */
const UDP_BODY_BYTES_MAX = 1300 - 460;

/** How long what is left of a chat that is over waits for a client that is not there. */
const ENDED_KEPT_MS = 600_000;

/** The binding of a leg, while it is there. */
export function bindingOf({ decision }: MessagingContext, leg: EndpointLeg): Binding | undefined {
  const binding = decision.state.bindings.get(leg.bindingId);
  return binding !== undefined && binding.expiresAt > decision.now ? binding : undefined;
}

/** Adds a text; of a client that takes nothing for too long the oldest are dropped, as the desktop has them. */
export function enqueueText(
  context: MessagingContext,
  leg: EndpointLeg,
  { messageId, body: written }: { readonly messageId: MessageId; readonly body: string },
): EndpointLeg {
  const text = harmlessText(written);
  const binding = bindingOf(context, leg);
  const bodies = splitText('', text, bodyBytesMax(context, leg, binding));
  return { ...leg, outbox: [...leg.outbox, ...textItems(messageId, bodies)].slice(-OUTBOX_MAX) };
}

function bodyBytesMax(context: MessagingContext, leg: EndpointLeg, binding: Binding | undefined): number {
  if (binding === undefined) return UDP_BODY_BYTES_MAX / 2;
  if (isReliable(binding.flow)) return Number.POSITIVE_INFINITY;
  const routes = binding.path.map((route) => `Route: ${route}`);
  const addresses = [binding.contact, ...routes, conversationUri(context, leg, binding), leg.displayName];
  const envelope = wrapsTexts(clientHabits(binding)) ? envelopeBytesBetween(endsOf(context, leg, binding)) : 0;
  return UDP_BODY_BYTES_MAX - envelope - addresses.reduce((sum, address) => sum + Buffer.byteLength(address) + 2, 0);
}

/** Sends what is next when nothing is in flight and the client is there. Keeps the leg, or forgets it when it is done. */
export function sendNext(context: MessagingContext, leg: EndpointLeg): void {
  const { decision } = context;
  if (isDone(leg)) {
    forgetLeg(context, leg);
    return;
  }
  const binding = bindingOf(context, leg);
  const changed = binding === undefined ? leg : withNext(context, leg, binding);
  decision.state.endpointLegs.put(changed);
  if (changed.inFlight !== null && changed.inFlight !== leg.inFlight) releaseEndpointRequest(context, changed);
  if (inviteOf(changed) !== null && inviteOf(changed) !== inviteOf(leg)) releaseInvite(context, changed);
  const waits = binding === undefined && changed.connId === null;
  if (waits && !decision.hasDeadline('legAbsence', leg.id)) decision.setDeadline('legAbsence', leg.id, ENDED_KEPT_MS);
}

function inviteOf({ carriage }: EndpointLeg) {
  return carriage.kind === 'session' && carriage.state === 'inviting' ? carriage.invite : null;
}

/** Whether the chat is over and nothing is left to send, nor an answer to wait for. */
function isDone(leg: EndpointLeg): boolean {
  return leg.connId === null && leg.inFlight === null && leg.outbox.length === 0 && inviteOf(leg) === null;
}

/** The leg with its next request in flight, when there is one that can go now. */
function withNext(context: MessagingContext, leg: EndpointLeg, binding: Binding): EndpointLeg {
  const { carriage, inFlight } = leg;
  if (carriage.kind === 'session' && carriage.state === 'refused') return { ...leg, outbox: [] };
  if (carriage.kind === 'session' && carriage.state === 'inviting') {
    if (carriage.invite !== null || leg.connId === null) return leg;
    return { ...leg, carriage: { ...carriage, invite: buildInvite(context, leg, binding, carriage) } };
  }
  if (inFlight !== null || leg.pausedUntil !== null) return leg;
  const [item, ...outbox] = withFirstWhole(leg.outbox, () => bodyBytesMax(context, leg, binding));
  if (item === undefined) return leg;
  if (carriage.kind === 'session') {
    const { dialog } = carriage;
    if (dialog === null) return leg;
    return { ...leg, outbox, ...buildInSession(context, leg, { ...carriage, dialog }, binding, item) };
  }
  return item.kind === 'text' ? { ...leg, outbox, inFlight: buildPage(context, leg, binding, item) } : leg;
}

/** The leg and its pause are no more. */
export function forgetLeg({ decision }: MessagingContext, leg: EndpointLeg): void {
  decision.state.endpointLegs.remove(leg.id);
  decision.cancelDeadline('legPause', leg.id);
  decision.cancelDeadline('legAbsence', leg.id);
}

/** A client that is not there has not come back for what is left of a chat that is over; says whether the leg is one of those. */
export function endpointAbsenceEnded(context: MessagingContext, legId: string): boolean {
  const leg = context.decision.state.endpointLegs.get(legId);
  if (leg === undefined) return false;
  if (leg.connId === null && bindingOf(context, leg) === undefined) forgetLeg(context, leg);
  return true;
}

/** What is in flight goes out as it is: now, and again after a restart. */
export function releaseEndpointRequest({ decision }: MessagingContext, { id, inFlight }: EndpointLeg): void {
  if (inFlight === null) return;
  const { flow, branch } = inFlight;
  decision.release({ name: 'sendLegRequest', legId: id, flow, branch, request: toRequest(inFlight) });
}

/** The same for an INVITE that has no answer. */
export function releaseInvite({ decision }: MessagingContext, leg: EndpointLeg): void {
  const invite = inviteOf(leg);
  if (invite === null) return;
  const { flow, branch } = invite;
  decision.release({ name: 'sendInvite', legId: leg.id, flow, branch, request: toRequest(invite) });
}

/** The chat is over before the client has answered its INVITE. */
export function cancelInvite({ decision }: MessagingContext, leg: EndpointLeg): void {
  const invite = inviteOf(leg);
  if (invite === null) return;
  decision.release({ name: 'cancelInvite', flow: invite.flow, branch: invite.branch, cancel: buildCancel(invite) });
}

/** What was in flight waits again; so does an INVITE that had no answer. */
export function takeBack(leg: EndpointLeg): EndpointLeg {
  const { carriage } = leg;
  const back: EndpointLeg =
    leg.inFlight === null ? leg : { ...leg, inFlight: null, outbox: [leg.inFlight.item, ...leg.outbox] };
  return inviteOf(leg) === null || carriage.kind !== 'session'
    ? back
    : { ...back, carriage: { ...carriage, invite: null } };
}
