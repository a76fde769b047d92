import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { Flow } from '../../protocols/sip/transactions/sip-transport.ts';
import { AdmissionGate } from './admission-gate.ts';
import { SourceRate } from './source-rate.ts';

function request(method: string): Buffer {
  return Buffer.from(
    `${method} sip:1111@localhost SIP/2.0\r\nVia: SIP/2.0/UDP a.invalid;rport;branch=z9hG4bK1\r\nVia: SIP/2.0/UDP b\r\n` +
      `From: <sip:a@b.c>;tag=1\r\nTo: <sip:1111@localhost>\r\nCall-ID: one\r\nCSeq: 7 ${method}\r\nContent-Length: 0\r\n\r\n`,
  );
}

const flowOf = (remoteAddress: string): Flow => ({
  id: `udp:${remoteAddress}:5062`,
  transport: 'UDP',
  remoteAddress,
  remotePort: 5062,
});

function createGate(options: { burst: number; refusalBurst?: number; trustedAddresses?: readonly string[] }) {
  const passed: Buffer[] = [];
  const sent: { readonly flow: Flow; readonly text: string }[] = [];
  const closed: Flow[] = [];
  const decisions: (string | undefined)[] = [];
  const gate = new AdmissionGate({
    receiver: { receiveMessage: (bytes) => passed.push(bytes), flowClosed: (flow) => closed.push(flow) },
    transport: {
      send: (flow, bytes) => sent.push({ flow, text: bytes.toString() }) > 0,
      isOpen: () => true,
      sentBy: () => 'x',
    },
    rate: new SourceRate({ clock: new FakeClock(), requestsPerSecond: 1, ...options }),
    trustedAddresses: options.trustedAddresses ?? [],
    counters: { count: (_name, labels) => decisions.push(labels?.decision), observe: () => {} },
  });
  return { gate, passed, sent, closed, decisions };
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

  test('the end of a flow is passed on', () => {
    const { gate, closed } = createGate({ burst: 0 });
    gate.flowClosed(flowOf('192.0.2.7'));
    expect(closed).toHaveLength(1);
  });
});
