/** Advisories that are about what bytes do: V6 to V8, V10, V12, V18, V19. */
import { deflateSync, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { SeededRandom } from '../../../src/base/seeded-random.ts';
import { StreamFramer } from '../../../src/protocols/sip/grammar/stream-framer.ts';
import { mutateText } from '../../fuzz/mutate.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { OFFER, RawPeer } from '../../support/sockets/raw-peer.ts';

let centre: ContactCentre;
let maya: DesktopClient;
let peer: RawPeer;

beforeEach(async () => {
  centre = await ContactCentre.open();
  maya = await DesktopClient.ready(centre, '1001');
  peer = new RawPeer(centre);
});

/** The server still serves. */
async function expectService() {
  const customer = new PageCustomer(centre, 'sip:after@example.net');
  expect((await customer.say('Still there?')).status).toBe(200);
}

test.each([
  '4294967328',
  '-1',
  '+5',
  '0x10',
  '5, 9',
  '5\r\nContent-Length: 9',
  '18446744073709551621',
  '1e1',
  '',
  '\u0665',
])('[AV6] over a stream nothing is smuggled behind Content-Length "%s"', (length) => {
  const lines = { 'Content-Length': `Content-Length: ${length}` };
  const outer = peer.build('MESSAGE', { lines, body: 'x'.repeat(5) });
  const smuggled = peer.build('MESSAGE', { body: 'smuggled' });
  const items = new StreamFramer().push(Buffer.concat([outer, smuggled]));
  expect(items.map(({ kind }) => kind)).toEqual(['failure']);
});

test('[AV7] malformed credentials are refused or asked for anew, never worse', async () => {
  const random = new SeededRandom(7);
  const seed = Buffer.from(
    'Authorization: Digest username="alice", realm="localhost", nonce="abc", uri="sip:1111@localhost", response="00112233445566778899aabbccddeeff", algorithm=MD5, cnonce="x", qop=auth, nc=00000001',
  );
  const words = [
    'qop=',
    'nc=',
    '"',
    'algorithm=SHA-512',
    'username*=',
    'realm="',
    'Basic ',
    'Digest',
    ',,',
    'opaque=""',
  ];
  const statuses = new Set<number>();
  for (let index = 0; index < 300; index += 1) {
    const line = mutateText(random, [seed], words)
      .toString('latin1')
      .replaceAll(/[\r\n]/g, '')
      .slice(0, 7_000);
    const lines = { From: `From: <sip:alice@localhost>;tag=t${index}`, Authorization: line };
    for (const status of await peer.send(
      Buffer.from(peer.build('MESSAGE', { lines, body: 'Hi' }).toString('latin1'), 'latin1'),
    ))
      statuses.add(status);
  }
  for (const status of statuses) expect([400, 401, 403]).toContain(status);
  expect(statuses.has(401)).toBe(true);
  expect(maya.rung).toEqual([]);
  await expectService();
});

test.each([
  ['no boundary', 'multipart/mixed', '--x\r\n\r\nHi\r\n--x--'],
  ['an empty boundary', 'multipart/mixed;boundary=""', '--\r\n\r\nHi\r\n----'],
  ['a giant boundary', `multipart/mixed;boundary="${'b'.repeat(4_000)}"`, `--${'b'.repeat(4_000)}\r\n\r\nHi`],
  ['a boundary that never comes', 'multipart/mixed;boundary=x', 'y'.repeat(10_000)],
  ['no end', 'multipart/mixed;boundary=x', '--x\r\nContent-Type: text/plain\r\n\r\nHi'],
  ['a part without an empty line', 'multipart/mixed;boundary=x', '--x\r\nContent-Type: text/plain\r\n--x--'],
  ['thousands of parts', 'multipart/mixed;boundary=x', `${'--x\r\n\r\n\r\n'.repeat(4_000)}--x--`],
  [
    'parts within parts',
    'multipart/mixed;boundary=x',
    `${'--x\r\nContent-Type: multipart/mixed;boundary=x\r\n\r\n'.repeat(500)}Hi`,
  ],
  ['the boundary alone', 'multipart/alternative;boundary=x', '--x--'],
])('[AV8] multipart with %s is answered, and nothing breaks', async (_what, type, body) => {
  const [status = 0] = await peer.send(peer.build('MESSAGE', { type, body }));
  expect([200, 400, 413, 415]).toContain(status);
  await expectService();
});

describe('[AV10] numbers of peers are held within bounds', () => {
  test('Retry-After: five minutes are the longest pause', async () => {
    const customer = new PageCustomer(centre);
    await customer.say('Hi.');
    await maya.answer(maya.rung[0]);
    customer.reply = { status: 503, headers: ['Retry-After: 99999999999999999999'] };
    await maya.say(maya.rung[0], 'Yes?');
    customer.reply = { status: 200 };
    await centre.pass(301, 10);
    expect(customer.shown).toEqual(['[Maya/1001] Yes?']);
  });

  test('the refresh of a typing notice: five minutes are the longest', async () => {
    const customer = new PageCustomer(centre);
    await customer.say('Hi.');
    await maya.answer(maya.rung[0]);
    const body =
      '<isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing"><state>active</state><refresh>4294967296</refresh></isComposing>';
    await customer.say(body, { contentType: 'application/im-iscomposing+xml' });
    const typing = () =>
      maya.all('EventPrivateInfo', { privateMsgID: 3002 }).map(({ extensions }) => extensions?.['isComposing']);
    expect(typing()).toEqual(['active']);
    await centre.pass(301, 10);
    expect(typing()).toEqual(['active', 'idle']);
  });

  test.each([
    'Expires: 99999999999999999999',
    'Session-Expires: 4294967296',
    'Min-SE: 99999999999',
    'Timestamp: 1e999',
  ])('%s keeps no timer and harms nothing', async (line) => {
    const timers = centre.switchState.deadlines.size;
    const [status = 0] = await peer.send(peer.build('MESSAGE', { more: [line], body: 'Hi' }));
    expect([200, 400, 422]).toContain(status);
    expect(centre.switchState.deadlines.size - timers).toBeLessThan(5);
    await expectService();
  });
});

describe('[AV12] each header empty, missing, doubled, and as nonsense', () => {
  const names = [
    'Via',
    'From',
    'To',
    'Call-ID',
    'CSeq',
    'Max-Forwards',
    'Contact',
    'Content-Type',
    'Content-Length',
    'Diversion',
    'Route',
    'Record-Route',
    'Require',
    'Supported',
    'Accept',
    'Allow',
    'Expires',
    'Date',
    'Replaces',
    'Authorization',
    'Content-Encoding',
    'Content-Disposition',
    'Reason',
    'Event',
  ];
  test.each(['MESSAGE', 'INVITE', 'REGISTER', 'BYE', 'OPTIONS'])('of a %s', async (method) => {
    const parts =
      method === 'INVITE' ? { type: 'application/sdp', body: OFFER } : method === 'MESSAGE' ? { body: 'Hi' } : {};
    for (const name of names) {
      const good =
        peer
          .build(method, parts)
          .toString()
          .split('\r\n')
          .find((line) => line.startsWith(`${name}:`)) ?? `${name}: x`;
      for (const line of [null, `${name}:`, `${name}: ,`, `${name}: <`, `${name}: "`, `${good}\r\n${good}`]) {
        const answers = await peer.send(peer.build(method, { ...parts, lines: { [name]: line } }));
        for (const status of answers) expect(status, `${method} ${line}`).toBeLessThan(500);
      }
    }
    await expectService();
  });
});

describe('[AV18] bodies that grow, and other traps', () => {
  const bomb = Buffer.alloc(20 * 2 ** 20, 'a');
  test.each([
    ['deflate', deflateSync(bomb)],
    ['gzip', gzipSync(bomb)],
    ['deflate, deflate', deflateSync(deflateSync(bomb))],
  ])('a bomb in %s is refused', async (encoding, body) => {
    const [status = 0] = await peer.send(
      peer.build('MESSAGE', { more: [`Content-Encoding: ${encoding}`], type: 'text/plain', body }),
    );
    expect([413, 513]).toContain(status);
    await expectService();
  });

  test.each([
    [
      'entities within entities',
      '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing"><state>&b;</state></isComposing>',
    ],
    [
      'an outside entity',
      '<!DOCTYPE l [<!ENTITY f SYSTEM "file:///etc/passwd">]><isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing"><state>&f;</state></isComposing>',
    ],
    ['deep nesting', `${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}`],
  ])('%s in XML: 400, and nobody is told', async (_what, body) => {
    expect(await peer.send(peer.build('MESSAGE', { type: 'application/im-iscomposing+xml', body }))).toEqual([400]);
    expect(maya.all('EventPrivateInfo')).toEqual([]);
  });

  test('an address in a text is text: nothing is fetched, it arrives as it was written', async () => {
    const text = 'see http://169.254.169.254/latest/meta-data and file:///etc/passwd';
    await peer.send(peer.build('MESSAGE', { body: text }));
    await maya.answer(maya.rung[0]);
    expect(maya.texts).toEqual([text]);
  });
});

test('[AV19] names of prototypes are ids like any other', async () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'];
  for (const name of names) {
    const user = new RawPeer(centre);
    const lines = {
      'Call-ID': `Call-ID: ${name}`,
      From: `From: <sip:${name}@example.net;${name}=${name}>;tag=${name};${name}`,
    };
    const more = [`${name}: x`, `X: y;${name}=z`];
    expect(await user.send(user.build('MESSAGE', { lines, more, body: name }))).toEqual([200]);
  }
  expect(new Set(maya.all('EventRinging').map(({ ani }) => ani))).toEqual(
    new Set(names.slice(0, 3).map((name) => `${name}@example.net`)),
  );
  const connID = maya.rung[0];
  await maya.answer(connID);
  const userData = JSON.parse('{"__proto__":{"isAdmin":1},"constructor":"c","toString":"t"}') as object;
  await maya.request('TAttachUserData', { thisDN: '1001', connID, userData });
  for (const key of names) await maya.request('TDeletePair', { thisDN: '1001', connID, key });
  expect(({} as { isAdmin?: number }).isAdmin).toBeUndefined();
  for (const name of names)
    expect(await maya.request('TQueryCall', { thisDN: '1001', connID: name })).toMatchObject({ name: 'EventError' });
  await expectService();
});
