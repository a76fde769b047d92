import { createUacDialog, type Dialog } from '../../../protocols/sip/dialogs/dialog.ts';
import type { SipResponse } from '../../../protocols/sip/message/message.ts';
import type { SentRequest } from '../../switch/rows/leg.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { hangUp } from './hang-up.ts';
import { buildAck, toRequest } from './sent-request.ts';

/** An INVITE of ours that was accepted. */
interface Accepted {
  readonly invite: SentRequest;
  readonly ack: SentRequest;
  readonly dialog: Dialog;
}

/** A 2xx once more wants its ACK again; one of another branch of a fork is hung up (RFC 3261 13.2.2.4). */
export function answeredAgain(
  context: MessagingContext,
  legId: string,
  { invite, ack: first, dialog: ours }: Accepted,
  response: SipResponse,
): void {
  const dialog = createUacDialog(toRequest(invite), response);
  if (!dialog.ok) return;
  const isOurs = dialog.value.remoteTag === ours.remoteTag;
  const ack = isOurs ? first : buildAck(context, dialog.value, invite);
  context.decision.release({ name: 'sendAck', flow: ack.flow, request: toRequest(ack) });
  if (!isOurs) hangUp(context, legId, dialog.value, invite.flow);
}
