import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AgentClient } from '../support/agents/agent-client.ts';
import { UdpCustomer } from '../support/customers/udp-customer.ts';
import { startTestServer, type TestServer } from '../support/sockets/test-server.ts';

/** The whole server as a process: real UDP in, real socket.io out. */
describe('the main job', () => {
  let server: TestServer;
  let closers: (() => void)[];

  beforeEach(async () => {
    server = await startTestServer();
    closers = [];
  });

  afterEach(async () => {
    for (const close of closers) close();
    await server.stop();
  });

  async function logIn(userName: string, options = {}) {
    const agent = await AgentClient.logIn(server.httpPort, userName, options);
    closers.push(() => agent.close());
    return agent;
  }

  async function openCustomer(from?: string) {
    const customer = await UdpCustomer.open(server.sipPort, from);
    closers.push(() => customer.close());
    return customer;
  }

  test('[CM1] a page-mode text rings at the agent, is answered, and goes both ways', async () => {
    const maya = await logIn('1001');
    await maya.becomeReady('1001');
    const akim = await openCustomer();
    expect(await akim.say('Hi, I was charged twice this month.')).toBe(200);
    const ringing = await maya.next('EventRinging');
    expect(ringing).toMatchObject({
      thisDN: '1001',
      otherDN: 'akim@example.net',
      dnis: '1111',
      mediaType: 5,
      callType: 2,
    });
    const established = await maya.request('TAnswerCall', { thisDN: '1001', connID: ringing['connID'] });
    expect(established.name).toBe('EventEstablished');
    const text = await maya.next('EventPrivateInfo', { privateMsgID: 3001 });
    expect(text).toMatchObject({
      otherDN: 'akim@example.net',
      extensions: { im: 'Hi, I was charged twice this month.' },
    });
    const echo = await maya.request('TPrivateService', {
      thisDN: '1001',
      connID: ringing['connID'],
      serviceID: 3001,
      extensions: { im: 'Sorry about that.' },
    });
    expect(echo).toMatchObject({ name: 'EventPrivateInfo', privateMsgID: 3001, otherDN: '1001' });
    expect(await akim.hear(1)).toEqual(['[Maya/1001] Sorry about that.']);
  });

  test('[ME22] killed in mid-chat and restarted, the chat goes on and nothing is lost or shown twice', async () => {
    const maya = await logIn('1001');
    await maya.becomeReady('1001');
    const akim = await openCustomer();
    const first = akim.buildMessage('before the crash');
    akim.send(first);
    const ringing = await maya.next('EventRinging');
    await maya.request('TAnswerCall', { thisDN: '1001', connID: ringing['connID'] });
    await maya.next('EventPrivateInfo', { privateMsgID: 3001 });
    const { token, lastSequence } = maya;
    maya.close();
    await server.kill();
    server = await startTestServer({ dataDir: server.dataDir, httpPort: server.httpPort, sipPort: server.sipPort });
    akim.send(first);
    expect(await akim.say('after the crash')).toBe(200);
    const again = await logIn('1001', { token, lastSequence });
    const text = await again.next('EventPrivateInfo', { privateMsgID: 3001 });
    expect(text).toMatchObject({ connID: ringing['connID'], extensions: { im: 'after the crash' } });
    await again.request('TPrivateService', {
      thisDN: '1001',
      connID: ringing['connID'],
      serviceID: 3001,
      extensions: { im: 'I am still here.' },
    });
    expect(await akim.hear(1)).toEqual(['[Maya/1001] I am still here.']);
    const texts = again.events
      .filter((event) => event['privateMsgID'] === 3001)
      .map((event) => event.extensions?.['im']);
    expect(texts).toEqual(['after the crash', 'I am still here.']);
  });
});
