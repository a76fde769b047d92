import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/sockets/test-server.ts';
import { type AnsweringAgent, startAnsweringAgent } from './support/answering-agent.ts';
import { startLinphone } from './support/linphone.ts';

/** Envelopes of other people's clients. */
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

describe.each([
  ['as anybody', 'sip:ann@customers.example', {}],
  ['with an account', 'sip:alice@localhost', { password: 'demo' }],
] as const)('Linphone with envelopes, %s', (_, identity, account) => {
  test('[MQ12] [MQ23] [MQ25] [MQ28] its text is unwrapped, it takes the receipt, shows the answer that comes in an envelope, and says so if it has an account', async () => {
    const options = { serverPort: server.sipPort, transport: 'TCP', wraps: true } as const;
    const linphone = await startLinphone({ ...options, identity, ...account });
    cleanUps.push(() => linphone.stop());
    linphone.sendText('sip:1111@localhost', 'Grüße im Umschlag');
    await linphone.waitForText('[Maya/1001] re: Grüße im Umschlag');
    expect(maya.texts).toEqual(['Grüße im Umschlag']);
    const knownState = 'password' in account ? 'delivered' : 'sent';
    await maya.find((event) => event.privateMsgID === 3004 && event.extensions?.state === knownState);
  });
});
