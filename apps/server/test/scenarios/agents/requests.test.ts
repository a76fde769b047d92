import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient, watch } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

describe('requests and their answers', () => {
  let centre: ContactCentre;

  beforeEach(async () => {
    centre = await ContactCentre.open();
  });

  async function chat() {
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new PageCustomer(centre);
    await alice.say('Hi.');
    const connID = maya.rung[0];
    await maya.answer(connID);
    return { maya, alice, connID };
  }

  test('[RQ1] two sockets of one person: both get every event, only the asking one the reference id', async () => {
    const { maya, connID } = await chat();
    const second = await DesktopClient.connect(centre, '1001');
    second.clear();
    const echo = await maya.say(connID, 'Hello.');
    expect(echo.referenceID).toBeGreaterThan(0);
    const { referenceID: _own, ...copy } = echo;
    expect(second.events[0]).toEqual(copy);
    expect(second.events.map((event) => event['privateMsgID'])).toEqual([3001, 3004]);
    const released = await second.release(connID);
    expect(maya.last('EventReleased')).not.toHaveProperty('referenceID');
    expect(maya.last('EventReleased').eventSequenceNumber).toBe(released.eventSequenceNumber);
  });

  test('[RQ2] a repeated requestID gets the stored answer with its own reference id and no number, and does nothing', async () => {
    const { maya, alice, connID } = await chat();
    const second = await DesktopClient.connect(centre, '1001');
    const first = await maya.say(connID, 'Once.', { requestID: 'say-1' });
    second.clear();
    maya.clear();
    const repeat = await second.say(connID, 'Once.', { requestID: 'say-1' });
    const { eventSequenceNumber: _number, referenceID: _reference, ...content } = first;
    const { referenceID, ...repeated } = repeat;
    expect(repeated).toEqual(content);
    expect(referenceID).toBe(1);
    expect(maya.events).toEqual([]);
    expect(second.events).toEqual([repeat]);
    expect(alice.shown).toEqual(['[Maya/1001] Once.']);
  });

  test('[RQ2] the stored answer outlives a crash, and the same requestID of another person is another one', async () => {
    const { maya, alice, connID } = await chat();
    const first = await maya.say(connID, 'Once.', { requestID: 'say-1' });
    await centre.crash();
    const again = await DesktopClient.connect(centre, '1001');
    const repeat = await again.say(connID, 'Once.', { requestID: 'say-1' });
    expect(repeat['messageID']).toBe(first['messageID']);
    expect(alice.shown).toEqual(['[Maya/1001] Once.']);
    const ben = await DesktopClient.connect(centre, '1002');
    expect(await ben.request('TRegisterAddress', { thisDN: '1002', requestID: 'say-1' })).toMatchObject({
      name: 'EventRegistered',
      thisDN: '1002',
    });
  });

  test('[RQ2] a repeat right behind the first, before that is stored, does nothing again either', async () => {
    const { maya, alice, connID } = await chat();
    const request = { thisDN: '1001', connID, serviceID: 3001, extensions: { im: 'Once.' }, requestID: 'say-1' };
    const one = maya.submit('TPrivateService', request);
    const two = maya.submit('TPrivateService', request);
    await centre.settle();
    const answers = [one, two].map((id) => maya.events.filter((event) => event.referenceID === id));
    expect(answers.map((events) => events.length)).toEqual([1, 1]);
    expect(answers[0]?.[0]?.['messageID']).toBe(answers[1]?.[0]?.['messageID']);
    expect(alice.shown).toEqual(['[Maya/1001] Once.']);
  });

  test('[RQ2] an answer that is no stored event is repeated alike', async () => {
    const maya = await DesktopClient.connect(centre, '1001');
    const first = await maya.request('TRegisterAddress', { thisDN: '1001', requestID: 'r' });
    const repeat = await maya.request('TRegisterAddress', { thisDN: '1001', requestID: 'r' });
    expect({ ...repeat, referenceID: 0 }).toEqual({ ...first, referenceID: 0 });
  });

  test('[RQ3] after an EventError the same requestID is tried anew', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    await new PageCustomer(centre).say('Hi.');
    const connID = maya.rung[0];
    expect(await maya.say(connID, 'Hello.', { requestID: 'say-1' })).toMatchObject({ errorCode: 'InvalidState' });
    await maya.answer(connID);
    expect(await maya.say(connID, 'Hello.', { requestID: 'say-1' })).toMatchObject({ name: 'EventPrivateInfo' });
  });

  test('[RQ4] a repeat whose stored answer cannot be read gets EventError and may be sent again', async () => {
    const { maya, connID } = await chat();
    await maya.say(connID, 'Once.', { requestID: 'say-1' });
    centre.store.breakDown();
    expect(await maya.say(connID, 'Once.', { requestID: 'say-1' })).toMatchObject({ errorCode: 'StoreUnavailable' });
    centre.store.repair();
    await centre.pass(2);
    expect(await maya.say(connID, 'Once.', { requestID: 'say-1' })).toMatchObject({ name: 'EventPrivateInfo' });
  });

  test('[RQ2] a requestID is kept 24 hours', async () => {
    const { maya, connID } = await chat();
    await maya.request('TAttachUserData', { thisDN: '1001', connID, userData: { a: 1 }, requestID: 'data' });
    await centre.pass(23 * 3600, 1800);
    const repeat = { thisDN: '1001', connID: 'ffffffffffffffff', key: 'a', requestID: 'data' };
    expect((await maya.request('TDeletePair', repeat)).name).toBe('EventAttachedDataChanged');
    await centre.pass(3600 + 1, 1800);
    expect(await maya.request('TDeletePair', repeat)).toMatchObject({ errorCode: 'UnknownCall' });
  });

  test('[RQ5] rights: unknown, foreign, unregistered and monitored DNs', async () => {
    const maya = await DesktopClient.connect(centre, '1001');
    const ready = (thisDN: string) => maya.request('TAgentSetReady', { thisDN });
    expect(await ready('9999')).toMatchObject({ errorCode: 'UnknownDN' });
    expect(await ready('1002')).toMatchObject({ errorCode: 'DNNotAllowed' });
    expect(await ready('1001')).toMatchObject({ errorCode: 'DNNotRegistered' });
    for (const thisDN of ['1002', '1111', 'VQ_Any', 'gcti:im']) {
      for (const registerMode of [0, 2]) {
        expect(await maya.request('TRegisterAddress', { thisDN, registerMode })).toMatchObject({
          errorCode: 'DNNotAllowed',
        });
      }
    }
    await maya.request('TRegisterAddress', { thisDN: '1001', registerMode: 2 });
    expect(await ready('1001')).toMatchObject({ errorCode: 'RequestNotAllowed' });
    await maya.request('TRegisterAddress', { thisDN: '1001', registerMode: 0 });
    expect(await ready('1001')).toMatchObject({ errorCode: 'AgentNotLoggedIn' });
    await maya.request('TUnregisterAddress', { thisDN: '1001' });
    expect(await ready('1001')).toMatchObject({ errorCode: 'DNNotRegistered' });
  });

  test('[RQ6] a ConnID of somebody else does not exist for an agent', async () => {
    const { maya, connID } = await chat();
    const ben = await DesktopClient.ready(centre, '1002');
    for (const connId of [connID, '0123456789abcdef']) {
      expect(await ben.release(connId)).toMatchObject({ errorCode: 'UnknownCall', connID: connId });
      expect(await ben.answer(connId)).toMatchObject({ errorCode: 'UnknownCall' });
      expect(await ben.say(connId, 'Hi.')).toMatchObject({ errorCode: 'UnknownCall' });
      const onDn = { thisDN: '1002', connID: connId };
      expect(await ben.request('TQueryCall', onDn)).toMatchObject({ errorCode: 'UnknownCall' });
      expect(await ben.request('TAttachUserData', { ...onDn, userData: { a: 1 } })).toMatchObject({
        errorCode: 'UnknownCall',
      });
    }
    expect(await ben.release(connID, '1001')).toMatchObject({ errorCode: 'DNNotAllowed' });
    expect(maya.all('EventReleased')).toEqual([]);
  });

  test('[RQ7] an application watches any DN as a monitor and may ask for nothing there', async () => {
    const { connID } = await chat();
    const router = await watch(centre, ['1001', '1111']);
    expect(await router.release(connID, '1001')).toMatchObject({ errorCode: 'RequestNotAllowed' });
    expect(await router.request('TQueryCall', { thisDN: '1111', connID })).toMatchObject({
      errorCode: 'RequestNotAllowed',
    });
    expect(await router.request('TRegisterAddress', { thisDN: '1001', registerMode: 0 })).toMatchObject({
      errorCode: 'DNNotAllowed',
    });
    expect(await router.request('TRegisterAddress', { thisDN: '1101', registerMode: 0 })).toMatchObject({
      errorCode: 'DNNotAllowed',
    });
  });

  test('[RQ7] on a routing point registered with mode 0 it may query and attach data while the call waits there', async () => {
    const router = await watch(centre, []);
    await router.request('TRegisterAddress', { thisDN: '1111', registerMode: 0 });
    await new PageCustomer(centre).say('Hi.');
    const { connID } = router.last('EventRouteRequest') as { connID?: unknown };
    const on = { thisDN: '1111', connID };
    expect(await router.request('TQueryCall', on)).toMatchObject({
      name: 'EventPartyInfo',
      extensions: { preview: 'Hi.' },
    });
    const data = await router.request('TAttachUserData', { ...on, userData: { Topic: 'x' } });
    expect(data).toMatchObject({
      name: 'EventAttachedDataChanged',
      thisDN: '1111',
      thirdPartyDN: '1111',
      userData: { Topic: 'x' },
    });
    expect(await router.request('TReleaseCall', on)).toMatchObject({ errorCode: 'RequestNotAllowed' });
    const maya = await DesktopClient.ready(centre, '1001');
    await router.request('TRouteCall', { ...on, otherDN: '1001' });
    await maya.answer(connID);
    expect(await router.request('TQueryCall', on)).toMatchObject({ errorCode: 'UnknownCall' });
  });

  test('[RQ8] events of a DN go to those who hold it, and to nobody else', async () => {
    const ben = await DesktopClient.ready(centre, '1002');
    await ben.request('TAgentSetNotReady', { thisDN: '1002' });
    ben.clear();
    const { maya, connID } = await chat();
    expect(ben.events).toEqual([]);
    await maya.release(connID);
    const early = await maya.request('TUnregisterAddress', { thisDN: '1001' });
    expect(early).toMatchObject({ name: 'EventError', errorCode: 'InvalidState' });
    await maya.request('TAgentLogout', { thisDN: '1001' });
    expect((await maya.request('TUnregisterAddress', { thisDN: '1001' })).name).toBe('EventUnregistered');
    await ben.request('TAgentSetReady', { thisDN: '1002' });
    maya.clear();
    await new PageCustomer(centre, 'sip:bob@example.net').say('Hi.');
    expect(maya.events).toEqual([]);
  });
});
