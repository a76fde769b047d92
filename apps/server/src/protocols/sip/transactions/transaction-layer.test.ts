import { describe, expect, it } from 'vitest';
import { createSipStack, streamFlow, udpFlow } from '../../../../test/support/fakes/sip-stack.ts';
import { readResponse, request, response, via } from '../../../../test/support/sip-texts.ts';
import { header, type SipResponse } from '../message/message.ts';
import { everybodyIsReachable } from '../transport/reachability.ts';
import { buildRequest } from '../user-agent/build-request.ts';
import { buildResponse } from '../user-agent/build-response.ts';

describe('server transactions', () => {
  it('[TX5] a repeat gets the same bytes and goes up once, for 32 s', () => {
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

  it('[TX5] of many answered requests each is answered again until its own 32 s are over, where the first came from', () => {
    const stack = createSipStack({ onRequest: (received) => received.respond(buildResponse(received.request, 200)) });
    const nth = (number: number) =>
      request({ via: `SIP/2.0/UDP 192.0.2.9:5060;rport;branch=z9hG4bKn${number}`, callId: `call-${number}` });
    const from = { ...udpFlow, id: 'udp:2001:db8::9:5070', remoteAddress: '2001:db8::9', remotePort: 5070 };
    for (let number = 0; number < 30; number += 1) {
      stack.userAgent.receiveMessage(nth(number), from);
      stack.clock.advance(1_000);
    }
    expect(stack.userAgent.transactionCounts.server).toBe(30);
    stack.clock.advance(5_000);
    // The first four are forgotten: they are new again.
    for (let number = 0; number < 30; number += 1) stack.userAgent.receiveMessage(nth(number), udpFlow);
    expect(stack.received.map(({ callId }) => callId).slice(30)).toEqual(['call-0', 'call-1', 'call-2', 'call-3']);
    const again = stack.sent.slice(30).filter(({ flow }) => flow.id === from.id);
    expect(again).toHaveLength(26);
    expect(again[0]?.flow).toEqual(from);
    expect(again.map(({ text }) => text)).toEqual(stack.sent.slice(4, 30).map(({ text }) => text));
    stack.clock.advance(40_000);
    expect([stack.userAgent.transactionCounts.server, stack.clock.pendingTimers]).toEqual([0, 0]);
  });

  it('[TX15] a repeat that is shorter than its request gets the answer only where repeats may go', () => {
    let repeatsLeft = 1;
    const mayRepeat = () => {
      repeatsLeft -= 1;
      return repeatsLeft >= 0;
    };
    const stack = createSipStack({
      reach: { ...everybodyIsReachable, mayRepeat },
      onRequest: ({ request: asked, respond }) => respond(buildResponse(asked, asked.method === 'INVITE' ? 486 : 200)),
    });
    for (const [method, branch] of [
      ['MESSAGE', 'z9hG4bKone'],
      ['INVITE', 'z9hG4bKtwo'],
    ] as const) {
      const long = request({
        method,
        via: `SIP/2.0/UDP 192.0.2.9:5060;branch=${branch}`,
        callId: `c${'1'.repeat(900)}`,
      });
      const short = request({ method, via: `SIP/2.0/UDP 192.0.2.9:5060;branch=${branch}`, callId: 'c1' });
      const before = stack.sent.length;
      for (const each of [long, long, short, short, short]) stack.userAgent.receiveMessage(each, udpFlow);
      expect(stack.sent.length - before).toBe(3);
      // The answer goes where the first one came from, whoever asks for it again.
      stack.userAgent.receiveMessage(short, streamFlow);
      expect(stack.sent.length - before).toBe(3);
      repeatsLeft = 1;
    }
    expect(stack.received).toHaveLength(2);
    expect([stack.counts.get('requestRepeated'), stack.counts.get('repeatWithheld')]).toEqual([10, 6]);
  });

  it('[TX5] an answer that cannot be given again is forgotten', () => {
    const stack = createSipStack({ onRequest: (received) => received.respond(buildResponse(received.request, 200)) });
    stack.userAgent.receiveMessage(request(), udpFlow);
    stack.network.isUp = false;
    stack.userAgent.receiveMessage(request(), udpFlow);
    expect([stack.received.length, stack.userAgent.transactionCounts.server]).toEqual([1, 0]);
    expect(stack.counts.get('transportFailure')).toBe(1);
  });

  it('[TX3] one that was answered is still known when it comes another way', () => {
    const stack = createSipStack({ onRequest: (received) => received.respond(buildResponse(received.request, 200)) });
    const another = request({ via: 'SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKtwo' });
    stack.userAgent.receiveMessage(request(), udpFlow);
    stack.userAgent.receiveMessage(another, udpFlow);
    expect(stack.sent.map(({ text }) => readResponse(text).status)).toEqual([200, 482]);
    stack.clock.advance(33_000);
    stack.userAgent.receiveMessage(another, udpFlow);
    expect(stack.received).toHaveLength(2);
  });

  it('[TX2] without the magic cookie a repeat is known by the fields of RFC 2543', () => {
    const stack = createSipStack();
    const old = { via: 'SIP/2.0/UDP 192.0.2.9:5060' };
    stack.userAgent.receiveMessage(request(old), udpFlow);
    stack.userAgent.receiveMessage(request(old), udpFlow);
    stack.userAgent.receiveMessage(request({ ...old, cseq: '2 MESSAGE' }), udpFlow);
    expect(stack.received.map(({ cseq }) => cseq)).toEqual([1, 2]);
  });

  it('[TX1] the same branch from another sent-by or with another method is another transaction', () => {
    const stack = createSipStack();
    stack.userAgent.receiveMessage(request(), udpFlow);
    stack.userAgent.receiveMessage(request({ via: via.replace('192.0.2.9', '192.0.2.10'), callId: 'call-2' }), udpFlow);
    stack.userAgent.receiveMessage(request({ method: 'BYE', to: '<sip:1111@example.com>;tag=x' }), udpFlow);
    expect(stack.received).toHaveLength(3);
  });

  it('[TX3] a request that came over two ways is refused the second time with 482', () => {
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

  it('[TX4] an INVITE gets 100 after 200 ms, and none when it was answered before', () => {
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

  it('[TX4] a refused INVITE is repeated from T1 to T2 until its ACK, which goes nowhere', () => {
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

  it('[TX4] without an ACK the repeats end after 32 s', () => {
    const stack = createSipStack({ onRequest: (received) => received.respond(buildResponse(received.request, 486)) });
    stack.userAgent.receiveMessage(request({ method: 'INVITE' }), udpFlow);
    stack.clock.advance(32_100);
    expect(stack.sent).toHaveLength(11);
    expect(stack.counts.get('transactionTimeout')).toBe(1);
    expect(stack.userAgent.transactionCounts.server).toBe(0);
  });

  it('[TX8] the ACK of a 2xx goes up, with the branch of its INVITE or its own', () => {
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

  it('[TX10] CANCEL gets 200, its INVITE 487, and the handler hears of it', () => {
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

  it('[TX10] CANCEL comes too late for an answered INVITE, and fits nothing without one', () => {
    const stack = createSipStack({ onRequest: (received) => received.respond(buildResponse(received.request, 200)) });
    stack.userAgent.receiveMessage(request({ method: 'CANCEL' }), udpFlow);
    expect(readResponse(stack.sent[0]?.text ?? '').status).toBe(481);
    const other = { via: `${via}other`, callId: 'call-2' };
    stack.userAgent.receiveMessage(request({ ...other, method: 'INVITE' }), udpFlow);
    stack.userAgent.receiveMessage(request({ ...other, method: 'CANCEL' }), udpFlow);
    expect(stack.sent.map(({ text }) => readResponse(text).status)).toEqual([481, 200, 200]);
    expect(stack.received).toHaveLength(1);
  });

  it('[TX10] CANCEL of another request gets 200 while its transaction lives, answered or not, and changes nothing', () => {
    const stack = createSipStack();
    const statuses = () => stack.sent.splice(0).map(({ text }) => readResponse(text).status);
    stack.userAgent.receiveMessage(request(), udpFlow);
    stack.userAgent.receiveMessage(request({ method: 'CANCEL' }), udpFlow);
    expect(statuses()).toEqual([200]);
    stack.received[0]?.respond(buildResponse(stack.received[0].request, 202));
    stack.userAgent.receiveMessage(request(), udpFlow);
    expect(statuses()).toEqual([202, 202]);
    const other = { via: `${via}other`, callId: 'call-2' };
    stack.userAgent.receiveMessage(request(other), udpFlow);
    stack.received[1]?.respond(buildResponse(stack.received[1].request, 202));
    stack.clock.advance(31_900);
    stack.userAgent.receiveMessage(request({ ...other, method: 'CANCEL' }), udpFlow);
    expect(statuses()).toEqual([202, 200]);
    stack.clock.advance(32_100);
    stack.userAgent.receiveMessage(request({ ...other, method: 'CANCEL' }), udpFlow);
    expect(statuses()).toEqual([481]);
    expect(stack.received.map(({ request: { method } }) => method)).toEqual(['MESSAGE', 'MESSAGE']);
  });

  it('[TX10] over a stream an answered request is gone, and so is what a CANCEL could mean', () => {
    const stack = createSipStack({ onRequest: (received) => received.respond(buildResponse(received.request, 200)) });
    stack.userAgent.receiveMessage(request(), streamFlow);
    stack.userAgent.receiveMessage(request({ method: 'CANCEL' }), streamFlow);
    expect(stack.sent.map(({ text }) => readResponse(text).status)).toEqual([200, 481]);
  });

  it('[TX11] beyond the limit a new request gets 503 with Retry-After, repeats are still served', () => {
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

  it('[TX14] a handler that throws costs its own request a 500 and nobody else anything', () => {
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

  it('[TX5] a request that is never answered is forgotten when its peer has given up', () => {
    const stack = createSipStack();
    stack.userAgent.receiveMessage(request(), udpFlow);
    stack.clock.advance(32_100);
    expect(stack.userAgent.transactionCounts.server).toBe(0);
    expect(stack.clock.pendingTimers).toBe(0);
  });

  it('[TX12] over a stream nothing is kept after the answer', () => {
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

  it('[TX6] a request without answer is sent 11 times in 32 s and then fails', () => {
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

  it('[TX6] the final response is told once, repeats are absorbed for 5 s', () => {
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

  it('[TX12] over a stream it is sent once, and fails at once when the stream closes', () => {
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

  it('[TX13] a flow that carries nothing fails the request, but not within the call', () => {
    const stack = createSipStack();
    const { heard, handler } = listen();
    stack.network.isUp = false;
    stack.userAgent.sendRequest(outgoing(), udpFlow, handler);
    expect(heard).toEqual([]);
    stack.clock.advance(0);
    expect(heard).toEqual(['failed transport']);
  });

  it('[TX7] a refused INVITE is acknowledged hop by hop, each time the refusal comes', () => {
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

  it('[TX7] each further 2xx of an INVITE is told, so that it gets its ACK', () => {
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
