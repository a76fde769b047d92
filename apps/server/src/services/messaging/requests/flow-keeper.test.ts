import { expect, test } from 'vitest';
import { FakeClock } from '../../../../test/support/fakes/fake-clock.ts';
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import { FlowKeeper } from './flow-keeper.ts';

function udp(remoteAddress: string, remotePort = 5060): Flow {
  return { id: `udp:${remoteAddress}:${remotePort}`, transport: 'UDP', remoteAddress, remotePort };
}

function start(flows: readonly Flow[]) {
  const clock = new FakeClock();
  const sent: string[] = [];
  const keeper = new FlowKeeper({
    clock,
    flows: () => flows,
    send: (flow, bytes) => {
      expect(bytes.toString()).toBe('\r\n\r\n');
      sent.push(flow.id);
    },
  });
  keeper.start();
  return { clock, sent, keeper };
}

test('[TP81] each UDP flow gets a sign of life every 25 s, whoever shares it', () => {
  const tcp: Flow = { ...udp('192.0.2.3'), id: 'tcp:1', transport: 'TCP' };
  const { clock, sent, keeper } = start([
    udp('192.0.2.1'),
    udp('192.0.2.1'),
    udp('2001:db8::1'),
    tcp,
    udp('127.0.0.1'),
    udp('::1'),
  ]);
  clock.advance(24_999);
  expect(sent).toEqual([]);
  clock.advance(1);
  expect(sent).toEqual(['udp:192.0.2.1:5060', 'udp:2001:db8::1:5060']);
  clock.advance(25_000);
  expect(sent).toHaveLength(4);
  keeper.stop();
  clock.advance(100_000);
  expect(sent).toHaveLength(4);
});

test('[TP81] thousands get it a hundred at a time', () => {
  const { clock, sent } = start(Array.from({ length: 1_050 }, (_, index) => udp('192.0.2.1', index + 1)));
  clock.advance(25_000);
  expect(sent).toHaveLength(100);
  clock.advance(1_000);
  expect(sent).toHaveLength(1_050);
  expect(new Set(sent).size).toBe(1_050);
});
