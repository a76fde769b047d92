import { describe, expect, it } from 'vitest';
import { createSipStack, udpFlow } from '../../../../test/support/fakes/sip-stack.ts';
import { type RequestText, readResponse, request } from '../../../../test/support/sip-texts.ts';
import { header } from '../message/message.ts';
import { buildResponse } from './build-response.ts';

describe('the checks of RFC 3261 8.2', () => {
  const rows: readonly (readonly [rule: string, RequestText, status: number, header?: string, value?: string])[] = [
    ['[SM11] unknown method', { method: 'DANCE' }, 501, 'Allow', 'INVITE, ACK, BYE, CANCEL, OPTIONS, MESSAGE'],
    [
      '[SM11] method known, not here',
      { method: 'PUBLISH' },
      405,
      'Allow',
      'INVITE, ACK, BYE, CANCEL, OPTIONS, MESSAGE',
    ],
    ['[SM12] foreign scheme', { uri: 'tel:+15551111' }, 416],
    [
      '[TP47] a sips URI that came unencrypted',
      { uri: 'sips:1111@example.com' },
      480,
      'Warning',
      '380 cordboard "SIPS Not Allowed"',
    ],
    ['[SM12] headers in the Request-URI', { uri: 'sip:1111@example.com?Subject=x' }, 400],
    ['[SM13] no hop left', { extra: ['Max-Forwards: 0'] }, 483],
    ['[SM13] Max-Forwards above 255', { extra: ['Max-Forwards: 256'] }, 400],
    ['[SM14] unknown extension', { extra: ['Require: 100rel, Replaces'] }, 420, 'Unsupported', '100rel'],
    ['[SM15] foreign type', { body: '<p>', extra: ['Content-Type: text/html'] }, 415, 'Accept', 'text/plain'],
    ['[SM15] body without type', { body: 'x' }, 400],
    [
      '[SM15] encoded body',
      { body: 'x', extra: ['Content-Type: text/plain', 'Content-Encoding: deflate'] },
      415,
      'Accept-Encoding',
      'identity',
    ],
    ['[SM10] CSeq of another method', { cseq: '1 INVITE' }, 400],
    ['[SM16] Contact * outside REGISTER', { extra: ['Contact: *'] }, 400],
    ['[SM17] INVITE that accepts nothing of ours', { method: 'INVITE', extra: ['Accept: text/odd'] }, 406],
  ];
  for (const [rule, text, status, name, value] of rows) {
    it(`${rule} → ${status}`, () => {
      const stack = createSipStack();
      stack.userAgent.receiveMessage(request(text), udpFlow);
      expect(stack.received).toEqual([]);
      expect(stack.sent).toHaveLength(1);
      const answer = readResponse(stack.sent[0]?.text ?? '');
      expect(answer.status).toBe(status);
      if (name !== undefined) expect(header(answer, name)).toBe(value);
      expect(stack.userAgent.transactionCounts.server).toBe(0);
    });
  }

  it('[TP47] a sips URI that came over TLS goes up', () => {
    const stack = createSipStack();
    const flow = { ...udpFlow, id: 'tls:1', transport: 'TLS' } as const;
    const text = request({ uri: 'sips:1111@example.com' }).toString();
    stack.userAgent.receiveMessage(Buffer.from(text.replace('\r\n\r\n', '\r\nContent-Length: 0\r\n\r\n')), flow);
    expect(stack.received).toHaveLength(1);
  });

  it('[SM15] plain text with any charset, quoted or not, goes up', () => {
    for (const type of ['text/plain', 'TEXT/Plain; charset=iso-8859-15', 'text/plain ;charset="UTF-8";format=flowed']) {
      const stack = createSipStack();
      stack.userAgent.receiveMessage(request({ body: 'x', extra: [`Content-Type: ${type}`] }), udpFlow);
      expect(stack.received).toHaveLength(1);
    }
  });

  it('[SM15] the media type may come twice, as from libpurple; another one beside it is 400', () => {
    const stack = createSipStack();
    const twice = (second: string) =>
      request({
        body: 'x',
        callId: encodeURIComponent(second),
        extra: ['Content-Type: text/plain', `Content-Type: ${second}`],
      });
    stack.userAgent.receiveMessage(twice('Text/Plain;charset=utf-8'), udpFlow);
    expect(stack.received).toHaveLength(1);
    stack.userAgent.receiveMessage(twice('text/html'), { ...udpFlow, id: 'udp:192.0.2.9:9', remotePort: 9 });
    expect(stack.received).toHaveLength(1);
    expect(readResponse(stack.sent.at(-1)?.text ?? '').status).toBe(400);
  });

  it('[SM19] OPTIONS is answered at once, without state, also with no hop left', () => {
    const stack = createSipStack();
    stack.userAgent.receiveMessage(request({ method: 'OPTIONS', extra: ['Max-Forwards: 0'] }), udpFlow);
    const answer = readResponse(stack.sent[0]?.text ?? '');
    expect(answer.status).toBe(200);
    expect(header(answer, 'Allow')).toBe('INVITE, ACK, BYE, CANCEL, OPTIONS, MESSAGE');
    expect(header(answer, 'Accept')).toBe('text/plain, application/sdp');
    expect(header(answer, 'Supported')).toBe('replaces');
    expect(stack.received).toEqual([]);
    expect(stack.userAgent.transactionCounts.server).toBe(0);
  });
});

describe('ways and routes', () => {
  it('[SM8] an answer to a request with rport goes to its source and says so', () => {
    const stack = createSipStack({ onRequest: (received) => received.respond(buildResponse(received.request, 200)) });
    const flow = { ...udpFlow, id: 'udp:192.0.2.9:40000', remotePort: 40_000 };
    stack.userAgent.receiveMessage(request({ via: 'SIP/2.0/UDP 10.0.0.1;rport;branch=z9hG4bKnat' }), flow);
    expect(stack.sent[0]?.flow.id).toBe('udp:192.0.2.9:40000');
    expect(header(readResponse(stack.sent[0]?.text ?? ''), 'Via')).toBe(
      'SIP/2.0/UDP 10.0.0.1;rport=40000;branch=z9hG4bKnat;received=192.0.2.9',
    );
  });

  it('[SM8] without rport it goes to the source address and the port of sent-by, never to maddr', () => {
    const stack = createSipStack({ onRequest: (received) => received.respond(buildResponse(received.request, 200)) });
    const flow = { ...udpFlow, id: 'udp:192.0.2.9:40000', remotePort: 40_000 };
    stack.userAgent.receiveMessage(
      request({ via: 'SIP/2.0/UDP 10.0.0.1:5070;maddr=198.51.100.1;received=198.51.100.2;branch=z9hG4bKm' }),
      flow,
    );
    expect(stack.sent[0]?.flow).toEqual({ ...flow, id: 'udp:192.0.2.9:5070', remotePort: 5070 });
    expect(stack.sent[0]?.text).toContain(';received=192.0.2.9;');
  });

  it('[SM9] our own Route entry is taken out, foreign ones stay', () => {
    const stack = createSipStack();
    stack.userAgent.receiveMessage(
      request({ extra: ['Route: <sip:example.com;lr>, <sip:other.example;lr>'] }),
      udpFlow,
    );
    expect(stack.received[0]?.request.headers.filter(({ name }) => name === 'Route')).toEqual([
      { name: 'Route', value: '<sip:other.example;lr>' },
    ]);
  });

  it('[SM1] what is malformed and no request, or an ACK, is dropped and counted', () => {
    const stack = createSipStack();
    stack.userAgent.receiveMessage(Buffer.from('hello'), udpFlow);
    stack.userAgent.receiveMessage(Buffer.from('SIP/2.0 2x0 OK\r\n\r\n'), udpFlow);
    stack.userAgent.receiveMessage(request({ method: 'ACK', cseq: '99999999999 ACK' }), udpFlow);
    expect(stack.sent).toEqual([]);
    expect(stack.counts.get('messageDropped')).toBe(2);
    expect(stack.counts.get('responseMalformed')).toBe(1);
  });
});
