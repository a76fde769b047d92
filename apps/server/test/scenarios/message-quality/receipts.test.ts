import { deflateSync } from 'node:zlib';
import type { ConnId } from '@cordboard/shared/ids';
import { beforeEach, describe, expect, test } from 'vitest';
import { endCall } from '../../../src/domain/call-model/operations/release.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { cpimText, IMDN, imdn } from '../../support/customers/cpim-text.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';

const CPIM = 'message/cpim';

describe('what became of an agent’s text', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;
  let alice: PageCustomer;
  let connID: unknown;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    maya = await DesktopClient.ready(centre, '1001');
    alice = new PageCustomer(centre);
  });

  async function chat(first = 'Hi.', contentType = 'text/plain') {
    await alice.say(first, { contentType });
    connID = maya.rung.at(-1);
    await maya.answer(connID);
  }

  const states = (client = maya) =>
    client.all('EventPrivateInfo', { privateMsgID: 3004 }).map((event) => event.extensions?.['state']);
  const lastCallId = () => alice.messages.at(-1)?.headers.get('call-id') ?? '';
  const tell = (id: string, status: 'delivered' | 'failed' | 'displayed') =>
    alice.say(imdn(id, status), { contentType: IMDN });

  test('[MQ23] a client without envelopes names the text by its Call-ID: sent, delivered, read', async () => {
    await chat();
    const said = await maya.say(connID, 'One.');
    expect(lastCallId()).toBe(said['messageID']);
    await tell(lastCallId(), 'delivered');
    await tell(lastCallId(), 'displayed');
    expect(states()).toEqual(['sent', 'delivered', 'read']);
    expect(maya.last('EventPrivateInfo', { privateMsgID: 3004 })).toMatchObject({
      thisDN: '1001',
      connID,
      messageID: said['messageID'],
      extensions: { state: 'read' },
    });
    await centre.crash();
    const again = await DesktopClient.connect(centre, '1001');
    const { extensions } = again.last('EventPrivateInfo', { privateMsgID: 3005 });
    expect(extensions?.['transcript']).toMatchObject([{}, { im: 'One.', state: 'read' }]);
  });

  test('[MQ24] states only rise, whatever the order; what says nothing new, or is foreign, is dropped', async () => {
    await chat();
    alice.reply = null;
    await maya.say(connID, 'One.');
    const one = lastCallId();
    await tell(one, 'displayed');
    alice.reply = { status: 200 };
    await centre.pass(1);
    await tell(one, 'delivered');
    await tell(one, 'failed');
    await tell('0123456789abcdef01234567', 'displayed');
    await tell('no such text', 'displayed');
    const bob = new PageCustomer(centre, 'sip:bob@example.net');
    await maya.say(connID, 'Two.');
    await bob.say(imdn(lastCallId(), 'displayed'), { contentType: IMDN });
    expect(states()).toEqual(['read', 'sent']);
  });

  test('[MQ24] a failure that is told after the 200 says why', async () => {
    await chat();
    await maya.say(connID, 'One.');
    await tell(lastCallId(), 'failed');
    expect(maya.last('EventPrivateInfo', { privateMsgID: 3004 }).extensions).toEqual({
      state: 'failed',
      reason: "The customer's client could not deliver the text.",
    });
  });

  test('[MQ25] a client that uses envelopes gets envelopes, which ask what becomes of the text', async () => {
    await chat(cpimText('Hi.', { id: 'x' }), CPIM);
    const said = await maya.say(connID, 'Grüße');
    const message = alice.messages.at(-1);
    expect(message?.headers.get('content-type')).toBe(CPIM);
    const [head = '', mime = '', text] = (message?.body ?? '').split('\r\n\r\n');
    expect(head.split('\r\n')).toEqual([
      'From: <sip:1111@localhost>',
      'To: <sip:alice@example.net>',
      `DateTime: ${new Date(centre.clock.now()).toISOString()}`,
      'NS: imdn <urn:ietf:params:imdn>',
      `imdn.Message-ID: ${said['messageID']}`,
      'imdn.Disposition-Notification: positive-delivery, negative-delivery, display',
    ]);
    expect(mime).toBe('Content-Type: text/plain;charset=utf-8\r\nContent-Length: 19');
    expect(text).toBe('[Maya/1001] Grüße');
    const receipt = cpimText(imdn(String(said['messageID']), 'displayed'), { contentType: IMDN });
    await alice.say(deflateSync(receipt), { contentType: CPIM, headers: ['Content-Encoding: deflate'] });
    expect(states()).toEqual(['sent', 'read']);
  });

  test('[MQ25] of a long text over UDP the last piece stands for the whole', async () => {
    await chat(cpimText('Hi.', { id: 'x' }), CPIM);
    const said = await maya.say(connID, 'word '.repeat(400));
    const ids = alice.messages.map(({ body }) => /imdn.Message-ID: (.*)\r/.exec(body)?.[1]);
    const id = String(said['messageID']);
    expect(ids.length).toBeGreaterThan(2);
    expect(ids).toEqual([...ids.slice(0, -1).map((_id, piece) => `${id}.${piece + 1}`), id]);
    const asked = alice.messages.map(({ body }) => body.includes('display'));
    expect(asked).toEqual([...ids.slice(0, -1).map(() => false), true]);
    await tell(`${id}.1`, 'displayed');
    expect(states()).toEqual(['sent']);
    await tell(`${id}.1`, 'failed');
    expect(states()).toEqual(['sent', 'failed']);
  });

  test.each([415, 488])(
    '[MQ26] %i to an envelope: the text goes plain, and so does all that follows',
    async (status) => {
      await chat(cpimText('Hi.', { id: 'x' }), CPIM);
      alice.reply = { status, headers: ['Accept: text/plain'] };
      await maya.say(connID, 'One.');
      alice.reply = { status: 200 };
      await centre.pass(1);
      expect(states()).toEqual(['failed']);
      await maya.say(connID, 'Two.');
      expect(alice.messages.map(({ headers }) => headers.get('content-type'))).toEqual([
        CPIM,
        'text/plain;charset=utf-8',
        'text/plain;charset=utf-8',
      ]);
      expect(alice.shown).toEqual(['[Maya/1001] Two.']);
    },
  );

  test('[MQ26] 415 that asks for envelopes: the text goes in one', async () => {
    await chat();
    alice.replies.push({ status: 415, headers: ['Accept: message/cpim;x=y, image/png'] });
    await maya.say(connID, 'One.');
    await maya.say(connID, 'Two.');
    expect(alice.messages.map(({ headers }) => headers.get('content-type'))).toEqual([
      'text/plain;charset=utf-8',
      CPIM,
      CPIM,
    ]);
    const [first, second] = alice.messages.map(({ headers }) => headers.get('cseq'));
    expect(first).not.toBe(second);
    expect(states()).toEqual(['sent', 'sent']);
  });

  test('[MQ36] a client that lists notifications in Accept is asked beside its plain texts, not over UDP', async () => {
    const asked = async (transport: 'WS' | 'UDP') => {
      const bob = new SessionCustomer(centre, 'sip:bob@example.net', transport);
      await bob.invite({ headers: [`Accept: application/sdp, text/plain, ${IMDN}`] });
      const call = maya.rung.at(-1);
      await maya.answer(call);
      await maya.say(call, 'One.');
      return bob.messages[0]?.headers.get('cordboard-disposition-notification');
    };
    expect(await asked('WS')).toBe('positive-delivery, negative-delivery, display');
    expect(await asked('UDP')).toBeUndefined();
  });

  test('[MQ27] after the end a receipt still changes the record, also after a restart; of him alone', async () => {
    await chat();
    const said = await maya.say(connID, 'One.');
    await tell(lastCallId(), 'delivered');
    await maya.release(connID);
    await centre.crash();
    const bob = new PageCustomer(centre, 'sip:bob@example.net');
    const kept = () => centre.switchState.awaitedReceipts.get(String(said['messageID']));
    await bob.say(imdn(lastCallId(), 'displayed'), { contentType: IMDN });
    expect(kept()?.text.delivery).toEqual({ state: 'delivered' });
    await tell(lastCallId(), 'displayed');
    expect(kept()).toBeUndefined();
    const stored = await centre.store.readTranscript(connID as ConnId);
    expect(JSON.parse(stored.at(-1)?.body ?? '')).toMatchObject({ im: 'One.', delivery: { state: 'read' } });
    expect(centre.switchState.calls.size).toBe(0);
  });
});

describe('what became of a customer’s text', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;
  let alice: PageCustomer;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    maya = await DesktopClient.ready(centre, '1001');
    alice = new PageCustomer(centre);
  });

  const ALL = 'positive-delivery, negative-delivery, display';
  const ask = (text: string, id: string, asks = ALL) => alice.say(cpimText(text, { id, asks }), { contentType: CPIM });
  /** Notifications that the customer got: id and status. */
  const told = (customer: PageCustomer | SessionCustomer = alice) =>
    customer.messages.flatMap(({ body }) => {
      const id = /<message-id>(.*)<\/message-id>/.exec(body)?.[1];
      return id === undefined ? [] : [[id, /<status><(.*)\/><\/status>/.exec(body)?.[1]]];
    });
  const read = (connID: unknown, messageID: unknown, client = maya) =>
    client.request('TPrivateService', { thisDN: client.dn, connID, serviceID: 3004, extensions: { messageID } });
  const idOf = (im: string) =>
    maya.events.find((event) => event.extensions?.['im'] === im && event.name === 'EventPrivateInfo')?.['messageID'];

  test('[MQ28] delivered when an agent has it, read when he says so, each once and only if asked', async () => {
    await ask('One.', 'id-1');
    expect(told()).toEqual([]);
    const connID = maya.rung[0];
    await maya.answer(connID);
    expect(told()).toEqual([['id-1', 'delivered']]);
    const notice = alice.messages[0];
    expect(notice?.headers.get('content-type')).toBe(CPIM);
    expect(notice?.body).toContain('Content-Type: message/imdn+xml\r\nContent-Disposition: notification\r\n');
    expect(notice?.body).toContain('<datetime>2026-11-22T10:00:00Z</datetime>');
    expect(notice?.body).not.toContain('Disposition-Notification');
    await ask('Two.', 'id-2', 'display');
    await ask('Three.', 'id-3');
    await ask('Four.', 'id-4', 'positive-delivery');
    expect(await read(connID, idOf('Four.'))).toMatchObject({ name: 'EventACK', thisDN: '1001' });
    await read(connID, idOf('Four.'));
    expect(told().slice(1)).toEqual([
      ['id-3', 'delivered'],
      ['id-4', 'delivered'],
      ['id-1', 'displayed'],
      ['id-2', 'displayed'],
      ['id-3', 'displayed'],
    ]);
  });

  test('[MQ28] a client without envelopes asks in a header and is told bare; 415 ends it', async () => {
    const bob = new SessionCustomer(centre);
    await bob.invite();
    const connID = maya.rung[0];
    await maya.answer(connID);
    const asking = (id: string) => [
      `Cordboard-Message-ID: ${id}`,
      'Cordboard-Disposition-Notification: positive-delivery, display',
    ];
    await bob.say('One.', asking('id-1'));
    expect(told(bob)).toEqual([['id-1', 'delivered']]);
    expect(bob.messages[0]?.headers.get('content-type')).toBe(IMDN);
    expect(bob.messages[0]?.headers.get('content-disposition')).toBe('notification');
    bob.reply = { status: 415 };
    await read(connID, idOf('One.'));
    await bob.say('Two.', asking('id-2'));
    expect(told(bob)).toEqual([
      ['id-1', 'delivered'],
      ['id-1', 'displayed'],
    ]);
  });

  test('[MQ28] with `read-receipts` off nobody learns that his text was read', async () => {
    const { configuration } = centre.switchState;
    const tenant = { ...configuration.tenant, options: { ...configuration.tenant.options, 'read-receipts': false } };
    Object.defineProperty(configuration, 'tenant', { value: tenant });
    await ask('One.', 'id-1');
    await maya.answer(maya.rung[0]);
    await read(maya.rung[0], idOf('One.'));
    expect(told()).toEqual([['id-1', 'delivered']]);
  });

  test('[MQ29] what nobody received before the end is told as failed, if that was asked', async () => {
    await ask('One.', 'id-1');
    const connID = maya.rung[0];
    await maya.answer(connID);
    await maya.request('TSingleStepTransfer', { thisDN: '1001', connID, otherDN: '1111' });
    await maya.request('TAgentSetNotReady', { thisDN: '1001' });
    await ask('Two.', 'id-2');
    await ask('Three.', 'id-3', 'display');
    await centre.pass(31);
    expect(told()).toEqual([['id-1', 'delivered']]);
    const waiting = [...centre.switchState.calls.values()];
    expect(waiting).toHaveLength(1);
    centre.world.callControl.takeInput('the call is cleared', (decision) => {
      for (const call of waiting) endCall(decision, decision.calls.get(call.id) ?? call, { customerLeft: false });
    });
    await centre.settle();
    expect(told().slice(1)).toEqual([['id-2', 'failed']]);
  });

  test('[MQ30] in a call among agents the writer learns that he was read', async () => {
    const ben = await DesktopClient.ready(centre, '1002');
    await ben.request('TMakeCall', { thisDN: '1002', otherDN: '1001', extensions: { im: 'Lunch?' } });
    const connID = maya.rung[0];
    await maya.answer(connID);
    await read(connID, idOf('Lunch?'));
    expect(ben.last('EventPrivateInfo', { privateMsgID: 3004 })).toMatchObject({
      messageID: idOf('Lunch?'),
      extensions: { state: 'read' },
    });
  });

  test.each([
    ['no message', {}, 'MissingAttribute'],
    ['a message of nobody', { messageID: 'none' }, 'InvalidAttribute'],
  ])('[MQ30] refused: %s', async (_what, extensions, errorCode) => {
    await alice.say('Hi.');
    const request = { thisDN: '1001', connID: maya.rung[0], serviceID: 3004 };
    expect(await maya.request('TPrivateService', { ...request, extensions: { messageID: 'x' } })).toMatchObject({
      errorCode: 'InvalidState',
    });
    await maya.answer(maya.rung[0]);
    expect(await maya.request('TPrivateService', { ...request, extensions })).toMatchObject({ errorCode });
  });
});
