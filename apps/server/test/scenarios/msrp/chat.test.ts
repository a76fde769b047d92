import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { MsrpCustomer, type MsrpInvitation } from '../../support/customers/msrp-customer.ts';
import { chatOverMsrp } from '../../support/scenes/msrp-scene.ts';

describe('a chat over MSRP', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    maya = await DesktopClient.ready(centre, '1001');
  });

  const chat = (options?: MsrpInvitation) => chatOverMsrp(centre, maya, options);

  const deliveries = () =>
    maya
      .all('EventPrivateInfo')
      .filter(({ privateMsgID }) => privateMsgID === 3004)
      .map(({ extensions }) => extensions);

  test('[MS15] INVITE with an MSRP line is answered with ours and rings before any text', async () => {
    const bob = new MsrpCustomer(centre);
    const invite = await bob.start({ connects: false });
    expect(invite.status).toBe(200);
    const lines = invite.response?.body.split('\r\n') ?? [];
    expect(lines).toEqual(expect.arrayContaining(['m=message 2855 TCP/MSRP *', 'a=max-size:32768', 'a=setup:passive']));
    expect(lines.find((line) => line.startsWith('a=accept-types:'))).toMatch(
      /^a=accept-types:text\/plain message\/cpim /,
    );
    expect(lines.find((line) => line.startsWith('a=accept-wrapped-types:'))).toMatch(/:text\/plain /);
    expect(lines.find((line) => line.startsWith('a=path:'))).toMatch(
      /^a=path:msrp:\/\/192\.0\.2\.1:2855\/[0-9a-f]{32};tcp$/,
    );
    expect(maya.rung).toHaveLength(1);
  });

  test('[MS18][MS21] texts go both ways, each once, and BYE of the agent ends session and connection', async () => {
    const { bob, connID } = await chat();
    expect((await bob.write('Hello.')).status).toBe(200);
    await maya.say(connID, 'Hi Bob.');
    expect(maya.texts).toEqual(['Hello.', 'Hi Bob.']);
    expect(bob.read).toEqual(['[Maya/1001] Hi Bob.']);
    expect(bob.client.shownIds).toEqual([maya.last('EventPrivateInfo').messageID]);
    expect(bob.messages).toEqual([]);
    expect(deliveries()).toEqual([{ state: 'sent' }, { state: 'delivered' }]);
    await maya.release(connID);
    expect(bob.byes).toHaveLength(1);
    expect(bob.connection).toBeUndefined();
    expect(centre.switchState.legs.size).toBe(0);
    expect(centre.world.msrp.sessionCount).toBe(0);
  });

  test('[MS18] BYE of the customer ends the call and the connection', async () => {
    const { bob } = await chat();
    expect((await bob.bye()).status).toBe(200);
    expect(maya.last('EventReleased')).toBeDefined();
    expect(bob.connection).toBeUndefined();
    expect(centre.world.msrp.sessionCount).toBe(0);
  });

  test('[MS18] nothing is answered or reported before it is stored', async () => {
    centre = await ContactCentre.open({ manualStore: true });
    const opening = MsrpCustomer.prototype.start;
    const bob = new MsrpCustomer(centre);
    const started = opening.call(bob, {});
    for (let round = 0; round < 20; round++) {
      await centre.store.flush();
      await centre.settle();
    }
    expect((await started).status).toBe(200);
    const chunks = bob.client.sayInChunks('Is it stored?', 6, { headers: ['Success-Report: yes'] });
    await centre.settle();
    expect(chunks.map(({ status }) => status)).toEqual([200, 200, undefined]);
    await centre.store.flush();
    await centre.settle();
    expect(chunks.at(-1)?.status).toBe(200);
    expect(bob.client.reportsOf(chunks[0]?.messageId ?? '')).toEqual(['000 200']);
  });

  test('[MS18] a text in chunks in the wrong order is one text; a long one of the agent is one as well', async () => {
    const { bob, connID } = await chat();
    const text = 'Grüße aus Köln. '.repeat(300);
    const bytes = Buffer.from(text);
    const total = bytes.length;
    bob.client.chunk(bytes.subarray(3_000), { messageId: 'long1', range: `3001-${total}/${total}` });
    bob.client.chunk(bytes.subarray(0, 3_000), { messageId: 'long1', range: `1-3000/${total}`, flag: '+' });
    await centre.settle();
    expect(maya.texts).toEqual([text]);
    await maya.say(connID, text);
    expect(bob.read).toEqual([`[Maya/1001] ${text}`]);
    expect(bob.client.received.filter(({ method }) => method === 'SEND').length).toBeGreaterThan(2);
  });

  test('[MS19] what is no text is 415, what is too long 413, an envelope is opened', async () => {
    const { bob } = await chat();
    expect((await bob.write('<p>Hi</p>', { type: 'text/html' })).status).toBe(415);
    expect((await bob.write('x'.repeat(16_385))).status).toBe(413);
    const head = 'From: <sip:bob@example.net>\r\nTo: <sip:1111@localhost>\r\n\r\n';
    const wrapped = `${head}Content-Type: text/plain; charset=utf-8\r\n\r\nWithin é`;
    expect((await bob.write(wrapped, { type: 'message/CPIM' })).status).toBe(200);
    expect((await bob.write(`${head}Content-Type: image/png\r\n\r\nx`, { type: 'message/cpim' })).status).toBe(415);
    expect((await bob.write('no envelope', { type: 'message/cpim' })).status).toBe(400);
    expect(maya.texts).toEqual(['Within é']);
  });

  test('[MS19] texts that nobody takes are 413 beyond the bound', async () => {
    const carol = new MsrpCustomer(centre, 'sip:carol@example.net');
    await maya.request('TAgentSetNotReady', { thisDN: '1001' });
    await carol.start();
    let last = 200;
    for (let number = 1; number <= 501 && last === 200; number++)
      last = (await carol.write(`Text ${number}`)).status ?? 0;
    expect(last).toBe(413);
  });

  test('[MS20] a text that comes again under its Message-ID is answered and not told again, on a new session too', async () => {
    const { bob } = await chat();
    expect((await bob.write('Once.', { messageId: 'same1' })).status).toBe(200);
    expect((await bob.write('Once.', { messageId: 'same1' })).status).toBe(200);
    await bob.cutConnection();
    await bob.renew();
    expect((await bob.write('Once.', { messageId: 'same1' })).status).toBe(200);
    await centre.crash();
    bob.reconnect();
    await bob.renew();
    expect((await bob.write('Once.', { messageId: 'same1' })).status).toBe(200);
    await DesktopClient.ready(centre, '1002');
    expect(maya.texts).toEqual(['Once.']);
  });

  test('[MS21] a refusal fails the text, the next one goes', async () => {
    const { bob, connID } = await chat();
    bob.client.reply = 413;
    await maya.say(connID, 'Too long for you.');
    bob.client.reply = 200;
    await maya.say(connID, 'Better?');
    expect(bob.read).toEqual(['[Maya/1001] Better?']);
    expect(deliveries()).toEqual([
      { state: 'failed', reason: "The text is too long for the customer's client." },
      { state: 'sent' },
      { state: 'delivered' },
    ]);
  });

  test('[MS21] a failure report after the answer fails the text', async () => {
    const { bob, connID } = await chat();
    bob.client.reports = false;
    await maya.say(connID, 'Hello?');
    bob.client.chunk(undefined, {
      method: 'REPORT',
      messageId: bob.client.shownIds[0] ?? '',
      headers: ['Status: 000 408 late'],
    });
    await centre.settle();
    expect(deliveries().map((extensions) => (extensions as { state: string }).state)).toEqual(['sent', 'failed']);
  });

  test('[MS21] a peer with a small a=max-size gets a text in pieces, one that takes envelopes alone gets envelopes', async () => {
    const { bob, connID } = await chat({ extra: ['a=max-size:100'] });
    await maya.say(connID, 'word '.repeat(40).trim());
    expect(bob.read.length).toBeGreaterThan(1);
    expect(bob.read.every((text) => Buffer.byteLength(text) <= 100)).toBe(true);
    expect(bob.read.map((text) => text.replace('[Maya/1001] ', '')).join('')).toBe('word '.repeat(40).trim());
    expect(deliveries()).toEqual([{ state: 'sent' }]);
    await bob.bye();
    const { bob: other, connID: next } = await chat({
      types: 'message/cpim',
      extra: ['a=accept-wrapped-types:text/*'],
    });
    await maya.say(next, 'Within.');
    expect(other.client.shownTypes).toEqual(['message/cpim']);
    expect(other.read[0]).toMatch(/^From: <sip:1111@localhost>\r\n[\s\S]*\r\n\r\n\[Maya\/1001\] Within\.$/);
  });

  test('[MS25] a MESSAGE in the dialog is a text of the same chat', async () => {
    const { bob, connID } = await chat();
    expect((await bob.say('By SIP.')).status).toBe(200);
    await bob.write('By MSRP.');
    await maya.say(connID, 'Both came.');
    expect(maya.texts).toEqual(['By SIP.', 'By MSRP.', 'Both came.']);
    expect(bob.read).toEqual(['[Maya/1001] Both came.']);
  });
});
