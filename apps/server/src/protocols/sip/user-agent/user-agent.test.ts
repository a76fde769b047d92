import { describe, expect, it } from 'vitest';
import { createSipStack, streamFlow, udpFlow } from '../../../../test/support/sip-stack.ts';
import { parseMessage } from '../grammar/parse-message.ts';
import { header, type SipResponse } from '../message/message.ts';
import { buildRequest } from './build-request.ts';
import { buildResponse } from './build-response.ts';

interface RequestText {
  readonly method?: string;
  readonly uri?: string;
  readonly via?: string;
  readonly to?: string;
  readonly cseq?: string;
  readonly callId?: string;
  readonly extra?: readonly string[];
  readonly body?: string;
}

const via = 'SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKone';

function request(text: RequestText = {}): Buffer {
  const { method = 'MESSAGE', body = '' } = text;
  const lines = [
    `${method} ${text.uri ?? 'sip:1111@example.com'} SIP/2.0`,
    `Via: ${text.via ?? via}`,
    'From: <sip:alice@example.net>;tag=a1',
    `To: ${text.to ?? '<sip:1111@example.com>'}`,
    `Call-ID: ${text.callId ?? 'call-1'}`,
    `CSeq: ${text.cseq ?? `1 ${method}`}`,
    ...(text.extra ?? []),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

function readResponse(text: string): SipResponse {
  const parsed = parseMessage(Buffer.from(text), { isStream: false });
  if (!parsed.ok || parsed.value.kind !== 'response') throw new Error(`not a response: ${text}`);
  return parsed.value;
}

function response(status: number, toRequest: string): Buffer {
  const parsed = parseMessage(Buffer.from(toRequest), { isStream: false });
  if (!parsed.ok || parsed.value.kind !== 'request') throw new Error('not a request');
  const { headers } = buildResponse(parsed.value, status);
  return Buffer.from(
    [`SIP/2.0 ${status} x`, ...headers.map(({ name, value }) => `${name}: ${value}`), 'Content-Length: 0', '', ''].join(
      '\r\n',
    ),
  );
}

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

  it('[SM15] plain text with any charset, quoted or not, goes up', () => {
    for (const type of ['text/plain', 'TEXT/Plain; charset=iso-8859-15', 'text/plain ;charset="UTF-8";format=flowed']) {
      const stack = createSipStack();
      stack.userAgent.receiveMessage(request({ body: 'x', extra: [`Content-Type: ${type}`] }), udpFlow);
      expect(stack.received).toHaveLength(1);
    }
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

describe('server transactions', () => {
  it('[ST5] a repeat gets the same bytes and goes up once, for 32 s', () => {
    const stack = createSipStack({
      onRequest: (received) =>
        received.respond(buildResponse(received.request, 202, { toTag: `t${stack.received.length}` })),
    });
    stack.userAgent.receiveMessage(request(), udpFlow);
    stack.userAgent.receiveMessage(request(), udpFlow);
    stack.clock.advance(31_900);
    stack.userAgent.receiveMessage(request(), udpFlow);
    expect(stack.received).toHaveLength(1);
    expect(stack.sent.map(({ text }) => text)).toEqual(Array(3).fill(stack.sent[0]?.text));
    stack.clock.advance(200);
    expect(stack.userAgent.transactionCounts.server).toBe(0);
    expect(stack.clock.pendingTimers).toBe(0);
  });

  it('[ST2] without the magic cookie a repeat is known by the fields of RFC 2543', () => {
    const stack = createSipStack();
    const old = { via: 'SIP/2.0/UDP 192.0.2.9:5060' };
    stack.userAgent.receiveMessage(request(old), udpFlow);
    stack.userAgent.receiveMessage(request(old), udpFlow);
    stack.userAgent.receiveMessage(request({ ...old, cseq: '2 MESSAGE' }), udpFlow);
    expect(stack.received.map(({ cseq }) => cseq)).toEqual([1, 2]);
  });

  it('[ST1] the same branch from another sent-by or with another method is another transaction', () => {
    const stack = createSipStack();
    stack.userAgent.receiveMessage(request(), udpFlow);
    stack.userAgent.receiveMessage(request({ via: via.replace('192.0.2.9', '192.0.2.10'), callId: 'call-2' }), udpFlow);
    stack.userAgent.receiveMessage(request({ method: 'BYE', to: '<sip:1111@example.com>;tag=x' }), udpFlow);
    expect(stack.received).toHaveLength(3);
  });

  it('[ST3] a request that came over two ways is refused the second time with 482', () => {
    const stack = createSipStack();
    stack.userAgent.receiveMessage(request(), udpFlow);
    stack.userAgent.receiveMessage(request({ via: 'SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKtwo' }), udpFlow);
    expect(stack.received).toHaveLength(1);
    expect(readResponse(stack.sent[0]?.text ?? '').status).toBe(482);
    stack.userAgent.receiveMessage(
      request({ via: 'SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKthree', to: '<sip:1111@example.com>;tag=x' }),
      udpFlow,
    );
    expect(stack.received).toHaveLength(2);
  });

  it('[ST4] an INVITE gets 100 after 200 ms, and none when it was answered before', () => {
    const stack = createSipStack();
    stack.userAgent.receiveMessage(request({ method: 'INVITE' }), udpFlow);
    stack.clock.advance(199);
    expect(stack.sent).toEqual([]);
    stack.clock.advance(60);
    const trying = readResponse(stack.sent[0]?.text ?? '');
    expect(trying.status).toBe(100);
    expect(header(trying, 'To')).toBe('<sip:1111@example.com>');

    const quick = createSipStack({ onRequest: (received) => received.respond(buildResponse(received.request, 200)) });
    quick.userAgent.receiveMessage(request({ method: 'INVITE' }), udpFlow);
    quick.clock.advance(10_000);
    expect(quick.sent).toHaveLength(1);
  });

  it('[ST4] a refused INVITE is repeated from T1 to T2 until its ACK, which goes nowhere', () => {
    const stack = createSipStack({ onRequest: (received) => received.respond(buildResponse(received.request, 486)) });
    stack.userAgent.receiveMessage(request({ method: 'INVITE' }), udpFlow);
    stack.clock.advance(3_600);
    expect(stack.sent).toHaveLength(4);
    const to = header(readResponse(stack.sent[0]?.text ?? ''), 'To') ?? '';
    stack.userAgent.receiveMessage(request({ method: 'ACK', to }), udpFlow);
    stack.clock.advance(40_000);
    expect(stack.sent).toHaveLength(4);
    expect(stack.received).toHaveLength(1);
    expect(stack.userAgent.transactionCounts.server).toBe(0);
  });

  it('[ST4] without an ACK the repeats end after 32 s', () => {
    const stack = createSipStack({ onRequest: (received) => received.respond(buildResponse(received.request, 486)) });
    stack.userAgent.receiveMessage(request({ method: 'INVITE' }), udpFlow);
    stack.clock.advance(32_100);
    expect(stack.sent).toHaveLength(11);
    expect(stack.counts.get('transactionTimeout')).toBe(1);
    expect(stack.userAgent.transactionCounts.server).toBe(0);
  });

  it('[ST8] the ACK of a 2xx goes up, with the branch of its INVITE or its own', () => {
    const stack = createSipStack({
      onRequest: (received) => {
        if (received.request.method === 'INVITE')
          received.respond(buildResponse(received.request, 200, { toTag: 'x' }));
        else received.respond(buildResponse(received.request, 200));
      },
    });
    const to = '<sip:1111@example.com>;tag=x';
    stack.userAgent.receiveMessage(request({ method: 'INVITE' }), udpFlow);
    stack.userAgent.receiveMessage(request({ method: 'ACK', to }), udpFlow);
    stack.userAgent.receiveMessage(request({ method: 'ACK', to, via: `${via}ack` }), udpFlow);
    expect(stack.received.map(({ request: { method } }) => method)).toEqual(['INVITE', 'ACK', 'ACK']);
    expect(stack.sent).toHaveLength(1);
  });

  it('[ST10] CANCEL gets 200, its INVITE 487, and the handler hears of it', () => {
    const stack = createSipStack();
    stack.userAgent.receiveMessage(request({ method: 'INVITE' }), udpFlow);
    stack.userAgent.receiveMessage(request({ method: 'CANCEL' }), udpFlow);
    stack.userAgent.receiveMessage(request({ method: 'CANCEL' }), udpFlow);
    const answers = stack.sent.map(({ text }) => readResponse(text));
    expect(answers.map(({ status }) => status)).toEqual([200, 487, 200]);
    expect(answers.map((answer) => header(answer, 'CSeq'))).toEqual(['1 CANCEL', '1 INVITE', '1 CANCEL']);
    expect(stack.received.map(({ request: { method } }) => method)).toEqual(['INVITE', 'CANCEL']);
    stack.received[0]?.respond(buildResponse(stack.received[0].request, 200));
    expect(stack.sent).toHaveLength(3);
  });

  it('[ST10] CANCEL comes too late for an answered INVITE, and fits nothing without one', () => {
    const stack = createSipStack({ onRequest: (received) => received.respond(buildResponse(received.request, 200)) });
    stack.userAgent.receiveMessage(request({ method: 'CANCEL' }), udpFlow);
    expect(readResponse(stack.sent[0]?.text ?? '').status).toBe(481);
    const other = { via: `${via}other`, callId: 'call-2' };
    stack.userAgent.receiveMessage(request({ ...other, method: 'INVITE' }), udpFlow);
    stack.userAgent.receiveMessage(request({ ...other, method: 'CANCEL' }), udpFlow);
    expect(stack.sent.map(({ text }) => readResponse(text).status)).toEqual([481, 200, 200]);
    expect(stack.received).toHaveLength(1);
  });

  it('[ST11] beyond the limit a new request gets 503 with Retry-After, repeats are still served', () => {
    const stack = createSipStack({
      transactionsMax: 1,
      onRequest: (received) => received.respond(buildResponse(received.request, 200)),
    });
    stack.userAgent.receiveMessage(request(), udpFlow);
    stack.userAgent.receiveMessage(request({ via: `${via}2`, callId: 'call-2' }), udpFlow);
    stack.userAgent.receiveMessage(request(), udpFlow);
    const answers = stack.sent.map(({ text }) => readResponse(text));
    expect(answers.map(({ status }) => status)).toEqual([200, 503, 200]);
    expect(header(answers[1] as SipResponse, 'Retry-After')).toBe('5');
  });

  it('[ST14] a handler that throws costs its own request a 500 and nobody else anything', () => {
    const stack = createSipStack({
      onRequest: ({ callId }) => {
        if (callId === 'call-1') throw new Error('ours');
      },
    });
    stack.userAgent.receiveMessage(request(), udpFlow);
    expect(stack.sent.map(({ text }) => readResponse(text).status)).toEqual([500]);
    stack.userAgent.receiveMessage(request({ via: `${via}2`, callId: 'call-2' }), udpFlow);
    expect(stack.received).toHaveLength(2);
  });

  it('[ST5] a request that is never answered is forgotten when its peer has given up', () => {
    const stack = createSipStack();
    stack.userAgent.receiveMessage(request(), udpFlow);
    stack.clock.advance(32_100);
    expect(stack.userAgent.transactionCounts.server).toBe(0);
    expect(stack.clock.pendingTimers).toBe(0);
  });

  it('[ST12] over a stream nothing is kept after the answer', () => {
    const stack = createSipStack({ onRequest: (received) => received.respond(buildResponse(received.request, 200)) });
    stack.userAgent.receiveMessage(request({ via: 'SIP/2.0/TCP 192.0.2.9;branch=z9hG4bKtcp' }), streamFlow);
    expect(stack.userAgent.transactionCounts.server).toBe(0);
    stack.clock.advance(50);
    expect(stack.clock.pendingTimers).toBe(0);
  });
});

describe('client transactions', () => {
  function outgoing(method = 'MESSAGE', transport: 'UDP' | 'TCP' = 'UDP') {
    return buildRequest({
      method,
      requestUri: 'sip:alice@192.0.2.9',
      transport,
      sentBy: '192.0.2.1:5060',
      branch: 'z9hG4bKours',
      from: '<sip:1111@example.com>;tag=s1',
      to: '<sip:alice@example.net>',
      callId: 'out-1',
      cseq: 7,
    });
  }

  function listen() {
    const heard: string[] = [];
    return {
      heard,
      handler: {
        provisionalResponse: ({ status }: SipResponse) => heard.push(`${status}`),
        finalResponse: ({ status }: SipResponse) => heard.push(`final ${status}`),
        repeatedSuccess: ({ status }: SipResponse) => heard.push(`again ${status}`),
        failed: (why: string) => heard.push(`failed ${why}`),
      },
    };
  }

  it('[ST6] a request without answer is sent 11 times in 32 s and then fails', () => {
    const stack = createSipStack();
    const { heard, handler } = listen();
    stack.userAgent.sendRequest(outgoing(), udpFlow, handler);
    stack.clock.advance(31_900);
    expect(stack.sent).toHaveLength(11);
    expect(heard).toEqual([]);
    stack.clock.advance(200);
    expect(heard).toEqual(['failed timeout']);
    expect(stack.userAgent.transactionCounts.client).toBe(0);
    stack.clock.advance(1_000);
    expect(stack.clock.pendingTimers).toBe(0);
  });

  it('[ST6] the final response is told once, repeats are absorbed for 5 s', () => {
    const stack = createSipStack();
    const { heard, handler } = listen();
    stack.userAgent.sendRequest(outgoing(), udpFlow, handler);
    const answer = response(200, stack.sent[0]?.text ?? '');
    stack.userAgent.receiveMessage(answer, udpFlow);
    stack.userAgent.receiveMessage(answer, udpFlow);
    stack.clock.advance(5_100);
    stack.userAgent.receiveMessage(answer, udpFlow);
    expect(heard).toEqual(['final 200']);
    expect(stack.sent).toHaveLength(1);
    expect(stack.counts.get('responseUnmatched')).toBe(1);
  });

  it('[ST12] over a stream it is sent once, and fails at once when the stream closes', () => {
    const stack = createSipStack();
    const { heard, handler } = listen();
    stack.userAgent.sendRequest(outgoing('MESSAGE', 'TCP'), streamFlow, handler);
    stack.clock.advance(10_000);
    expect(stack.sent).toHaveLength(1);
    stack.userAgent.flowClosed(streamFlow);
    expect(heard).toEqual(['failed transport']);
    stack.clock.advance(60_000);
    expect(heard).toEqual(['failed transport']);
  });

  it('[ST13] a flow that carries nothing fails the request, but not within the call', () => {
    const stack = createSipStack();
    const { heard, handler } = listen();
    stack.network.isUp = false;
    stack.userAgent.sendRequest(outgoing(), udpFlow, handler);
    expect(heard).toEqual([]);
    stack.clock.advance(0);
    expect(heard).toEqual(['failed transport']);
  });

  it('[ST7] a refused INVITE is acknowledged hop by hop, each time the refusal comes', () => {
    const stack = createSipStack();
    const { heard, handler } = listen();
    stack.userAgent.sendRequest(outgoing('INVITE'), udpFlow, handler);
    const busy = response(486, stack.sent[0]?.text ?? '');
    stack.userAgent.receiveMessage(busy, udpFlow);
    stack.userAgent.receiveMessage(busy, udpFlow);
    expect(heard).toEqual(['final 486']);
    const acks = stack.sent.slice(1).map(({ text }) => text);
    expect(acks).toHaveLength(2);
    expect(acks[0]).toMatch(/^ACK sip:alice@192\.0\.2\.9 SIP\/2\.0\r\n/);
    expect(acks[0]).toContain('CSeq: 7 ACK\r\n');
    expect(acks[0]).toContain(';branch=z9hG4bKours\r\n');
    expect(acks[0]).toContain(`To: ${header(readResponse(busy.toString()), 'To')}\r\n`);
  });

  it('[ST7] each further 2xx of an INVITE is told, so that it gets its ACK', () => {
    const stack = createSipStack();
    const { heard, handler } = listen();
    stack.userAgent.sendRequest(outgoing('INVITE'), udpFlow, handler);
    const text = stack.sent[0]?.text ?? '';
    for (const status of [180, 200, 200]) stack.userAgent.receiveMessage(response(status, text), udpFlow);
    expect(heard).toEqual(['180', 'final 200', 'again 200']);
  });

  it('[SM1] a response with two Vias, or of nobody, is dropped and counted', () => {
    const stack = createSipStack();
    const { heard, handler } = listen();
    stack.userAgent.sendRequest(outgoing(), udpFlow, handler);
    const answer = response(200, stack.sent[0]?.text ?? '').toString();
    stack.userAgent.receiveMessage(
      Buffer.from(answer.replace('From:', 'Via: SIP/2.0/UDP x;branch=y\r\nFrom:')),
      udpFlow,
    );
    stack.userAgent.receiveMessage(Buffer.from(answer.replace('z9hG4bKours', 'z9hG4bKguess')), udpFlow);
    expect(heard).toEqual([]);
    expect(stack.counts.get('responseUnmatched')).toBe(2);
  });
});
