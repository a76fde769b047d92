import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../test/support/fakes/fake-clock.ts';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import { AdmissionGate } from './admission-gate.ts';
import { RequestRate } from './rates/request-rate.ts';

function request(method: string, callId = 'one'): Buffer {
  return Buffer.from(
    `${method} sip:1111@localhost SIP/2.0\r\nVia: SIP/2.0/UDP a.invalid;rport;branch=z9hG4bK1\r\nVia: SIP/2.0/UDP b\r\n` +
      `From: <sip:a@b.c>;tag=1\r\nTo: <sip:1111@localhost>\r\nCall-ID: ${callId}\r\nCSeq: 7 ${method}\r\nContent-Length: 0\r\n\r\n`,
  );
}

const flowOf = (remoteAddress: string): Flow => ({
  id: `udp:${remoteAddress}:5062`,
  transport: 'UDP',
  remoteAddress,
  remotePort: 5062,
});

interface GateSetting {
  readonly burst: number;
  readonly refusalBurst?: number;
  readonly trustedAddresses?: readonly string[];
  readonly isTrustedPeer?: (address: string) => boolean;
  readonly servedBurst?: number;
  readonly tenantBurst?: number;
  /** Call-IDs of those who are being served. */
  readonly served?: readonly string[];
}

function createGate({ servedBurst, tenantBurst, served = [], ...options }: GateSetting) {
  const rateOf = (burst: number) => new RequestRate({ clock: new FakeClock(), requestsPerSecond: 1, burst });
  const passed: Buffer[] = [];
  const sent: { readonly flow: Flow; readonly text: string }[] = [];
  const closed: Flow[] = [];
  const decisions: (string | undefined)[] = [];
  const limits: (string | undefined)[] = [];
  const gate = new AdmissionGate({
    receiver: { receiveMessage: (bytes) => passed.push(bytes), flowClosed: (flow) => closed.push(flow) },
    transport: {
      send: (flow, bytes) => sent.push({ flow, text: bytes.toString() }) > 0,
      isOpen: () => true,
      sentBy: () => 'x',
    },
    rate: new RequestRate({ clock: new FakeClock(), requestsPerSecond: 1, ...options }),
    ...(servedBurst === undefined ? {} : { servedRate: rateOf(servedBurst) }),
    ...(tenantBurst === undefined ? {} : { tenantRate: rateOf(tenantBurst), tenant: 'Resources' }),
    standing: { isKnownFlow: () => served.length > 0, isServed: ({ callId }) => served.includes(callId) },
    trustedAddresses: options.trustedAddresses ?? [],
    ...(options.isTrustedPeer === undefined ? {} : { isTrustedPeer: options.isTrustedPeer }),
    counters: {
      count: (_name, labels) => {
        decisions.push(labels?.decision);
        limits.push(labels?.limit);
      },
      observe: () => {},
    },
  });
  return { gate, passed, sent, closed, decisions, limits };
}

describe('admission gate', () => {
  test('[AD2] beyond the rate a request gets 503 with Retry-After, and the stack does not see it', () => {
    const { gate, passed, sent, decisions } = createGate({ burst: 1 });
    gate.receiveMessage(request('MESSAGE'), flowOf('192.0.2.7'));
    gate.receiveMessage(request('MESSAGE'), flowOf('192.0.2.7'));
    expect(passed).toHaveLength(1);
    expect(sent.map(({ flow }) => flow.id)).toEqual(['udp:192.0.2.7:5062']);
    const lines = sent[0]?.text.split('\r\n') ?? [];
    expect(lines[0]).toBe('SIP/2.0 503 Service Unavailable');
    expect(lines.filter((line) => line.startsWith('Via:'))).toEqual([
      expect.stringMatching(/a\.invalid;.*received=192\.0\.2\.7/),
      'Via: SIP/2.0/UDP b',
    ]);
    expect(lines).toContain('CSeq: 7 MESSAGE');
    expect(lines).toContain('Retry-After: 1');
    expect(lines.find((line) => line.startsWith('To:'))).toMatch(/;tag=/);
    expect(decisions).toEqual(['refuse']);
  });

  test('[AD3] far beyond there is silence, and no answer is much longer than its request', () => {
    const { gate, sent, decisions } = createGate({ burst: 0, refusalBurst: 1 });
    gate.receiveMessage(request('INVITE'), flowOf('192.0.2.7'));
    gate.receiveMessage(request('INVITE'), flowOf('192.0.2.7'));
    expect(sent).toHaveLength(1);
    expect((sent[0]?.text.length ?? 0) / request('INVITE').length).toBeLessThan(1.5);
    expect(decisions).toEqual(['refuse', 'drop']);
  });

  test('[AD4] responses always pass, ACK is never answered', () => {
    const { gate, passed, sent, decisions } = createGate({ burst: 0, refusalBurst: 10 });
    gate.receiveMessage(Buffer.from('SIP/2.0 200 OK\r\n\r\n'), flowOf('192.0.2.7'));
    gate.receiveMessage(request('ACK'), flowOf('192.0.2.7'));
    expect(passed).toHaveLength(1);
    expect(sent).toHaveLength(0);
    expect(decisions).toEqual(['drop']);
  });

  test('[AD5] trusted addresses are not counted', () => {
    const { gate, passed } = createGate({ burst: 0, trustedAddresses: ['192.0.2.7'] });
    gate.receiveMessage(request('MESSAGE'), flowOf('::ffff:192.0.2.7'));
    gate.receiveMessage(request('MESSAGE'), flowOf('192.0.2.8'));
    expect(passed).toHaveLength(1);
  });

  test('[AD7] what cannot be read is counted, and dropped beyond the rate', () => {
    const { gate, passed, sent } = createGate({ burst: 1, refusalBurst: 10 });
    for (let index = 0; index < 3; index += 1) gate.receiveMessage(Buffer.from('noise'), flowOf('192.0.2.7'));
    expect(passed).toHaveLength(1);
    expect(sent).toHaveLength(0);
  });

  test('[OV2] those who are being served go on behind a source that floods, within a rate of their own', () => {
    const { gate, passed } = createGate({ burst: 1, servedBurst: 2, served: ['chat'] });
    for (let index = 0; index < 5; index += 1) gate.receiveMessage(request('MESSAGE', 'flood'), flowOf('192.0.2.7'));
    for (let index = 0; index < 5; index += 1) gate.receiveMessage(request('MESSAGE', 'chat'), flowOf('192.0.2.7'));
    expect(passed.map((bytes) => /Call-ID: (\w+)/.exec(bytes.toString())?.[1])).toEqual(['flood', 'chat', 'chat']);
  });

  test('[OV3] [OV7] all sources of a tenant share one rate, which whoever is being served passes', () => {
    const { gate, passed, sent, decisions, limits } = createGate({ burst: 9, tenantBurst: 2, served: ['chat'] });
    for (let index = 0; index < 8; index += 1) gate.receiveMessage(request('INVITE'), flowOf(`192.0.2.${index}`));
    gate.receiveMessage(request('MESSAGE', 'chat'), flowOf('192.0.2.99'));
    expect(passed).toHaveLength(3);
    expect(sent.map(({ text }) => text.slice(0, 11))).toEqual(Array.from({ length: 4 }, () => 'SIP/2.0 503'));
    expect(decisions).toEqual(['refuse', 'refuse', 'refuse', 'refuse', 'drop', 'drop']);
    expect(new Set(limits)).toEqual(new Set(['tenant']));
  });

  test('[OV6] trusted peers are counted for neither', () => {
    const isTrustedPeer = (address: string) => address === '192.0.2.9';
    const { gate, passed } = createGate({ burst: 1, tenantBurst: 1, trustedAddresses: ['192.0.2.8'], isTrustedPeer });
    for (const last of [8, 9, 8, 9]) gate.receiveMessage(request('MESSAGE'), flowOf(`192.0.2.${last}`));
    expect(passed).toHaveLength(4);
    gate.receiveMessage(request('MESSAGE'), flowOf('192.0.2.7'));
    gate.receiveMessage(request('MESSAGE'), flowOf('192.0.2.6'));
    expect(passed).toHaveLength(5);
  });

  test('the end of a flow is passed on', () => {
    const { gate, closed } = createGate({ burst: 0 });
    gate.flowClosed(flowOf('192.0.2.7'));
    expect(closed).toHaveLength(1);
  });
});
