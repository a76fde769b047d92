import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AgentClient } from '../support/agents/agent-client.ts';
import { startTestServer, type TestServer } from '../support/sockets/test-server.ts';
import { startAnsweringAgent } from './support/answering-agent.ts';
import { type Baresip, startBaresip } from './support/baresip.ts';
import { createPrivateNetwork, type PrivateNetwork } from './support/private-network.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

const DEMO = fileURLToPath(new URL('../../config/demo.json', import.meta.url));
const cleanUps: (() => unknown)[] = [];
let network: PrivateNetwork;
let server: TestServer;

/** What the demo has, under a name that may listen elsewhere than on loopback. */
async function writeConfiguration(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-baresip-'));
  cleanUps.push(() => rm(folder, { recursive: true, force: true }));
  const { demo, ...file } = JSON.parse(await readFile(DEMO, 'utf8'));
  const path = join(folder, 'configuration.json');
  file.tenant.options['publish-sets-agent-state'] = true;
  await writeFile(path, JSON.stringify(file));
  return demo === true ? path : DEMO;
}

beforeEach(async () => {
  network = await createPrivateNetwork();
  cleanUps.push(() => network.remove());
  const env = {
    CORDBOARD_HOST: network.here,
    CORDBOARD_CONFIG: await writeConfiguration(),
  };
  server = await startTestServer({ env });
  cleanUps.push(() => server.stop());
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function baresip(identity: string, transport: 'UDP' | 'TCP', password?: string): Promise<Baresip> {
  const account = password === undefined ? {} : { password, publishes: identity.startsWith('sip:1005') };
  const started = await startBaresip({ network, serverPort: server.sipPort, identity, transport, ...account });
  cleanUps.push(() => started.stop());
  return started;
}

describe.each(['UDP', 'TCP'] as const)('baresip over %s as a customer', (transport) => {
  test('[RG2] [DG12] [ME5] registered and as anybody: writes, and reads what the agent answers', async () => {
    const maya = await startAnsweringAgent(server.httpPort, '1001', network.here);
    cleanUps.push(() => maya.close());
    const anybody = await baresip('sip:ann@customers.example', transport);
    await anybody.sendText('sip:1111@localhost', 'Grüße von Ann');
    await anybody.waitForText('"[Maya/1001] re: Grüße von Ann"');
    const alice = await baresip('sip:alice@localhost', transport, 'demo');
    await alice.sendText('sip:1111@localhost', 'Grüße von Alice');
    await alice.waitForText('"[Maya/1001] re: Grüße von Alice"');
    const { connID } = await maya.find(({ name, otherDN }) => name === 'EventRinging' && otherDN === 'alice');
    await maya.client.request('TReleaseCall', { thisDN: '1001', connID });
    await maya.client.request('TMakeCall', {
      ...{ thisDN: '1001', otherDN: 'alice' },
      extensions: { im: 'Shall I call you back?' },
    });
    await alice.waitForText('"[Maya/1001] Shall I call you back?"');
    expect(maya.texts).toEqual(['Grüße von Ann', 'Grüße von Alice']);
  });
});

describe('baresip as the client of 1005', () => {
  const transport = 'TCP';

  test('[SE2] [SE5] [SE7] [PR17] is registered, rings, answers by its first text, reads on, and publishes that he is not there', async () => {
    const tom = await AgentClient.logIn(server.httpPort, '1005', { host: network.here });
    cleanUps.push(() => tom.close());
    await tom.becomeReady('1005');
    const customer = await baresip('sip:ann@customers.example', transport);
    await customer.sendText('sip:1111@localhost', 'Grüße von Ann');
    const phone = await baresip('sip:1005@localhost', transport, 'demo');
    const { connID } = await tom.find(({ name }) => name === 'EventRinging');
    await phone.waitForText('New chat with ann@customers.example: Grüße von Ann');
    const chat = `sip:chat-${String(connID)}@${network.here}:${server.sipPort}`;
    await phone.sendText(chat, 'Hier ist Tom');
    await tom.find(({ name }) => name === 'EventEstablished');
    await customer.waitForText('"[Tom/1005] Hier ist Tom"');
    await customer.sendText('sip:1111@localhost', 'Können Sie helfen?');
    await phone.waitForText('"Können Sie helfen?"');
    const before = tom.lastSequence;
    await phone.sendText(chat, '/end');
    await tom.find(({ name }) => name === 'EventReleased');
    await phone.waitForText('The chat has ended.');
    phone.publishAbsence();
    await tom.find(
      ({ name, eventSequenceNumber = 0 }) => name === 'EventAgentNotReady' && eventSequenceNumber > before,
    );
  }, 60_000);
});
