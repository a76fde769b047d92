import { header, type SipRequest, type SipResponse } from '../message/message.ts';

/** RFC 3261 17.1.1.3: the ACK of a non-2xx; same Request-URI, topmost Via, Route and CSeq number as its INVITE. */
export function buildAckForFailure(invite: SipRequest, response: SipResponse): SipRequest {
  const kept = new Set(['Route', 'From', 'Call-ID', 'Max-Forwards']);
  const topVia = header(invite, 'Via') ?? '';
  const cseqNumber = (header(invite, 'CSeq') ?? '').split(' ')[0] ?? '';
  return {
    kind: 'request',
    method: 'ACK',
    requestUri: invite.requestUri,
    headers: [
      { name: 'Via', value: topVia },
      ...invite.headers.filter(({ name }) => kept.has(name)),
      { name: 'To', value: header(response, 'To') ?? header(invite, 'To') ?? '' },
      { name: 'CSeq', value: `${cseqNumber} ACK` },
    ],
    body: Buffer.alloc(0),
  };
}
