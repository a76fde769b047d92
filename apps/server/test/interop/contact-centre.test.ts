import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/sockets/test-server.ts';
import { type AnsweringAgent, startAnsweringAgent } from './support/answering-agent.ts';
import { startLinphone } from './support/linphone.ts';
import { NpmSipCustomer } from './support/npm-sip-customer.ts';
import { SipjsCustomer } from './support/sipjs-customer.ts';
import { runSipp } from './support/sipp.ts';

/** The whole server with agents on socket.io; the customers are other people's SIP implementations. */
const cleanUps: (() => unknown)[] = [];
let server: TestServer;
let maya: AnsweringAgent;

beforeEach(async () => {
  server = await startTestServer();
  maya = await startAnsweringAgent(server.httpPort, '1001');
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  maya.close();
  await server.stop();
});

/** What the server has made for itself. */
function certificateFile(): string {
  return join(server.dataDir, 'tls', 'certificate.pem');
}

const users = ['ann', 'bert', 'cleo'];

describe.each(['UDP', 'TCP'] as const)('SIPp over %s', (transport) => {
  test('page mode: each text reaches the agent once, in one chat per customer', async () => {
    const result = await runSipp({
      ...{ scenario: 'page-mode', targetPort: server.sipPort, transport, users, to: '1111', answersPages: true },
      ...{ calls: 90, callsPerSecond: 60 },
    });
    expect(result).toMatchObject({ created: 90, successful: 90, failed: 0 });
    await maya.find(() => maya.texts.length === 90);
    expect(new Set(maya.texts).size).toBe(90);
    expect(maya.answered).toHaveLength(3);
  });

  test('session mode: the agent answers each text within its dialog, BYE ends the chat', async () => {
    const result = await runSipp({
      ...{
        scenario: 'session-mode',
        targetPort: server.sipPort,
        transport,
        users,
        to: '1111',
        variables: { texts: 4 },
      },
      ...{ calls: 6, callsPerSecond: 10 },
    });
    expect(result).toMatchObject({ created: 6, successful: 6, failed: 0, errors: '' });
    expect(maya.texts).toHaveLength(24);
    const isEnd = ({ name }: { readonly name: string }) => name === 'EventReleased';
    await maya.find(isEnd);
    expect(maya.answered).toHaveLength(6);
  });
});

describe.each(['UDP', 'TCP', 'TLS'] as const)('Linphone over %s', (transport) => {
  test('writes to 1111 and reads what the agent answers', async () => {
    const identity = 'sip:ann@customers.example';
    const serverPort = transport === 'TLS' ? server.sipsPort : server.sipPort;
    const trusted = certificateFile();
    const linphone = await startLinphone({ serverPort, identity, transport, trusted });
    cleanUps.push(() => linphone.stop());
    linphone.sendText('sip:1111@localhost', 'Grüße aus Linphone');
    await linphone.waitForText('[Maya/1001] re: Grüße aus Linphone');
    linphone.sendText('sip:1111@localhost', 'second');
    await linphone.waitForText('[Maya/1001] re: second');
    expect(maya.texts).toEqual(['Grüße aus Linphone', 'second']);
    expect(maya.answered).toHaveLength(1);
  });
});

describe('Linphone at the other routing points', () => {
  test('1112 asks, takes the answer, and somebody comes', async () => {
    const identity = 'sip:ann@customers.example';
    const linphone = await startLinphone({ serverPort: server.sipPort, identity, transport: 'UDP' });
    cleanUps.push(() => linphone.stop());
    linphone.sendText('sip:1112@localhost', 'Good morning');
    await linphone.waitForText('Welcome. What is it about? 1 billing, 2 sales');
    linphone.sendText('sip:1112@localhost', 'something else');
    const { userData } = await maya.find(({ name }) => name === 'EventRinging');
    expect(userData).toMatchObject({ IM_Text: 'Good morning', Choice: 'something else' });
    linphone.sendText('sip:1112@localhost', 'Are you there?');
    await linphone.waitForText('[Maya/1001] re: Are you there?');
  });

  test('1113 announces and ends', async () => {
    const identity = 'sip:ann@customers.example';
    const linphone = await startLinphone({ serverPort: server.sipPort, identity, transport: 'TCP' });
    cleanUps.push(() => linphone.stop());
    linphone.sendText('sip:1113@localhost', 'Hello?');
    await linphone.waitForText('We are closed now. Please write to us again tomorrow from 9:00 on.');
    expect(maya.answered).toEqual([]);
  });
});

describe('sip.js over WebSocket', () => {
  test('session mode: texts both ways, BYE', async () => {
    const customer = await SipjsCustomer.connect(server.httpPort, 'sip:eve@customers.example', 'sip:1111@localhost');
    cleanUps.push(() => customer.stop());
    await customer.invite();
    expect(customer.remoteDescription).toMatch(/^m=message [1-9]\d* sip null\r$/m);
    expect(await customer.say('Grüße aus dem Browser')).toBe(200);
    expect(await customer.hear(1)).toEqual(['[Maya/1001] re: Grüße aus dem Browser']);
    expect(await customer.say('second')).toBe(200);
    expect(await customer.hear(2)).toContain('[Maya/1001] re: second');
    await customer.bye();
    await maya.find(({ name }) => name === 'EventReleased');
  });

  test('over TLS, session mode: texts both ways, BYE', async () => {
    const trusted = tls.getCACertificates('default');
    tls.setDefaultCACertificates([...trusted, readFileSync(certificateFile(), 'utf8')]);
    cleanUps.push(() => tls.setDefaultCACertificates(trusted));
    const url = `wss://localhost:${server.httpsPort}/sip`;
    const customer = await SipjsCustomer.connect(url, 'sip:eve@customers.example', 'sips:1111@localhost');
    cleanUps.push(() => customer.stop());
    await customer.invite();
    expect(await customer.say('nobody reads this on its way')).toBe(200);
    expect(await customer.hear(1)).toEqual(['[Maya/1001] re: nobody reads this on its way']);
    await customer.bye();
    await maya.find(({ name }) => name === 'EventReleased');
  });

  test('page mode: texts both ways', async () => {
    const customer = await SipjsCustomer.connect(server.httpPort, 'sip:eve@customers.example', 'sip:1111@localhost');
    cleanUps.push(() => customer.stop());
    expect([200, 202]).toContain(await customer.page('a lone text'));
    expect(await customer.hear(1)).toEqual(['[Maya/1001] re: a lone text']);
  });
});

describe.each(['UDP', 'TCP'] as const)('npm sip over %s', (transport) => {
  test('page mode: texts both ways', async () => {
    const customer = await NpmSipCustomer.open(server.sipPort, transport);
    cleanUps.push(() => customer.close());
    expect([200, 202]).toContain(await customer.page('Grüße aus Kirow'));
    expect(await customer.hear(1)).toEqual(['[Maya/1001] re: Grüße aus Kirow']);
  });
});
