/** Advisories that are about who may do what: V1 to V5, V14 to V17. */
import { endpoints } from '@cordboard/shared/rest/endpoints';
import { requestSchemas, type TRequest } from '@cordboard/shared/tlib/requests';
import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';
import { OFFER, RawPeer } from '../../support/sockets/raw-peer.ts';

const METHODS = [
  'MESSAGE',
  'INVITE',
  'REGISTER',
  'SUBSCRIBE',
  'NOTIFY',
  'PUBLISH',
  'INFO',
  'REFER',
  'UPDATE',
  'PRACK',
  'BYE',
  'CANCEL',
];
const TRANSPORTS = ['UDP', 'TCP', 'WS'] as const;
const contentOf = (method: string) =>
  method === 'INVITE' ? { type: 'application/sdp', body: OFFER } : method === 'MESSAGE' ? { body: 'Hello' } : {};

let centre: ContactCentre;
let maya: DesktopClient;

beforeEach(async () => {
  centre = await ContactCentre.open();
  maya = await DesktopClient.ready(centre, '1001');
  maya.clear();
});

test('[AV1] without credentials nothing reaches an agent or another user, by whichever method and transport', async () => {
  const reached = [];
  for (const transport of TRANSPORTS) {
    const peer = new RawPeer(centre, transport);
    for (const method of METHODS) {
      for (const requestUri of [
        'sip:1001@localhost',
        'sip:1005@localhost',
        'sip:alice@localhost',
        'sip:x@example.org',
      ]) {
        const answers = await peer.send(peer.build(method, { requestUri, ...contentOf(method) }));
        if (answers.some((status) => status < 300))
          reached.push(`${transport} ${method} ${requestUri}: ${answers.join()}`);
      }
    }
    expect(peer.requests).toEqual([]);
  }
  expect(reached).toEqual([]);
  expect(maya.events).toEqual([]);
});

test('[AV2] a flood of requests without credentials leaves nothing behind', async () => {
  const peer = new RawPeer(centre);
  const rows = () =>
    (['calls', 'legs', 'bindings', 'deadlines', 'recentCustomers'] as const).map(
      (name) => centre.switchState[name].size,
    );
  const before = rows();
  for (let index = 0; index < 600; index += 1) {
    const method = METHODS[index % 6] ?? '';
    const requestUri = index % 2 === 0 ? 'sip:1001@localhost' : 'sip:alice@localhost';
    centre.send(peer.flow, peer.build(method, { requestUri, ...contentOf(method) }));
  }
  await centre.pass(70, 35);
  expect(rows()).toEqual(before);
  expect(centre.world.userAgent.transactionCounts).toEqual({ server: 0, client: 0 });
});

test('[AV2] a peer who challenges our text learns nothing', async () => {
  const customer = new PageCustomer(centre);
  await customer.say('Hi.');
  await maya.answer(maya.rung[0]);
  const challenge = 'Digest realm="evil", nonce="n", algorithm=MD5, qop="auth"';
  for (const [status, name] of [
    [401, 'WWW-Authenticate'],
    [407, 'Proxy-Authenticate'],
  ] as const) {
    customer.reply = { status, headers: [`${name}: ${challenge}`] };
    await maya.say(maya.rung[0], `secret ${status}`);
  }
  expect(customer.messages.map(({ startLine }) => startLine.split(' ')[0])).toEqual(['MESSAGE', 'MESSAGE']);
  for (const { headers } of customer.messages) {
    expect(headers.get('authorization')).toBeUndefined();
    expect(headers.get('proxy-authorization')).toBeUndefined();
  }
});

test('[AV3] every 401 and 407 carries a challenge that can be answered', async () => {
  const asked: string[] = [];
  for (const method of METHODS) {
    const peer = new RawPeer(centre);
    const lines = { From: 'From: <sip:alice@localhost>;tag=a1', To: 'To: <sip:alice@localhost>' };
    for (const requestUri of ['sip:localhost', 'sip:1111@localhost', 'sip:1001@localhost']) {
      for (const answer of await peer.ask(peer.build(method, { requestUri, lines, ...contentOf(method) }))) {
        if (!/ 40[17] /.test(answer.startLine)) continue;
        const name = answer.startLine.includes(' 401 ') ? 'www-authenticate' : 'proxy-authenticate';
        expect(answer.headers.get(name)).toMatch(
          /^Digest realm="localhost", nonce="[^"]{16,}".*algorithm=(MD5|SHA-256)/,
        );
        asked.push(method);
      }
    }
  }
  expect(asked).toEqual(expect.arrayContaining(['MESSAGE', 'INVITE', 'REGISTER']));
});

describe('[AV4] what looks like a request inside a dialog', () => {
  test.each([
    ['a control character before the colon', 'To\u000b: <sip:1001@localhost>;tag=x', 400],
    ['a line feed in the name', 'To\n: <sip:1001@localhost>;tag=x', 400],
    ['white space before the colon, a tag that names nothing', 'To \t: <sip:1001@localhost>;tag=x', 481],
    ['two of them, one with a tag', 'To: <sip:1001@localhost>\r\nTo: <sip:1001@localhost>;tag=x', 400],
    ['long and compact', 'To: <sip:1001@localhost>\r\nt: <sip:1001@localhost>;tag=x', 400],
    ['a tag in the URI, not of the header', 'To: <sip:1001@localhost;tag=x>', 403],
  ])('%s', async (_what, line, status) => {
    const peer = new RawPeer(centre);
    for (const [method, parts] of [
      ['MESSAGE', { body: 'Hi' }],
      ['INVITE', { type: 'application/sdp', body: OFFER }],
    ] as const) {
      expect(
        await peer.send(peer.build(method, { requestUri: 'sip:1001@localhost', lines: { To: line }, ...parts })),
      ).toEqual([status]);
    }
    expect(maya.events).toEqual([]);
  });

  test('an account of ours is asked for its password there too, or told that there is no dialog', async () => {
    const peer = new RawPeer(centre);
    const lines = { From: 'From: <sip:alice@localhost>;tag=a', To: 'To: <sip:1001@localhost>;tag=x' };
    expect([[401], [481]]).toContainEqual(
      await peer.send(peer.build('MESSAGE', { requestUri: 'sip:1001@localhost', lines, body: 'Hi' })),
    );
  });
});

test('[AV5] headers that only a trusted peer may set change nothing, however they are written', async () => {
  const peer = new RawPeer(centre);
  const more = [
    'P-Asserted-Identity : <sip:1002@localhost>',
    'p-asserted-identity\t:"Ben" <sip:evil-marker@localhost>',
    'P-Preferred-Identity: <sip:evil-marker@localhost>',
    'Remote-Party-ID: <sip:evil-marker@localhost>',
    'X-Internal: evil-marker',
    'History-Info: <sip:evil-marker@localhost>;index=1',
  ];
  expect(await peer.send(peer.build('MESSAGE', { more, body: 'Hi' }))).toEqual([200]);
  await maya.answer(maya.rung[0]);
  await maya.say(maya.rung[0], 'Hello');
  expect(maya.last('EventRinging')).toMatchObject({ ani: 'stranger@example.net' });
  expect(JSON.stringify([maya.events, peer.requests.map(({ headers }) => [...headers])])).not.toContain('evil-marker');
});

test('[AV16] ids of somebody else, in every request of T-Library, change nothing', async () => {
  const customer = new SessionCustomer(centre);
  await customer.invite();
  const connID = maya.rung[0];
  await maya.answer(connID);
  const ben = await DesktopClient.ready(centre, '1002');
  ben.clear();
  maya.clear();
  const calls = JSON.stringify([...centre.switchState.calls.values()]);
  const sessionOf = () => JSON.stringify(centre.switchState.agentSessions.get('1001' as never));
  const before = sessionOf();
  const parts = {
    connID,
    consultConnID: connID,
    otherDN: '1002',
    agentID: '1001',
    thisQueue: '1101',
    userData: { stolen: 1 },
    key: 'IM_Text',
    reasons: {},
    treatmentType: 20,
    serviceID: 3001,
    extensions: { im: 'stolen' },
    registerMode: 0,
    monitorNextCallType: 1,
  };
  const open = new Set(['TQueryAddress', 'TQueryServer', 'TRegisterAddress', 'TUnregisterAddress']);
  for (const name of Object.keys(requestSchemas) as TRequest['name'][]) {
    for (const thisDN of ['1001', '1002', '1111']) {
      const answer = await ben.request(name, { ...parts, thisDN });
      if (answer.name !== 'EventError' && !open.has(name) && thisDN !== '1002')
        expect.soft(`${name} ${thisDN}`).toBe('EventError');
    }
  }
  expect(JSON.stringify([...centre.switchState.calls.values()])).toBe(calls);
  expect(sessionOf()).toBe(before);
  expect(maya.events).toEqual([]);
  expect(customer.shown).toEqual([]);
  expect(JSON.stringify(ben.events)).not.toContain('bob@example.net');
});

test('[AV17] nothing but a login is taken over HTTP without a token: there is no hook to replay', () => {
  const open = Object.values(endpoints).filter((endpoint) => 'isPublic' in endpoint && endpoint.isPublic);
  expect(open.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
    'GET /api/openapi.json',
    'POST /api/session',
  ]);
});
