/** Requests of ours as they are kept while their answer is awaited, and those that follow an INVITE of ours. */

import { buildInDialogRequest, type Dialog } from '../../../protocols/sip/dialogs/dialog.ts';
import type { SipRequest } from '../../../protocols/sip/message/message.ts';
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import { createBranch } from '../../../protocols/sip/user-agent/build-request.ts';
import type { SentRequest } from '../../switch/rows/leg.ts';
import type { MessagingContext } from '../network/messaging-context.ts';

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
export function buildAck(context: MessagingContext, dialog: Dialog, invite: SentRequest): SentRequest {
  const branch = createBranch(context.decision.random);
  const { flow } = invite;
  const ackCseq = dialog.localCseq;
  const options = { branch, sentBy: context.network.sentBy(flow), transport: flow.transport, ackCseq };
  return toSent(buildInDialogRequest(dialog, 'ACK', options).request, branch, flow);
}
