import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient, transcriptOf, watch } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

const EVERYTHING = ['1111', 'VQ_Any', 'gcti:im', '1001', '1002'];

describe('a chat in page mode', () => {
  let centre: ContactCentre;

  beforeEach(async () => {
    centre = await ContactCentre.open();
  });

  test('[CM1][CM2][CM3][CM4] arrival, queue, ring and answer come in order, on their DNs', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const router = await watch(centre, EVERYTHING);
    const alice = new PageCustomer(centre);
    expect((await alice.say('Hi, I was charged twice.')).status).toBe(200);
    const connID = maya.rung[0];
    await maya.answer(connID);
    const seen = router.events.map((event) => [event.name, event['thisDN'], event['privateMsgID']].join(' ').trim());
    expect(seen).toEqual([
      'EventRouteRequest 1111',
      'EventQueued VQ_Any',
      'EventUserEvent gcti:im',
      'EventAttachedDataChanged 1111',
      'EventRinging 1001',
      'EventRouteUsed 1111',
      'EventDiverted VQ_Any',
      'EventEstablished 1001',
      'EventPrivateInfo 1001 3005',
      'EventPrivateInfo 1001 3001',
    ]);
    const { callUUID } = router.events[0] as { callUUID?: unknown };
    expect(callUUID).toMatch(/^[0-9A-F]{32}$/);
    expect(connID).toMatch(/^[0-9a-f]{16}$/);
    for (const event of router.events) {
      const common = { callID: 1, callType: 2, callState: 0, mediaType: 5, dnis: '1111', ani: 'alice@example.net' };
      expect(event).toMatchObject({ ...common, connID, callUUID, otherDN: 'alice@example.net' });
    }
    const numbers = router.events.map((event) => event.eventSequenceNumber ?? 0);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('[CM1][CM2][CM3][CM4] each event has the attributes of its kind', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const router = await watch(centre, EVERYTHING);
    const alice = new PageCustomer(centre, 'sip:alice@example.net');
    await alice.say('Hi.', { displayName: 'Alice Smith' });
    await maya.answer(maya.rung[0]);
    expect(router.last('EventRouteRequest')).toMatchObject({ thisQueue: '1111', thisDNRole: 2, otherDNRole: 1 });
    expect(router.last('EventRouteRequest').extensions).toBeUndefined();
    const queued = router.last('EventQueued');
    expect(queued).toMatchObject({
      thisQueue: 'VQ_Any',
      extensions: {
        SIGNATURE: 'router',
        NAME: 'Cordboard',
        VERSION: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        CLUSTER: '',
        VQID: expect.stringMatching(/^[0-9A-F]{24}$/),
        Location: 'main',
        CallUUID: queued['callUUID'],
      },
    });
    expect(router.last('EventDiverted')).toMatchObject({ extensions: queued.extensions, reasons: { RTR: 1 } });
    expect(router.last('EventRinging')).toMatchObject({
      thisDN: '1001',
      thisDNRole: 2,
      otherDNRole: 1,
      agentID: '1001',
      thisQueue: '1111',
      extensions: { preview: 'Hi.' },
      userData: {
        CustomerName: 'Alice Smith',
        RVQID: queued.extensions?.['VQID'],
        RTargetAgentSelected: '1001',
        RTargetPlaceSelected: '1001',
        RTargetRequested: 'ALL_Agents',
        PegAGALL_Agents: 1,
      },
    });
    expect(router.last('EventAttachedDataChanged')).toMatchObject({ thisDN: '1111', thirdPartyDN: '1111' });
    expect(router.last('EventRouteUsed')).toMatchObject({
      thisQueue: '1111',
      thirdPartyDN: '1001',
      thirdPartyDNRole: 2,
    });
    expect(router.last('EventDiverted')).toMatchObject({
      thisQueue: 'VQ_Any',
      thirdPartyDN: '1001',
      thirdPartyDNRole: 2,
      extensions: queued.extensions,
    });
    expect(router.last('EventEstablished')).toMatchObject({ thisDN: '1001', thisDNRole: 2, thisQueue: '1111' });
  });

  test('[CM4] texts written while waiting come as 3001 after Established and 3005, in order, in no transcript', async () => {
    const alice = new PageCustomer(centre);
    await alice.say('one');
    await alice.say('two');
    const maya = await DesktopClient.ready(centre, '1001');
    await alice.say('three');
    const writtenAt = centre.clock.now();
    await centre.pass(5);
    expect(maya.texts).toEqual([]);
    maya.clear();
    await maya.answer(centre.switchState.calls.values().next().value?.id);
    expect(maya.events.map((event) => event['privateMsgID'] ?? event.name)).toEqual([
      'EventEstablished',
      3005,
      3001,
      3001,
      3001,
    ]);
    expect(maya.texts).toEqual(['one', 'two', 'three']);
    expect(transcriptOf(maya.last('EventPrivateInfo', { privateMsgID: 3005 }))).toEqual([]);
    expect(maya.last('EventPrivateInfo').extensions).toEqual({ im: 'three', time: writtenAt });
  });

  test('[CM5][CM6][ME7] texts go both ways: 2001 once, 3001 on the DN, OtherDN is the sender, the customer sees the nickname', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new PageCustomer(centre);
    await alice.say('Hi.');
    const connID = maya.rung[0];
    await maya.answer(connID);
    const router = await watch(centre, EVERYTHING);
    await alice.say('Are you there?');
    const [announced, heard] = router.events;
    expect(router.events).toHaveLength(2);
    expect(announced).toMatchObject({
      name: 'EventUserEvent',
      thisDN: 'gcti:im',
      userEvent: 2001,
      otherDN: 'alice@example.net',
    });
    expect(heard).toMatchObject({
      name: 'EventPrivateInfo',
      thisDN: '1001',
      privateMsgID: 3001,
      otherDN: 'alice@example.net',
    });
    expect(heard).toMatchObject({ messageID: announced?.['messageID'], extensions: { im: 'Are you there?' } });
    router.clear();
    const echo = await maya.say(connID, 'I am.');
    expect(echo).toMatchObject({
      name: 'EventPrivateInfo',
      privateMsgID: 3001,
      thisDN: '1001',
      otherDN: '1001',
      thisDNRole: 2,
      otherDNRole: 2,
    });
    expect(echo.extensions).toEqual({ im: 'I am.' });
    expect(alice.shown).toEqual(['[Maya/1001] I am.']);
    expect(router.events.map((event) => event['userEvent'] ?? event['privateMsgID'])).toEqual([2001, 3001, 3004]);
    expect(maya.last('EventPrivateInfo', { privateMsgID: 3004 })).toMatchObject({
      messageID: echo['messageID'],
      extensions: { state: 'sent' },
    });
  });

  test('[CM14][ME19] the agent ends: Released, and what the customer writes next is a new interaction', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new PageCustomer(centre);
    await alice.say('Hi.');
    const connID = maya.rung[0];
    await maya.answer(connID);
    await maya.say(connID, 'Bye.');
    const answer = await maya.release(connID);
    expect(answer).toMatchObject({ name: 'EventReleased', connID, callState: 0, thisDN: '1001' });
    expect(await maya.release(connID)).toMatchObject({ name: 'EventError', errorCode: 'UnknownCall' });
    expect(await maya.say(connID, 'More.')).toMatchObject({ errorCode: 'UnknownCall' });
    expect(alice.shown).toEqual(['[Maya/1001] Bye.']);
    expect(centre.switchState.legs.size).toBe(0);
    await alice.say('One more thing.');
    expect(maya.rung).toHaveLength(2);
    expect(maya.rung[1]).not.toBe(connID);
  });

  test('[CM14][ME19] texts that still wait when the agent ends are delivered', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new PageCustomer(centre);
    await alice.say('Hi.');
    await maya.answer(maya.rung[0]);
    alice.isDeaf = true;
    await maya.say(maya.rung[0], 'First.');
    await maya.say(maya.rung[0], 'Second.');
    await maya.release(maya.rung[0]);
    alice.isDeaf = false;
    await centre.pass(8);
    expect(alice.shown).toEqual(['[Maya/1001] First.', '[Maya/1001] Second.']);
    expect(centre.switchState.legs.size).toBe(0);
  });

  test('[CM7] an agent writes only in an established call, and no empty text', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new PageCustomer(centre);
    await alice.say('Hi.');
    const connID = maya.rung[0];
    expect(await maya.say(connID, 'Too early.')).toMatchObject({
      name: 'EventError',
      errorCode: 'InvalidState',
      connID,
    });
    await maya.answer(connID);
    expect(await maya.answer(connID)).toMatchObject({ errorCode: 'InvalidState' });
    expect(await maya.say(connID, '')).toMatchObject({ errorCode: 'TextEmpty' });
    expect(await maya.say(connID, '', { extensions: {} })).toMatchObject({ errorCode: 'MissingAttribute' });
    expect(await maya.say(connID, '', { extensions: { im: 5 } })).toMatchObject({ errorCode: 'InvalidAttribute' });
    expect(alice.shown).toEqual([]);
  });

  test('[CM7][ME24] 16,384 bytes of UTF-8 are taken both ways, one more is not', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new PageCustomer(centre);
    const longest = 'é'.repeat(8192);
    expect((await alice.say(longest)).status).toBe(200);
    expect((await alice.say(`${longest}.`)).status).toBe(413);
    const connID = maya.rung[0];
    await maya.answer(connID);
    expect(maya.texts).toEqual([longest]);
    expect((await maya.say(connID, longest)).name).toBe('EventPrivateInfo');
    expect(await maya.say(connID, `${longest}.`)).toMatchObject({ name: 'EventError', errorCode: 'TextTooLong' });
  });

  test('[CM8] attached data: every change on the DN of each party, with who changed it and the whole list', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new PageCustomer(centre);
    await alice.say('Hi.');
    const connID = maya.rung[0];
    const on = { thisDN: '1001', connID };
    const attached = await maya.request('TAttachUserData', {
      ...on,
      userData: { Topic: 'invoice', Tries: [1, { a: 2 }] },
    });
    expect(attached).toMatchObject({ name: 'EventAttachedDataChanged', thisDN: '1001', thirdPartyDN: '1001' });
    expect(attached['userData']).toMatchObject({ Topic: 'invoice', Tries: [1, { a: 2 }], RTenant: 'Resources' });
    await maya.answer(connID);
    const updated = await maya.request('TUpdateUserData', { ...on, userData: { Topic: 'refund' } });
    expect(updated['userData']).toMatchObject({ Topic: 'refund', RTenant: 'Resources' });
    const deleted = await maya.request('TDeletePair', { ...on, key: 'Topic' });
    expect(deleted['userData']).not.toHaveProperty('Topic');
    expect((await maya.request('TDeleteUserData', { ...on, key: 'Topic' })).name).toBe('EventAttachedDataChanged');
    const big = { ...on, userData: { big: 'x'.repeat(70_000) } };
    expect(await maya.request('TAttachUserData', big)).toMatchObject({ errorCode: 'InvalidAttribute' });
    const released = await maya.release(connID);
    expect(released['userData']).toHaveProperty('Tries');
  });

  test('[CM17] TQueryCall and TQueryAddress tell the call, its parties and the DN, without a number', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const ben = await DesktopClient.connect(centre, '1002');
    const alice = new PageCustomer(centre);
    await alice.say('Hi.');
    const connID = maya.rung[0];
    const info = await maya.request('TQueryCall', { thisDN: '1001', connID });
    expect(info).toMatchObject({
      name: 'EventPartyInfo',
      connID,
      extensions: { texts: 1, parties: [{ dn: '1001', state: 'ringing' }] },
    });
    expect(info.eventSequenceNumber).toBeUndefined();
    const address = await ben.request('TQueryAddress', { thisDN: '1001' });
    expect(address).toMatchObject({
      name: 'EventAddressInfo',
      agentID: '1001',
      extensions: { AgentStatus: 2, 'queue-1': '1101', 'conn-1': connID, 'ct-1': 2, 'mt-1': 5, 'ps-1': 'ringing' },
    });
    expect(address.eventSequenceNumber).toBeUndefined();
    expect(await ben.request('TQueryServer')).toMatchObject({
      name: 'EventServerInfo',
      extensions: { switch: 'main' },
    });
  });
});
