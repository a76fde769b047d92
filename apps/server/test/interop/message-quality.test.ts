import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/test-server.ts';
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

describe('Linphone with envelopes', () => {
  test('[MQ12] [MQ25] [MQ28] its text is unwrapped, it takes the receipt, and shows the answer that comes in an envelope', async () => {
    const identity = 'sip:ann@customers.example';
    const linphone = await startLinphone({ serverPort: server.sipPort, identity, transport: 'TCP', wraps: true });
    cleanUps.push(() => linphone.stop());
    linphone.sendText('sip:1111@localhost', 'Grüße im Umschlag');
    await linphone.waitForText('[Maya/1001] re: Grüße im Umschlag');
    expect(maya.texts).toEqual(['Grüße im Umschlag']);
  });
});
