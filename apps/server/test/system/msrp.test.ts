import { afterEach, beforeEach, expect, test } from 'vitest';
import { AgentClient } from '../support/agents/agent-client.ts';
import { MsrpClient } from '../support/customers/msrp-client.ts';
import { type ConnectedMsrp, connectMsrp, localPathOf, type MsrpCarrier } from '../support/sockets/msrp-sockets.ts';
import { TcpDialog } from '../support/sockets/tcp-dialog.ts';
import { startTestServer, type TestServer } from '../support/sockets/test-server.ts';

const PATIENCE = { timeout: 20_000 };
let server: TestServer;
let maya: AgentClient;
const cleanUps: (() => unknown)[] = [];

beforeEach(async () => {
  server = await startTestServer();
  maya = await AgentClient.logIn(server.httpPort, '1001');
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) cleanUp();
  maya.close();
  await server.stop();
});

async function openDialog(port: number, callId: string, former?: TcpDialog): Promise<TcpDialog> {
  const dialog = await TcpDialog.open(port, callId, former);
  cleanUps.push(() => dialog.close());
  return dialog;
}

/** A session of this carrier: SIP over TCP, texts over MSRP. */
async function converse(dialog: TcpDialog, carrier: MsrpCarrier, name: string): Promise<ConnectedMsrp> {
  const localPath = localPathOf(carrier, name);
  const answer = await dialog.invite(new MsrpClient(localPath, () => {}).offer());
  const port = Number(/^a=path:msrps?:\/\/127\.0\.0\.1:(\d+)\//m.exec(answer)?.[1]);
  expect(port).toBe({ tcp: server.msrpPort, tls: server.msrpsPort, ws: server.httpPort }[carrier]);
  const connected = await connectMsrp(carrier, port, localPath);
  cleanUps.push(connected.close);
  connected.client.takeAnswer(answer);
  return connected;
}

test('[MS15] [MS17] [MS18] a chat over MSRP on TCP, TLS and WebSocket, from the INVITE to the BYE', async () => {
  await maya.becomeReady('1001');
  for (const carrier of ['tcp', 'tls', 'ws'] as const) {
    const dialog = await openDialog(server.sipPort, `call-${carrier}`);
    const { client, closed } = await converse(dialog, carrier, `eve-${carrier}`);
    const { connID } = await maya.next('EventRinging');
    await maya.request('TAnswerCall', { thisDN: '1001', connID });
    const sent = client.say(`Hello over ${carrier}.`, { headers: ['Success-Report: yes'] });
    await expect.poll(() => sent.status, PATIENCE).toBe(200);
    await expect.poll(() => client.reportsOf(sent.messageId), PATIENCE).toEqual(['000 200']);
    await maya.find(({ extensions }) => (extensions as { im?: string } | undefined)?.im === `Hello over ${carrier}.`);
    const im = 'Grüße zurück. '.repeat(300);
    await maya.request('TPrivateService', { thisDN: '1001', connID, serviceID: 3001, extensions: { im } });
    await expect.poll(() => client.shown, PATIENCE).toEqual([`[Maya/1001] ${im}`]);
    await maya.request('TReleaseCall', { thisDN: '1001', connID });
    await dialog.ended();
    await closed;
  }
}, 60_000);

test('[MS24] [MS22] after kill -9 the chat goes on over a new session; nothing is lost, nothing is told twice', async () => {
  await maya.becomeReady('1001');
  const dialog = await openDialog(server.sipPort, 'call-1');
  const { client } = await converse(dialog, 'tcp', 'eve-1');
  const { connID } = await maya.next('EventRinging');
  await maya.request('TAnswerCall', { thisDN: '1001', connID });
  const sent = client.say('Before the crash.', { messageId: 'before1' });
  await expect.poll(() => sent.status, PATIENCE).toBe(200);
  client.reply = null;
  await maya.request('TPrivateService', { thisDN: '1001', connID, serviceID: 3001, extensions: { im: 'On its way.' } });
  await expect.poll(() => client.received.some(({ method }) => method === 'SEND'), PATIENCE).toBe(true);
  await server.kill();
  maya.close();
  const { token, lastSequence } = maya;
  server = await startTestServer({ dataDir: server.dataDir, httpPort: server.httpPort, sipPort: server.sipPort });
  maya = await AgentClient.logIn(server.httpPort, '1001', { token, lastSequence });
  // The dialog goes on: the same Call-ID and tags, on a new connection.
  const again = await openDialog(server.sipPort, 'call-1', dialog);
  const { client: after } = await converse(again, 'tcp', 'eve-2');
  const repeated = after.say('Before the crash.', { messageId: 'before1' });
  const next = after.say('After the crash.');
  await expect.poll(() => [repeated.status, next.status], PATIENCE).toEqual([200, 200]);
  await expect.poll(() => after.shown, PATIENCE).toEqual(['[Maya/1001] On its way.']);
  const told = () => maya.events.map(({ extensions }) => (extensions as { im?: string } | undefined)?.im);
  await expect.poll(told, PATIENCE).toContain('After the crash.');
  expect(told()).not.toContain('Before the crash.');
}, 60_000);
