import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient, transcriptOf, watch } from '../../support/agents/desktop-client.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { aliceTalksToMaya, type CallScene, operate, story } from '../../support/scenes/call-scene.ts';

/** What a watcher saw, as "name on DN". */
function queueStory(router: DesktopClient): readonly string[] {
  return router.events.map((event) => `${event.name.replace('Event', '')} ${event['thisDN']}`);
}

describe('calls to routing points and queues', () => {
  let scene: CallScene;
  let router: DesktopClient;
  const dial = (otherDN: string, extensions: object = { im: 'Who knows refunds?' }) =>
    scene.maya.request('TMakeCall', { thisDN: '1001', otherDN, extensions });

  beforeEach(async () => {
    scene = await aliceTalksToMaya();
    router = await watch(scene.centre, ['1111', 'VQ_Any']);
  });

  test.each(['1111', 'VQ_Any'])('[CO27] to %s: the strategy runs, an agent rings and answers', async (otherDN) => {
    const { maya, ben, alice } = scene;
    const dialing = await dial(otherDN);
    const { connID } = dialing as { connID?: unknown };
    expect(dialing).toMatchObject({ name: 'EventDialing', callType: 1, thisDNRole: 1, otherDN });
    expect(router.last('EventRouteRequest')).toMatchObject({
      connID,
      callType: 1,
      thisQueue: '1111',
      otherDN: '1001',
      otherDNRole: 1,
    });
    expect(ben.last('EventRinging')).toMatchObject({
      connID,
      thisQueue: '1111',
      otherDN: '1001',
      extensions: { preview: 'Who knows refunds?' },
    });
    for (const client of [maya, ben]) client.clear();
    await ben.answer(connID);
    expect([story(ben), story(maya)]).toEqual([
      ['Established', '3005', '3001'],
      ['Established', '3001'],
    ]);
    expect(queueStory(router)).toEqual([
      'RouteRequest 1111',
      'Queued VQ_Any',
      'AttachedDataChanged 1111',
      'RouteUsed 1111',
      'Diverted VQ_Any',
    ]);
    expect(router.last('EventDiverted')).toMatchObject({ connID, thirdPartyDN: '1002' });
    expect(alice.shown).toEqual([]);
  });

  test('[CO27] the caller is never offered his own call; it waits until somebody else is free', async () => {
    const { maya, ben, lena } = scene;
    for (const client of [ben, lena]) await client.request('TAgentSetNotReady', { thisDN: client.dn });
    const { connID } = (await dial('1111')) as { connID?: unknown };
    expect(maya.rung).toEqual([]);
    await lena.request('TAgentSetReady', { thisDN: '1003' });
    expect(lena.rung).toEqual([connID]);
  });

  test('[CO27] declined or not answered: it waits at its place and rings elsewhere', async () => {
    const { maya, ben, lena, centre } = scene;
    const { connID } = (await dial('1111')) as { connID?: unknown };
    maya.clear();
    await ben.release(connID);
    expect(lena.rung).toEqual([connID]);
    await centre.pass(20);
    expect(story(lena).slice(-2)).toEqual(['AgentNotReady', 'Released']);
    expect(new Set(story(maya))).toEqual(new Set(['AttachedDataChanged']));
    await centre.pass(11);
    expect(ben.rung).toEqual([connID, connID]);
  });

  test('[CO27] given up while it rings: queue, routing point and ringing DN are abandoned', async () => {
    const { maya, ben, centre } = scene;
    const { connID } = (await dial('1111')) as { connID?: unknown };
    router.clear();
    expect(await maya.release(connID)).toMatchObject({ name: 'EventReleased', connID });
    expect(queueStory(router)).toEqual(['Abandoned VQ_Any', 'Abandoned 1111']);
    expect(ben.last('EventAbandoned')).toMatchObject({ connID });
    expect(centre.switchState.routeRequests.size).toBe(0);
    expect(centre.switchState.calls.size).toBe(1);
  });

  test('[CO27] a queue into which nothing leads', async () => {
    expect(await dial('1101')).toMatchObject({ errorCode: 'TargetNotAvailable' });
  });

  test('[CO28] a consultation over a routing point, answered, transferred', async () => {
    const { maya, ben, c1 } = scene;
    await operate(maya, 'TInitiateTransfer', c1, { otherDN: '1111' });
    expect(story(maya)).toEqual(['Held', '3001', 'Dialing', 'AttachedDataChanged']);
    const c2 = maya.last('EventDialing')['connID'];
    expect(router.last('EventRouteRequest')).toMatchObject({ connID: c2, callType: 4, previousConnID: c1 });
    expect(ben.last('EventRinging')).toMatchObject({ connID: c2, thisQueue: '1111', previousConnID: c1 });
    await ben.answer(c2);
    ben.clear();
    await operate(maya, 'TCompleteTransfer', c1, { consultConnID: c2 });
    expect(ben.last('EventPartyChanged')).toMatchObject({ connID: c1, previousConnID: c2, thirdPartyDN: '1001' });
    expect(transcriptOf(ben.last('EventPrivateInfo', { privateMsgID: 3005 }))[0]).toBe('Hi.');
  });

  test('[CO28] reconnected while it waits: the consultation leaves the queue', async () => {
    const { maya, ben, lena, c1 } = scene;
    for (const client of [ben, lena]) await client.request('TAgentSetNotReady', { thisDN: client.dn });
    await operate(maya, 'TInitiateConference', c1, { otherDN: 'VQ_Any' });
    const c2 = maya.last('EventDialing')['connID'];
    for (const name of ['TCompleteConference', 'TAlternateCall'] as const) {
      expect(await operate(maya, name, c1, { consultConnID: c2 })).toMatchObject({ errorCode: 'InvalidState' });
    }
    router.clear();
    expect(await operate(maya, 'TReconnectCall', c1, { consultConnID: c2 })).toMatchObject({ name: 'EventRetrieved' });
    expect(queueStory(router)).toEqual(['Abandoned VQ_Any', 'Abandoned 1111']);
  });

  test('[CO29] completed while it waits: the call takes the place of the consultation in the queue', async () => {
    const { maya, ben, lena, alice, centre, c1 } = scene;
    for (const client of [ben, lena]) await client.request('TAgentSetNotReady', { thisDN: client.dn });
    await operate(maya, 'TInitiateTransfer', c1, { otherDN: '1111' });
    const c2 = maya.last('EventDialing')['connID'];
    await centre.pass(1);
    const younger = new PageCustomer(centre, 'sip:bob@example.net');
    await maya.request('TAgentSetNotReady', { thisDN: '1001' });
    await younger.say('I came later.');
    router.clear();
    const answer = await operate(maya, 'TCompleteTransfer', c1, { consultConnID: c2 });
    expect(answer).toMatchObject({ name: 'EventReleased', connID: c1, callState: 1, thirdPartyDN: '1111' });
    expect(maya.all('EventReleased').map((event) => event['connID'])).toEqual([c2, c1]);
    expect(queueStory(router)).toEqual(['PartyChanged 1111', 'PartyChanged VQ_Any']);
    expect(router.last('EventPartyChanged')).toMatchObject({
      connID: c1,
      previousConnID: c2,
      thirdPartyDN: '1001',
      thirdPartyDNRole: 7,
      otherDN: 'alice@example.net',
    });
    await alice.say('Still there?');
    await ben.request('TAgentSetReady', { thisDN: '1002' });
    expect(ben.rung).toEqual([c1, expect.anything()]);
    ben.clear();
    await ben.answer(c1);
    expect(story(ben)).toEqual(['Established', '3005', '3001']);
    expect([...centre.switchState.calls.values()].map((call) => call.id)).not.toContain(c2);
  });

  test('[CO29] completed while it rings: the ring is one of the call, and declined it waits on', async () => {
    const { maya, ben, lena, alice, c1 } = scene;
    await operate(maya, 'TInitiateTransfer', c1, { otherDN: '1111' });
    const c2 = maya.last('EventDialing')['connID'];
    await operate(maya, 'TCompleteTransfer', c1, { consultConnID: c2 });
    const changed = ben.last('EventPartyChanged');
    expect(changed).toMatchObject({ connID: c1, previousConnID: c2, otherDN: 'alice@example.net' });
    expect(changed['userData']).toMatchObject({ RTargetAgentSelected: '1002' });
    expect(await ben.release(c1)).toMatchObject({ name: 'EventReleased', connID: c1, callState: 22 });
    expect(lena.rung).toEqual([c1]);
    await lena.answer(c1);
    await lena.say(c1, 'Lena here.');
    expect(alice.shown.at(-1)).toBe('[Lena/1003] Lena here.');
  });

  test('[CO29] TMuteTransfer: both at once', async () => {
    const { maya, ben, c1 } = scene;
    const answer = await operate(maya, 'TMuteTransfer', c1, { otherDN: 'VQ_Any' });
    expect(answer).toMatchObject({ name: 'EventReleased', connID: c1, callState: 1, thirdPartyDN: '1111' });
    expect(story(maya)).toEqual(['Held', '3001', 'Dialing', 'Released', 'Released']);
    expect(ben.rung).toEqual([c1]);
  });

  test('[CO29] not while somebody else talks to the customer, and not for a call among agents', async () => {
    const { maya, ben, c1 } = scene;
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1002' });
    await ben.answer(c1);
    expect(await operate(maya, 'TMuteTransfer', c1, { otherDN: '1111' })).toMatchObject({ errorCode: 'InvalidState' });
    const { connID } = (await maya.request('TMakeCall', { thisDN: '1001', otherDN: '1003' })) as { connID?: unknown };
    await scene.lena.answer(connID);
    expect(await operate(maya, 'TMuteTransfer', connID, { otherDN: '1111' })).toMatchObject({
      errorCode: 'InvalidState',
    });
  });

  test('[CO30] a conferee found over a routing point joins beside the agent', async () => {
    const { maya, ben, lena, alice, c1 } = scene;
    expect(await operate(maya, 'TSingleStepConference', c1, { otherDN: '1111' })).toMatchObject({ name: 'EventACK' });
    expect(router.last('EventRouteRequest')).toMatchObject({ connID: c1, extensions: { reason: 'conference' } });
    expect(ben.rung).toEqual([c1]);
    for (const name of ['TSingleStepTransfer', 'TSingleStepConference', 'TMuteTransfer'] as const) {
      expect(await operate(maya, name, c1, { otherDN: '1003' })).toMatchObject({ errorCode: 'InvalidState' });
    }
    await ben.release(c1);
    expect(lena.rung).toEqual([c1]);
    await lena.answer(c1);
    expect(lena.last('EventEstablished')).toMatchObject({ connID: c1, callState: 2 });
    expect(maya.last('EventPartyAdded')).toMatchObject({ connID: c1, otherDN: '1003', thirdPartyDN: '1001' });
    await lena.say(c1, 'Lena too.');
    expect(alice.shown).toEqual(['[Lena/1003] Lena too.']);
  });

  test('[CO30] who is dropped while ringing is looked for no more; the end of the call ends the search', async () => {
    const { maya, ben, centre, c1 } = scene;
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1111' });
    router.clear();
    await operate(maya, 'TDeleteFromConference', c1, { otherDN: '1002' });
    expect(queueStory(router)).toEqual(['Abandoned VQ_Any', 'Abandoned 1111']);
    expect(ben.last('EventReleased')).toMatchObject({ connID: c1 });
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1111' });
    router.clear();
    await maya.release(c1);
    expect(queueStory(router)).toEqual(['Abandoned VQ_Any', 'Abandoned 1111']);
    expect(centre.switchState.routeRequests.size).toBe(0);
  });

  test('[CO30] the search is cancelled by the name of the routing point', async () => {
    const { maya, ben, lena, centre, c1 } = scene;
    for (const client of [ben, lena]) await client.request('TAgentSetNotReady', { thisDN: client.dn });
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1111' });
    router.clear();
    maya.clear();
    expect(await operate(maya, 'TDeleteFromConference', c1, { otherDN: '1112' })).toMatchObject({
      errorCode: 'InvalidAttribute',
    });
    expect(await operate(maya, 'TDeleteFromConference', c1, { otherDN: '1111' })).toMatchObject({ name: 'EventACK' });
    expect(queueStory(router)).toEqual(['Abandoned VQ_Any', 'Abandoned 1111']);
    expect(centre.switchState.routeRequests.size).toBe(0);
    await ben.request('TAgentSetReady', { thisDN: '1002' });
    expect(ben.rung).toEqual([]);
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1111' });
    expect(ben.rung).toEqual([c1]);
    const dropped = await operate(maya, 'TDeleteFromConference', c1, { otherDN: '1111' });
    expect(dropped).toMatchObject({ name: 'EventPartyDeleted', otherDN: '1002', thisDN: '1001' });
    expect(ben.last('EventReleased')).toMatchObject({ connID: c1 });
    expect(centre.switchState.routeRequests.size).toBe(0);
    expect(await operate(maya, 'TDeleteFromConference', c1, { otherDN: '1111' })).toMatchObject({
      errorCode: 'InvalidAttribute',
    });
  });

  test('[CO30] a consultation is not completed while a conferee is looked for', async () => {
    const { maya, ben, lena, centre, c1 } = scene;
    for (const client of [ben, lena]) await client.request('TAgentSetNotReady', { thisDN: client.dn });
    await operate(maya, 'TInitiateTransfer', c1, { otherDN: '1002' });
    const c2 = maya.last('EventDialing')['connID'];
    await ben.answer(c2);
    expect(await operate(maya, 'TSingleStepConference', c1, { otherDN: '1111' })).toMatchObject({ name: 'EventACK' });
    const before = JSON.stringify([...centre.switchState.calls.values()]);
    for (const name of ['TCompleteTransfer', 'TCompleteConference'] as const) {
      const answer = await operate(maya, name, c1, { consultConnID: c2 });
      expect(answer).toMatchObject({ errorCode: 'InvalidState' });
    }
    expect(JSON.stringify([...centre.switchState.calls.values()])).toBe(before);
    await operate(maya, 'TDeleteFromConference', c1, { otherDN: '1111' });
    expect(await operate(maya, 'TCompleteTransfer', c1, { consultConnID: c2 })).toMatchObject({
      name: 'EventReleased',
    });
  });

  test('[CO30] the agent who asked is taken away: the one who rings gets the call, or the queue', async () => {
    const { maya, ben, lena, centre, c1 } = scene;
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1111' });
    const elsewhere = await DesktopClient.connect(centre, '1001', {
      place: '2001',
    });
    await elsewhere.logIn('2001', { extensions: { takeOver: 1 } });
    expect(maya.last('EventReleased')).toMatchObject({ connID: c1, callState: 22 });
    await ben.release(c1);
    expect(lena.rung).toEqual([c1]);
    await lena.answer(c1);
    expect(centre.switchState.calls.get(String(c1))?.parties.map((party) => party.dn)).toEqual(['1003']);
  });

  test('[CO31] a routed ring redirected to a routing point: routed there, and asked of others first', async () => {
    const { ben, lena, centre } = scene;
    const bob = new PageCustomer(centre, 'sip:bob@example.net');
    await bob.say('Hello?');
    const [connID] = ben.rung;
    router.clear();
    const answer = await operate(ben, 'TRedirectCall', connID, { otherDN: '1111' });
    expect(answer).toMatchObject({ name: 'EventReleased', callState: 22, thirdPartyDN: '1111' });
    expect(queueStory(router)).toEqual([
      'RouteUsed 1111',
      'Diverted VQ_Any',
      'RouteRequest 1111',
      'Queued VQ_Any',
      'AttachedDataChanged 1111',
    ]);
    expect(router.last('EventRouteRequest')).toMatchObject({ connID, extensions: { reason: 'redirected' } });
    expect(lena.rung).toEqual([connID]);
  });

  test('[CO31] a call between agents can be redirected to a routing point, a conferee cannot', async () => {
    const { maya, ben, lena, c1 } = scene;
    const { connID } = (await dial('1002')) as { connID?: unknown };
    await operate(ben, 'TRedirectCall', connID, { otherDN: 'VQ_Any' });
    expect(lena.rung).toEqual([connID]);
    await lena.answer(connID);
    expect(maya.last('EventEstablished')).toMatchObject({ connID, otherDN: '1003' });
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1002' });
    expect(await operate(ben, 'TRedirectCall', c1, { otherDN: '1111' })).toMatchObject({ errorCode: 'InvalidState' });
  });

  test('[CO32] who sends a call to a routing point is not offered it for the decline pause', async () => {
    const { maya, ben, lena, centre, c1 } = scene;
    for (const client of [ben, lena]) await client.request('TAgentSetNotReady', { thisDN: client.dn });
    await operate(maya, 'TSingleStepTransfer', c1, { otherDN: '1111' });
    await centre.pass(29);
    expect(maya.rung).toEqual([]);
    await centre.pass(2);
    expect(maya.rung).toEqual([c1]);
  });
});
