import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AgentClient, type SeenEvent } from '../support/agents/agent-client.ts';
import { UdpCustomer } from '../support/customers/udp-customer.ts';
import { startTestServer, type TestServer } from '../support/sockets/test-server.ts';
import { type Linphone, startLinphone } from './support/linphone.ts';
import { SipjsAgent } from './support/sipjs-agent.ts';
import { startSipp } from './support/sipp.ts';

// Several programs start one after another, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

/** The whole server; Tom, whose number is 1005, works with Linphone and with a desktop. */
const cleanUps: (() => unknown)[] = [];
let server: TestServer;
let tom: AgentClient;
let alice: UdpCustomer;

beforeEach(async () => {
  server = await startTestServer();
  tom = await AgentClient.logIn(server.httpPort, '1005');
  await tom.becomeReady('1005');
  alice = await UdpCustomer.open(server.sipPort, 'sip:alice@example.net');
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  alice.close();
  tom.close();
  await server.stop();
});

async function linphone(transport: 'UDP' | 'TCP'): Promise<Linphone> {
  const account = { identity: 'sip:1005@localhost', password: 'demo' };
  // One of the two writes in envelopes.
  const options = { serverPort: server.sipPort, ...account, transport, wraps: transport === 'TCP' };
  const started = await startLinphone(options);
  cleanUps.push(() => started.stop());
  return started;
}

describe.each(['UDP', 'TCP'] as const)('Linphone over %s as the client of 1005', (transport) => {
  test('[SE2] [SE5] [SE7] [SE21] is registered, rings, answers by its first text, and reads on', async () => {
    expect(await alice.say('Grüße von Alice')).toBe(200);
    const phone = await linphone(transport);
    const { connID } = await tom.find(({ name }) => name === 'EventRinging');
    await phone.waitForText('New chat with alice@example.net: Grüße von Alice');
    const parameter = transport === 'UDP' ? '' : ';transport=tcp';
    const chat = `sip:chat-${String(connID)}@127.0.0.1:${server.sipPort}${parameter}`;
    phone.sendText(chat, 'Hier ist Tom');
    await tom.find(({ name }) => name === 'EventEstablished');
    expect(await alice.hear(1)).toEqual(['[Tom/1005] Hier ist Tom']);
    expect(await alice.say('Können Sie helfen?')).toBe(200);
    await phone.waitForText('Können Sie helfen?');
    await tom.request('TPrivateService', {
      ...{ thisDN: '1005', connID, serviceID: 3001 },
      extensions: { im: 'Gern, vom Arbeitsplatz aus' },
    });
    await phone.waitForText('[Tom/1005] Gern, vom Arbeitsplatz aus');
    phone.sendText(chat, '/end');
    await tom.find(({ name }) => name === 'EventReleased');
    await phone.waitForText('The chat has ended.');
    expect(await alice.hear(2)).toHaveLength(2);
  });
});

describe('SIPp as the client of 1005', () => {
  test('[DG11] [SE5] [SE7] registers with digest, answers the ring and each text by a text', async () => {
    const phone = await startSipp({
      ...{ scenario: 'register', targetPort: server.sipPort, to: '1005', calls: 1, callsPerSecond: 1 },
      ...{ users: ['1005;[authentication username=1005 password=demo]'], answersPages: 'answer-as-agent' },
    });
    cleanUps.push(() => phone.stop());
    expect(await alice.say('Grüße von Alice')).toBe(200);
    const { connID } = await tom.find(({ name }) => name === 'EventRinging');
    await tom.find(({ name }) => name === 'EventEstablished');
    expect(await alice.hear(1)).toEqual(['[Tom/1005] Here is SIPp']);
    const isAlices = ({ privateMsgID, otherDN, extensions }: SeenEvent) =>
      privateMsgID === 3001 && otherDN === 'alice@example.net' && extensions?.im === 'Grüße von Alice';
    expect(await tom.find(isAlices)).toMatchObject({ thisDN: '1005', connID });
    expect(await alice.say('Können Sie helfen?')).toBe(200);
    expect((await alice.hear(2))[1]).toBe('[Tom/1005] Here is SIPp');
    await tom.request('TReleaseCall', { thisDN: '1005', connID });
  });
});

describe('sip.js over WebSocket as the client of 1005, without a desktop', () => {
  test('[DG11] [SE13] [SE17] is logged in by its registration, accepts each chat as a session, and ends it by BYE', async () => {
    const administrator = await AgentClient.createToken(server.httpPort, 'admin');
    const changed = await fetch(
      `http://127.0.0.1:${server.httpPort}/api/configuration/directory-numbers/1005/options`,
      {
        method: 'PUT',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${administrator}` },
        body: JSON.stringify({ 'auto-login': true, 'sip-chat-mode': 'session' }),
      },
    );
    expect(changed.status).toBe(200);
    await tom.request('TAgentLogout', { thisDN: '1005' });
    tom.close();
    await expect(SipjsAgent.register(server.httpPort, '1005', 'wrong')).rejects.toThrow('refused with 403');
    const phone = await SipjsAgent.register(server.httpPort, '1005', 'demo');
    cleanUps.push(() => phone.stop());
    expect(await alice.say('Grüße von Alice')).toBe(200);
    await phone.until(() => phone.texts.length === 1);
    expect(phone.subjects).toEqual(['Grüße von Alice']);
    expect(phone.texts).toEqual(['Grüße von Alice']);
    expect(await phone.say('Guten Tag')).toBe(200);
    expect(await alice.hear(1)).toEqual(['[Tom/1005] Guten Tag']);
    expect(await alice.say('Bis bald')).toBe(200);
    await phone.until(() => phone.texts.length === 2);
    await phone.bye();
    expect(await alice.say('Noch etwas')).toBe(200);
    await phone.until(() => phone.texts.length === 3);
    expect(phone.subjects).toEqual(['Grüße von Alice', 'Noch etwas']);
  });
});
