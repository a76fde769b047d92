/** What an agent's SIP client is told beside texts: that somebody writes, and what became of its own texts. */
import type { MessageId } from '@cordboard/shared/ids';
import type { ComposingState } from '../../../domain/call-model/operations/compose.ts';
import type { TextOutcome } from '../../../domain/call-model/operations/receipts.ts';
import type { DeliveryState, ReceiptRequest } from '../../../domain/call-model/texts/text.ts';
import { IMDN_TYPE } from '../../../protocols/sip/bodies/imdn.ts';
import { IS_COMPOSING_TYPE } from '../../../protocols/sip/bodies/is-composing.ts';
import type { Binding } from '../../switch/rows/binding.ts';
import { ASKED_MAX, type EndpointLeg } from '../../switch/rows/endpoint-leg.ts';
import { wrapsTexts } from '../bodies/text-format.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { buildComposing, moveComposing } from '../notices/composing.ts';
import type { Notice } from '../notices/notices.ts';
import { buildReceipt } from '../notices/receipts.ts';
import { clientHabits, rememberClientRefusal } from './client-habits.ts';
import { bindingOf } from './endpoint-outbox.ts';
import { buildNotice, endsOf } from './endpoint-requests.ts';

/** The binding of the leg, when a notice of this type can go to it now. */
function canBeTold(context: MessagingContext, leg: EndpointLeg, type: string): Binding | undefined {
  const binding = bindingOf(context, leg);
  if (binding === undefined || leg.pausedUntil !== null || binding.refused.includes(type)) return undefined;
  return leg.carriage.kind === 'page' || leg.carriage.dialog !== null ? binding : undefined;
}

/** Sends a notice once; nobody waits for what becomes of it, but for a 415. Keeps the leg. */
function send(context: MessagingContext, leg: EndpointLeg, binding: Binding, notice: Notice): void {
  const { decision } = context;
  const { request, branch, carriage } = buildNotice(context, leg, binding, notice);
  decision.state.endpointLegs.put({ ...leg, carriage });
  const { remembered, isOptional } = notice;
  decision.release({
    ...{ name: 'sendLegNotice', legId: leg.id, flow: binding.flow },
    ...{ branch, request, remembered, isOptional },
  });
}

/** Somebody writes in this chat, or has stopped: told to a client that takes that, and again while it goes on. */
export function tellComposing(
  context: MessagingContext,
  leg: EndpointLeg,
  writer: string,
  state: ComposingState,
): void {
  const { now, state: rows } = context.decision;
  const binding = canBeTold(context, leg, IS_COMPOSING_TYPE);
  if (leg.connId === null || binding === undefined || !clientHabits(binding).composes) return;
  const moved = moveComposing(leg.composing, writer, state, now);
  if (moved === undefined) return;
  const rest = withoutComposing(leg);
  const changed = moved.composing === undefined ? rest : { ...rest, composing: moved.composing };
  if (moved.tells === undefined) rows.endpointLegs.put(changed);
  else send(context, changed, binding, buildComposing(moved.tells));
}

/** A text goes to the client: it takes that for the end of the writing. */
export function withoutComposing(leg: EndpointLeg): EndpointLeg {
  if (leg.composing === undefined) return leg;
  const { composing: _over, ...rest } = leg;
  return rest;
}

/** The client wants to be told what becomes of this text of its own. */
export function rememberAsked(
  { decision }: MessagingContext,
  legId: string,
  messageId: MessageId,
  asks: ReceiptRequest,
): void {
  const leg = decision.state.endpointLegs.get(legId);
  if (leg === undefined) return;
  const asked = [...(leg.asked ?? []), { messageId, asks }].slice(-ASKED_MAX);
  decision.state.endpointLegs.put({ ...leg, asked });
}

const OUTCOMES: Partial<Record<DeliveryState['state'], TextOutcome>> = {
  delivered: 'delivered',
  read: 'displayed',
  failed: 'failed',
};
const ASKED_BY = { delivered: 'positive-delivery', displayed: 'display', failed: 'negative-delivery' } as const;

/** A text has come further: the client that wrote it is told, once, if it asked for that. */
export function tellOutcome(
  context: MessagingContext,
  leg: EndpointLeg,
  messageId: MessageId | undefined,
  state: DeliveryState['state'],
): void {
  const outcome = OUTCOMES[state];
  const found = leg.asked?.find((one) => one.messageId === messageId);
  const binding = canBeTold(context, leg, IMDN_TYPE);
  if (outcome === undefined || found === undefined || binding === undefined) return;
  const { asks } = found;
  const dispositions = asks.dispositions.filter((disposition) => disposition !== ASKED_BY[outcome]);
  if (dispositions.length === asks.dispositions.length) return;
  const told = { ...found, asks: { ...asks, dispositions } };
  const asked = (leg.asked ?? []).map((one) => (one === found ? told : one));
  const notice = buildReceipt(
    context.decision,
    endsOf(context, leg, binding),
    asks,
    outcome,
    wrapsTexts(clientHabits(binding)),
  );
  send(context, { ...leg, asked }, binding, notice);
}

/** A 415 to a notice; says whether the leg is one of those. */
export function endpointNoticeRefused(context: MessagingContext, legId: string, type: string): boolean {
  const leg = context.decision.state.endpointLegs.get(legId);
  if (leg === undefined) return false;
  const binding = context.decision.state.bindings.get(leg.bindingId);
  if (binding !== undefined) rememberClientRefusal(context, binding, type);
  return true;
}
