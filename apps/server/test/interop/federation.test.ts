import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/sockets/test-server.ts';
import { type AnsweringAgent, startAnsweringAgent } from './support/answering-agent.ts';
import { findFreePort } from './support/free-port.ts';
import { PEER_ACCOUNT, startKamailioDomain } from './support/kamailio-domain.ts';
import { startLinphone } from './support/linphone.ts';
import { runSipp, startSipp } from './support/sipp.ts';

const DEMO = fileURLToPath(new URL('../../config/demo.json', import.meta.url));
/** What ends with a test, and what with all of them. */
const cleanUps: (() => unknown)[] = [];
const ends: (() => unknown)[] = [];
let kamailioPort: number;
let server: TestServer;
let maya: AnsweringAgent;

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
}, 30_000);

/** The demo with a trunk to partner.example. */
async function writeConfiguration(contact: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-federation-'));
  ends.push(() => rm(folder, { recursive: true, force: true }));
  const file = JSON.parse(await readFile(DEMO, 'utf8'));
  const domains = ['partner.example'];
  const called = { 'customer-carriage': 'session' };
  file.directoryNumbers.push({
    type: 'trunk',
    number: '1901',
    contact,
    domains,
    checkSeconds: 5,
    ...PEER_ACCOUNT,
    ...called,
  });
  const agent = { 'external-uri': 'sip:anna@partner.example', 'auto-login': true };
  for (const dn of file.directoryNumbers) if (dn.number === '1005') Object.assign(dn.options, agent);
  const path = join(folder, 'configuration.json');
  await writeFile(path, JSON.stringify(file));
  return path;
}

/** Waits until the server has found Kamailio. */
async function trunkIsUp(httpPort: number): Promise<void> {
  for (;;) {
    const metrics = await (await fetch(`http://127.0.0.1:${httpPort}/metrics`)).text();
    if (metrics.includes('cordboard_trunk_up{trunk="1901"} 1')) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

beforeAll(async () => {
  kamailioPort = await findFreePort();
  const sipPort = await findFreePort();
  const kamailio = await startKamailioDomain('partner.example', sipPort, kamailioPort);
  ends.push(() => kamailio.stop());
  const configuration = await writeConfiguration(`sip:127.0.0.2:${kamailioPort}`);
  server = await startTestServer({ sipPort, env: { CORDBOARD_CONFIG: configuration } });
  ends.push(() => server.stop());
  maya = await startAnsweringAgent(server.httpPort, '1001');
  ends.push(() => maya.close());
  await trunkIsUp(server.httpPort);
}, 60_000);

afterAll(async () => {
  for (const end of ends.reverse()) await end();
}, 30_000);

test('[TK1][TK3][TK5][TK8] a Linphone behind Kamailio, which wants a password, writes to a routing point, is answered, and is written to', async () => {
  const identity = 'sip:bob@partner.example';
  const bob = await startLinphone({ serverPort: kamailioPort, identity, password: 'any' });
  cleanUps.push(() => bob.stop());

  // Bob has not been in touch yet: only the trunk leads to him.
  const dialled = await maya.client.request('TMakeCall', {
    ...{ thisDN: '1001', otherDN: 'bob@partner.example' },
    extensions: { im: 'May I ask you something?' },
  });
  await bob.waitForText('[Maya/1001] May I ask you something?');
  bob.sendText('sip:1111@localhost', 'Of course.');
  await bob.waitForText('[Maya/1001] re: Of course.');
  await maya.client.request('TReleaseCall', { thisDN: '1001', connID: dialled.connID });

  bob.sendText('sip:1111@localhost', 'Hello from the partner');
  await bob.waitForText('[Maya/1001] re: Hello from the partner');
  const rung = await maya.find(({ name, otherDN }) => name === 'EventRinging' && otherDN === 'bob@partner.example');
  expect(JSON.stringify(maya.client.events)).not.toContain('bob.internal');
  await maya.client.request('TReleaseCall', { thisDN: '1001', connID: rung.connID });
}, 60_000);

test('[TK3][TK8][TK10][TK12] a session from behind Kamailio, which stays in its route and wants a password of each request', async () => {
  const before = maya.texts.length;
  const result = await runSipp({
    ...{ scenario: 'session-mode', targetPort: kamailioPort, users: ['sue'], fromDomain: 'partner.example' },
    ...{ to: '1111', variables: { texts: 4 }, calls: 2, callsPerSecond: 10 },
  });
  expect(result).toMatchObject({ created: 2, successful: 2, failed: 0, errors: '' });
  expect(maya.texts).toHaveLength(before + 8);
  await maya.find((event) => event.name === 'EventReleased' && event.otherDN === 'sue@partner.example');
}, 60_000);

test('[TK13][TK14] an agent with a Linphone behind Kamailio is there while it is registered, and talks with a colleague', async () => {
  const identity = 'sip:anna@partner.example';
  const anna = await startLinphone({ serverPort: kamailioPort, identity, password: 'any' });
  cleanUps.push(() => anna.stop());
  const im = 'Can you help me?';
  const call = () => maya.client.request('TMakeCall', { thisDN: '1001', otherDN: '1005', extensions: { im } });
  let called = await call();
  while (called.name === 'EventError') {
    await new Promise((resolve) => setTimeout(resolve, 200));
    called = await call();
  }
  await anna.waitForText('[system] New chat with 1001: Can you help me?');
  anna.sendText(`sip:chat-${called.connID}@localhost`, 'What is it?');
  await anna.waitForText('[Maya/1001] re: What is it?');
  expect(maya.texts.at(-1)).toBe('What is it?');
  await maya.client.request('TReleaseCall', { thisDN: '1001', connID: called.connID });
}, 60_000);

test('[TK10][TK16] a SIPp behind Kamailio is called by INVITE', async () => {
  const sessionPort = await findFreePort();
  const sipp = await startSipp({
    ...{ scenario: 'answer-session', targetPort: 0, localPort: sessionPort, users: [] },
    ...{ to: String(sessionPort), toDomain: 'partner.example', calls: 1, callsPerSecond: 1 },
  });
  cleanUps.push(() => sipp.stop());
  const otherDN = `${sessionPort}@partner.example`;
  const im = 'May I ask you something?';
  const { connID } = await maya.client.request('TMakeCall', { thisDN: '1001', otherDN, extensions: { im } });
  await maya.find((event) => event.name === 'EventEstablished' && event.otherDN === otherDN);
  await maya.find((event) => event.privateMsgID === 3001 && event.extensions?.im === 'I am in a session');
  await maya.client.request('TReleaseCall', { thisDN: '1001', connID });
}, 60_000);
