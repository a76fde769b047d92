import { describe, expect, test } from 'vitest';
import { FakeDns, naptr, srv } from '../../../../test/support/fakes/fake-dns.ts';
import { SeededRandom } from '../../../../test/support/fakes/seeded-random.ts';
import { parseUri } from '../grammar/header-fields/parse-uri.ts';
import { resolveUri } from './resolve-uri.ts';

async function resolve(text: string, zones: Readonly<Record<string, unknown>>, families: readonly (4 | 6)[] = [4, 6]) {
  const uri = parseUri(text);
  if (!uri.ok || uri.value.kind !== 'sip') throw new Error(text);
  const dns = new FakeDns(zones);
  const found = await resolveUri(uri.value, { dns, random: new SeededRandom(1), families });
  const places = found.ok
    ? found.value.map(({ transport, address, port }) => `${transport} ${address} ${port}`)
    : found.failure;
  return { places, asked: dns.asked, hosts: found.ok ? found.value.map(({ host }) => host) : [] };
}

const example = {
  'NAPTR example.com': [
    naptr(100, 50, 'SIP+D2U', '_sip._udp.example.com'),
    naptr(50, 50, 'SIPS+D2T', '_sips._tcp.example.com'),
    naptr(90, 50, 'SIP+D2T', '_sip._tcp.example.com'),
    naptr(10, 50, 'E2U+email', 'mail.example.com'),
  ],
  'SRV _sips._tcp.example.com': [srv(1, 1, 'tls.example.com', 5081)],
  'SRV _sip._tcp.example.com': [srv(2, 0, 'two.example.com', 5070), srv(1, 0, 'one.example.com', 5062)],
  'SRV _sip._udp.example.com': [srv(1, 1, 'one.example.com', 5060)],
  'A tls.example.com': ['192.0.2.9'],
  'A one.example.com': ['192.0.2.1', '192.0.2.2'],
  'AAAA one.example.com': ['2001:db8::1'],
  'A two.example.com': ['192.0.2.3'],
};

describe('RFC 3263 4.1 and 4.2', () => {
  test.each([
    ['sip:192.0.2.7', ['UDP 192.0.2.7 5060']],
    ['sip:192.0.2.7:5080', ['UDP 192.0.2.7 5080']],
    ['sip:192.0.2.7;transport=TCP', ['TCP 192.0.2.7 5060']],
    ['sip:192.0.2.7;transport=tls', ['TLS 192.0.2.7 5061']],
    ['sips:192.0.2.7', ['TLS 192.0.2.7 5061']],
    ['sips:192.0.2.7:5062;transport=tcp', ['TLS 192.0.2.7 5062']],
    ['sip:a@[2001:db8::7]:5062', ['UDP 2001:db8::7 5062']],
    ['sip:proxy.example;maddr=192.0.2.8', ['UDP 192.0.2.8 5060']],
    ['sips:192.0.2.7;transport=udp', 'sips over udp'],
    ['sip:192.0.2.7;transport=ws', 'nothing can be sent over ws'],
  ])('[TP60] %s needs no name system', async (uri, places) => {
    const found = await resolve(uri, {});
    expect(found.places).toEqual(places);
    expect(found.asked).toEqual([]);
  });

  test('[TP61] a name alone: NAPTR by order, then SRV by priority, then addresses', async () => {
    const { places, hosts } = await resolve('sip:example.com', example);
    expect(places).toEqual([
      'TLS 192.0.2.9 5081',
      'TCP 192.0.2.1 5062',
      'TCP 192.0.2.2 5062',
      'TCP 2001:db8::1 5062',
      'TCP 192.0.2.3 5070',
      'UDP 192.0.2.1 5060',
      'UDP 192.0.2.2 5060',
      'UDP 2001:db8::1 5060',
    ]);
    expect(new Set(hosts)).toEqual(new Set(['example.com']));
  });

  test('[TP61] a sips URI takes TLS and nothing else, whatever the domain offers', async () => {
    expect((await resolve('sips:example.com', example)).places).toEqual(['TLS 192.0.2.9 5081']);
    const { 'NAPTR example.com': _, 'SRV _sips._tcp.example.com': __, ...without } = example;
    const plain = { ...without, 'A example.com': ['192.0.2.5'] };
    expect((await resolve('sips:example.com', plain)).places).toEqual(['TLS 192.0.2.5 5061']);
  });

  test('[TP61] a transport in the URI asks for its SRV records alone, a port for addresses alone', async () => {
    const tcp = await resolve('sip:example.com;transport=tcp', example);
    expect(tcp.places).toContain('TCP 192.0.2.1 5062');
    expect(tcp.asked[0]).toBe('SRV _sip._tcp.example.com');
    const port = await resolve('sip:two.example.com:5099', example);
    expect(port.places).toEqual(['UDP 192.0.2.3 5099']);
    expect(port.asked).toEqual(['A two.example.com', 'AAAA two.example.com']);
  });

  test('[TP61] without NAPTR the SRV records of UDP and TCP, without these the addresses at the default port', async () => {
    const { 'NAPTR example.com': _, ...withoutNaptr } = example;
    expect((await resolve('sip:example.com', withoutNaptr)).places).toMatchObject([
      'UDP 192.0.2.1 5060',
      {},
      {},
      {},
      {},
      {},
      {},
    ]);
    const bare = { 'A plain.example': ['192.0.2.4'] };
    expect((await resolve('sip:plain.example', bare)).places).toEqual(['UDP 192.0.2.4 5060']);
  });

  test('[TP62] only kinds of addresses that can be reached are asked for, the preferred one first', async () => {
    const both = { 'A h.example': ['192.0.2.4'], 'AAAA h.example': ['2001:db8::4'] };
    expect((await resolve('sip:h.example:5060', both, [6, 4])).places).toEqual([
      'UDP 2001:db8::4 5060',
      'UDP 192.0.2.4 5060',
    ]);
    const { places, asked } = await resolve('sip:h.example:5060', both, [4]);
    expect(places).toEqual(['UDP 192.0.2.4 5060']);
    expect(asked).toEqual(['A h.example']);
  });

  test('[TP62] a host that cannot be looked up is passed over while there are others', async () => {
    const zones = { ...example, 'A tls.example.com': 'failure', 'AAAA tls.example.com': 'failure' };
    expect((await resolve('sip:example.com', zones)).places[0]).toBe('TCP 192.0.2.1 5062');
    expect((await resolve('sip:gone.example:5060', {})).places).toBe('gone.example has no address');
    const broken = { 'A h.example': 'failure', 'AAAA h.example': 'failure' };
    expect((await resolve('sip:h.example:5060', broken)).places).toBe('h.example cannot be looked up: SERVFAIL');
  });

  test('[TP63] one name makes at most 8 hosts and 12 addresses', async () => {
    const many = Array.from({ length: 500 }, (_, index) => index);
    const zones = {
      'SRV _sip._udp.big.example': many.map((index) => srv(index, 0, `h${index}.example`, 5060)),
      ...Object.fromEntries(many.map((index) => [`A h${index}.example`, ['192.0.2.1', '192.0.2.2', '192.0.2.3']])),
    };
    const { places, asked } = await resolve('sip:big.example;transport=udp', zones);
    expect(places).toHaveLength(12);
    expect(asked.length).toBeLessThan(20);
    const none = await resolve('sip:big.example;transport=udp', {
      'SRV _sip._udp.big.example': zones['SRV _sip._udp.big.example'],
    });
    expect(none.places).toBe('big.example has no address');
    expect(none.asked).toHaveLength(1 + 8 * 2);
  });
});
