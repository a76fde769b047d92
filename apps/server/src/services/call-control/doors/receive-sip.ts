import type { ReceivedRequest } from '../../../protocols/sip/user-agent/request-handler.ts';
import { receiveInEndpointSession } from '../../messaging/endpoints/endpoint-session.ts';
import type { MessagingContext } from '../../messaging/network/messaging-context.ts';
import { receivePageMessage } from '../../messaging/receiving/page-mode.ts';
import {
  receiveAck,
  receiveBye,
  receiveCancel,
  receiveDialogMessage,
} from '../../messaging/receiving/receive-in-session.ts';
import { receiveInvite } from '../../messaging/receiving/receive-invite.ts';
import { receivePublish } from '../../presence/receive-publish.ts';
import { receiveSubscribe } from '../../presence/receive-subscribe.ts';
import { receiveRegister } from '../../registrar/register.ts';

/** One handler per SIP method; the user agent refuses all others. */
export function receiveSip(context: MessagingContext, received: ReceivedRequest): void {
  if (received.toTag !== undefined && receiveInEndpointSession(context, received)) return;
  switch (received.request.method) {
    case 'MESSAGE':
      if (received.toTag === undefined) receivePageMessage(context, received);
      else receiveDialogMessage(context, received);
      return;
    case 'INVITE':
      receiveInvite(context, received);
      return;
    case 'ACK':
      receiveAck(context, received);
      return;
    case 'BYE':
      receiveBye(context, received);
      return;
    case 'CANCEL':
      receiveCancel(context, received);
      return;
    case 'SUBSCRIBE':
      receiveSubscribe(context, received);
      return;
    case 'PUBLISH':
      receivePublish(context, received);
      return;
    case 'REGISTER':
      receiveRegister(context, received);
      return;
  }
}
