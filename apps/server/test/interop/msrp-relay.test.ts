import { afterEach, expect, test } from 'vitest';
import { AgentClient } from '../support/agents/agent-client.ts';
import { connectMsrp } from '../support/sockets/msrp-sockets.ts';
import { TcpDialog } from '../support/sockets/tcp-dialog.ts';
import { startTestServer } from '../support/sockets/test-server.ts';
import { startKamailioRelay } from './support/kamailio-relay.ts';

const PATIENCE = { timeout: 20_000 };
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

test('[MS35] a customer behind an MSRP relay, which is Kamailio: it reads and passes on what both sides write', async () => {
  const server = await startTestServer();
  cleanUps.push(() => server.stop());
  const relay = await startKamailioRelay(server.msrpPort);
  cleanUps.push(() => relay.stop());
  const maya = await AgentClient.logIn(server.httpPort, '1001');
  cleanUps.push(() => maya.close());
  await maya.becomeReady('1001');

  const connected = await connectMsrp('tcp', relay.port, 'msrp://client.invalid:2855/eve;tcp');
  cleanUps.push(connected.close);
  const { client } = connected;
  const asked = client.chunk(undefined, { method: 'AUTH', toPath: relay.uri });
  await expect.poll(() => asked.status, PATIENCE).toBe(200);
  const path = client.received[0]?.headers.get('use-path') ?? '';
  expect(path).toContain(`:${relay.port}/`);

  const dialog = await TcpDialog.open(server.sipPort, 'relayed');
  cleanUps.push(() => dialog.close());
  const offer = client.offer().replace(`a=path:${client.localPath}`, `a=path:${path} ${client.localPath}`);
  client.takeAnswer(await dialog.invite(offer));
  client.remotePath = `${path} ${client.remotePath}`;
  client.hello();
  const { connID } = await maya.next('EventRinging');
  await maya.request('TAnswerCall', { thisDN: '1001', connID });

  const long = 'Grüße über ein Relay. '.repeat(200);
  const sent = client.say('Hello.', { headers: ['Success-Report: yes'] });
  client.sayInChunks(long, 900);
  await expect.poll(() => client.reportsOf(sent.messageId), PATIENCE).toEqual([expect.stringMatching(/^000 200/)]);
  const heard = (im: string) => maya.find(({ extensions }) => (extensions as { im?: string } | undefined)?.im === im);
  await heard('Hello.');
  await heard(long);
  const im = 'Und zurück. '.repeat(300);
  await maya.request('TPrivateService', { thisDN: '1001', connID, serviceID: 3001, extensions: { im } });
  await expect.poll(() => client.shown, PATIENCE).toEqual([`[Maya/1001] ${im}`]);
  // The report of the client came back through it too.
  await maya.find(({ extensions }) => (extensions as { state?: string } | undefined)?.state === 'delivered');
  await maya.request('TReleaseCall', { thisDN: '1001', connID });
  await dialog.ended();
}, 60_000);
