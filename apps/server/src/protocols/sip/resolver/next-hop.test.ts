import { expect, test } from 'vitest';
import { FakeClock } from '../../../../test/support/fakes/fake-clock.ts';
import { FakeDns, srv } from '../../../../test/support/fakes/fake-dns.ts';
import { SeededRandom } from '../../../../test/support/fakes/seeded-random.ts';
import { required } from '../../../base/assert.ts';
import { fail, succeed } from '../../../base/result.ts';
import { parseUri } from '../grammar/header-fields/parse-uri.ts';
import type { Target } from '../transport/target.ts';
import { NextHop } from './next-hop.ts';

const zones = {
  'SRV _sip._tcp.peer.example': [
    srv(1, 0, 'one.example', 5060),
    srv(2, 0, 'two.example', 5060),
    srv(3, 0, 'three.example', 5060),
  ],
  'A one.example': ['192.0.2.1'],
  'A two.example': ['192.0.2.2'],
  'A three.example': ['192.0.2.3'],
};

function start(dead: readonly string[] = [], mayUse?: (target: Target) => boolean) {
  const clock = new FakeClock();
  const connected: string[] = [];
  const nextHop = new NextHop({
    dns: new FakeDns(zones),
    clock,
    random: new SeededRandom(1),
    families: [4],
    ...(mayUse === undefined ? {} : { mayUse }),
    connector: {
      connect: async ({ address, port }: Target) => {
        connected.push(address);
        if (dead.includes(address)) return fail(`${address} is dead`);
        return succeed({ id: `tcp:${address}`, transport: 'TCP' as const, remoteAddress: address, remotePort: port });
      },
    },
  });
  const parsed = parseUri('sip:peer.example;transport=tcp');
  const uri = required(parsed.ok && parsed.value.kind === 'sip' ? parsed.value : undefined, 'a URI');
  const open = async (tried: readonly Target[] = []) => {
    const way = await nextHop.open(uri, tried);
    return way.ok ? way.value.target : way.failure;
  };
  return { clock, nextHop, connected, open };
}

test('[TP66] the first target that opens is taken; those that fail are tried last for half a minute', async () => {
  const { clock, connected, open } = start(['192.0.2.1']);
  expect(await open()).toMatchObject({ address: '192.0.2.2', transport: 'TCP', host: 'peer.example' });
  expect(await open()).toMatchObject({ address: '192.0.2.2' });
  expect(connected).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.2']);
  clock.advance(30_001);
  await open();
  expect(connected.slice(3)).toEqual(['192.0.2.1', '192.0.2.2']);
});

test('[TP66] a request goes to each target once, and gets a reason when there is none left', async () => {
  const { nextHop, open } = start();
  const tried: Target[] = [];
  for (let target = await open(tried); typeof target !== 'string'; target = await open(tried)) {
    nextHop.failed(target);
    tried.push(target);
  }
  expect(tried.map(({ address }) => address)).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3']);
  expect(await open(tried)).toBe('every address of peer.example has been tried');
});

test('[TP66] when none opens, the reason of the last is told', async () => {
  const { open } = start(['192.0.2.1', '192.0.2.2', '192.0.2.3']);
  expect(await open()).toBe('192.0.2.3 is dead');
});

test('[TP66][TK18] one that says for how long it wants to be left alone is tried last for that time', async () => {
  const { clock, nextHop, open } = start();
  const target = await open();
  if (typeof target === 'string') throw new Error(target);
  nextHop.failed(target, 120_000);
  clock.advance(119_000);
  expect(await open()).not.toEqual(target);
  clock.advance(1_001);
  expect(await open()).toEqual(target);
});

test('[RG17] what may not be used is not connected to', async () => {
  const { nextHop, connected } = start([], ({ address }) => address === '192.0.2.3');
  const parsed = parseUri('sip:peer.example;transport=tcp');
  const way = await nextHop.open(
    required(parsed.ok && parsed.value.kind === 'sip' ? parsed.value : undefined, 'a URI'),
  );
  expect(way.ok && way.value.target.address).toBe('192.0.2.3');
  expect(connected).toEqual(['192.0.2.3']);
});
