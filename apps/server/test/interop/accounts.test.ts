import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/sockets/test-server.ts';
import { type AnsweringAgent, startAnsweringAgent } from './support/answering-agent.ts';
import { startLinphone } from './support/linphone.ts';
import { SipjsCustomer } from './support/sipjs-customer.ts';
import { startSipp } from './support/sipp.ts';

/** Accounts of the demo register with other people's clients, write, and are called. */
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

const ringsFor = (name: string) => maya.find((event) => event.name === 'EventRinging' && event.otherDN === name);

const names = ['alice', 'bob', 'carol'];

describe('SIPp with digest', () => {
  test('[DG10][DG11] three accounts register, write, and take what the agent answers', async () => {
    const users = names.map((name) => `${name};[authentication username=${name} password=demo]`);
    const sipp = await startSipp({
      ...{ scenario: 'account', targetPort: server.sipPort, users, to: '1111' },
      ...{ calls: 3, callsPerSecond: 10, answersPages: true },
    });
    cleanUps.push(() => sipp.stop());
    for (const name of names) {
      await ringsFor(name);
      await maya.find(({ otherDN, privateMsgID, extensions }) => {
        return otherDN === name && privateMsgID === 3004 && extensions?.state === 'sent';
      });
    }
  });
});

describe.each(['UDP', 'TCP'] as const)('Linphone over %s', (transport) => {
  test('[RG2][RG11][DG12] registers as alice, both write, and the agent calls her', async () => {
    const linphone = await startLinphone({
      serverPort: server.sipPort,
      identity: 'sip:alice@localhost',
      transport,
      password: 'demo',
    });
    cleanUps.push(() => linphone.stop());
    linphone.sendText('sip:1111@localhost', 'Grüße von Alice');
    await linphone.waitForText('[Maya/1001] re: Grüße von Alice');
    const { connID } = await ringsFor('alice');
    await maya.client.request('TReleaseCall', { thisDN: '1001', connID });
    await maya.client.request('TMakeCall', {
      thisDN: '1001',
      otherDN: 'alice',
      extensions: { im: 'Shall I call you back?' },
    });
    await linphone.waitForText('[Maya/1001] Shall I call you back?');
    linphone.sendText('sip:1111@localhost', 'Yes, please.');
    await linphone.waitForText('[Maya/1001] re: Yes, please.');
  });
});

describe('sip.js with a Registerer', () => {
  test('[RG2][RG9][DG12][DG13] registers as bob, both write; with a wrong password he is refused', async () => {
    const bob = await SipjsCustomer.connect(server.httpPort, 'sip:bob@localhost', 'sip:1111@localhost', 'demo');
    cleanUps.push(() => bob.stop());
    expect(await bob.register()).toBe(200);
    expect(await bob.page('Hello from bob')).toBe(200);
    expect(await bob.hear(1)).toEqual(['[Maya/1001] re: Hello from bob']);
    await ringsFor('bob');
    const guesser = await SipjsCustomer.connect(server.httpPort, 'sip:bob@localhost', 'sip:1111@localhost', 'wrong');
    cleanUps.push(() => guesser.stop());
    expect(await guesser.register()).toBe(403);
  });
});
