import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../../test/support/fakes/fake-clock.ts';
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import { PeerReach, type PeerReachOptions } from './peer-reach.ts';

function udp(remoteAddress: string, remotePort = 5060): Flow {
  return { id: `udp:${remoteAddress}:${remotePort}`, transport: 'UDP', remoteAddress, remotePort };
}

const stranger = udp('192.0.2.7');

function createReach(options: Partial<PeerReachOptions> = {}) {
  const clock = new FakeClock();
  const reach = new PeerReach({ clock, isKnown: () => false, ...options });
  const repeats = (flow: Flow, wanted = 11) =>
    Array.from({ length: wanted }, () => reach.mayRepeat(flow)).filter((may) => may).length;
  return { clock, reach, repeats };
}

describe('who shows that he is there', () => {
  test('[OV10] a stranger gets three repeats, and three more for each thing that comes or begins, which are not saved up', () => {
    const { reach, repeats } = createReach();
    expect(repeats(stranger)).toBe(3);
    reach.renewed(stranger);
    reach.renewed(stranger);
    expect(repeats(stranger)).toBe(3);
    expect(repeats(stranger)).toBe(0);
  });

  test('[OV10] all ports of a source share 50 repeats at once and 5 a second; another source has its own', () => {
    const { clock, repeats } = createReach();
    const ofAllPorts = () => {
      let count = 0;
      for (let port = 20_000; port < 20_100; port += 1) count += repeats(udp('192.0.2.7', port), 1);
      return count;
    };
    expect(ofAllPorts()).toBe(50);
    clock.advance(2_000);
    expect(ofAllPorts()).toBe(10);
    expect(repeats(udp('192.0.2.8'))).toBe(3);
  });

  test('[OV9] [OV11] one who is proved gets every repeat, for an hour after the last proof', () => {
    const { clock, reach, repeats } = createReach();
    reach.proved(stranger);
    clock.advance(3_000_000);
    reach.proved(stranger);
    clock.advance(3_599_999);
    expect(repeats(stranger, 200)).toBe(200);
    expect(repeats(udp('192.0.2.7', 5061))).toBe(3);
    clock.advance(1);
    expect(repeats(stranger)).toBe(3);
  });

  test('[OV9] streams and known peers need no proof', () => {
    const { repeats } = createReach({ isKnown: ({ remoteAddress }) => remoteAddress === '192.0.2.9' });
    expect(repeats({ ...stranger, id: 'tcp:1', transport: 'TCP' })).toBe(11);
    expect(repeats(udp('192.0.2.9'))).toBe(11);
  });

  test('[OV9] a crowd of strangers takes no proof away and is not remembered without bound', () => {
    const { reach, repeats } = createReach({ provedMax: 2, unprovedMax: 3 });
    for (const port of [1, 2]) reach.proved(udp('192.0.2.9', port));
    for (let host = 1; host < 100; host += 1) {
      reach.renewed(udp(`198.51.100.${host}`));
      reach.mayRepeat(udp(`198.51.100.${host}`));
    }
    expect(reach.size).toBe(5);
    expect([1, 2].map((port) => repeats(udp('192.0.2.9', port)))).toEqual([11, 11]);
    reach.proved(udp('192.0.2.9', 3));
    expect([1, 2, 3].map((port) => repeats(udp('192.0.2.9', port)))).toEqual([3, 11, 11]);
  });
});
