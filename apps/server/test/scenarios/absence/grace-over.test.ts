import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient, transcriptOf, watch } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { aliceTalksToMaya, type CallScene, consult, operate, story } from '../../support/scenes/call-scene.ts';

const REQUEUE_NOTICE = 'We are looking for a colleague who can help you. Please stay with us.';
const GRACE = 60;

describe('the grace of an absent agent is over', () => {
  let scene: CallScene;

  beforeEach(async () => {
    scene = await aliceTalksToMaya();
  });

  /** Nobody is left to whom the chat would go. */
  async function everybodyElseIsBusy(): Promise<void> {
    for (const client of [scene.ben, scene.lena]) await client.request('TAgentSetNotReady', { thisDN: client.dn });
    for (const client of [scene.ben, scene.lena]) client.clear();
  }

  async function mayaIsGone(): Promise<void> {
    await scene.maya.disconnect();
    await scene.centre.pass(GRACE);
  }

  test('[AB4][AB6][CO26] her chat goes to the head of its queue, and the customer is told', async () => {
    const { centre, alice, lena, c1 } = scene;
    await everybodyElseIsBusy();
    await centre.pass(1);
    await new PageCustomer(centre, 'sip:bob@example.net').say('I come later.');
    const router = await watch(centre, ['1001', '1111', 'VQ_Any']);
    await mayaIsGone();
    const seen = router.events.filter((event) => event['connID'] === c1 || event.name === 'EventAgentNotReady');
    // Bob rang at Maya until she did not answer.
    expect(seen.map((event) => `${event.name} ${event['thisDN']}`)).toEqual([
      'EventAgentNotReady 1001',
      'EventReleased 1001',
      'EventRouteRequest 1111',
      'EventQueued VQ_Any',
    ]);
    expect(router.last('EventReleased', { connID: c1 })).toMatchObject({ callState: 22 });
    expect(router.last('EventRouteRequest', { connID: c1 })).toMatchObject({ extensions: { reason: 'redirected' } });
    expect(alice.shown).toEqual([REQUEUE_NOTICE]);
    await alice.say('Is anybody there?');
    await lena.request('TAgentSetReady', { thisDN: '1003' });
    expect(lena.rung[0]).toBe(c1);
    await lena.answer(c1);
    expect(transcriptOf(lena.last('EventPrivateInfo', { privateMsgID: 3005 }))).toEqual(['Hi.', REQUEUE_NOTICE]);
    expect(lena.texts).toEqual(['Is anybody there?']);
  });

  test('[AB4] she is Not Ready, and no after-call work begins', async () => {
    const centre = await ContactCentre.open({
      configuration: demoConfiguration((file) => {
        file.tenant.options['wrap-up-time'] = 30;
      }),
    });
    const maya = await DesktopClient.ready(centre, '1001');
    await new PageCustomer(centre).say('Hi.');
    await maya.answer(maya.rung[0]);
    const router = await watch(centre, ['1001']);
    await maya.disconnect();
    await centre.pass(GRACE + 60);
    expect(router.all('EventAgentNotReady').map((event) => event['agentWorkMode'])).toEqual([6]);
    expect(router.all('EventAgentReady')).toEqual([]);
  });

  test('[AB5] what rings rings elsewhere at once, though there would be time left to answer', async () => {
    const { centre, maya, ben } = scene;
    await everybodyElseIsBusy();
    await maya.disconnect();
    await centre.pass(GRACE - 5);
    const caller = await DesktopClient.ready(centre, '2001');
    const bob = new PageCustomer(centre, 'sip:bob@example.net');
    await bob.say('Hello.');
    await caller.request('TMakeCall', { thisDN: '2001', otherDN: '1001' });
    await centre.pass(5);
    expect(story(caller).slice(-3)).toEqual(['Dialing', 'DestinationBusy', 'Released']);
    expect(ben.rung).toEqual([]);
  });

  test('[AB5] a routed ring goes to the next agent when the grace ends', async () => {
    const centre = await ContactCentre.open({
      configuration: demoConfiguration((file) => {
        file.tenant.options['no-answer-timeout'] = 200;
      }),
    });
    const maya = await DesktopClient.ready(centre, '1001');
    const ben = await DesktopClient.ready(centre, '1002');
    await new PageCustomer(centre).say('Hi.');
    await maya.disconnect();
    await centre.pass(GRACE - 1);
    expect(ben.rung).toEqual([]);
    await centre.pass(1);
    expect(ben.rung).toEqual(maya.rung);
    await centre.pass(150);
    expect(ben.all('EventReleased')).toEqual([]);
  });

  test('[AB6] a chat on hold goes back too', async () => {
    const { maya, ben, alice, centre, c1 } = scene;
    await operate(maya, 'THoldCall', c1);
    await mayaIsGone();
    expect(ben.rung).toEqual([c1]);
    await ben.answer(c1);
    await centre.pass(300);
    // No hold notice after she lost the call.
    expect(alice.shown.filter((text) => text.startsWith('One moment'))).toHaveLength(1);
  });

  test('[AB7] consulting: the consultation ends for both, then the held call goes back', async () => {
    const { lena, centre, c1 } = scene;
    const router = await watch(centre, ['1001', '1002', '1111']);
    const c2 = await consult(scene);
    await mayaIsGone();
    const ends = router.all('EventReleased').map((event) => [event['connID'], event['thisDN'], event['callState']]);
    expect(ends).toEqual([
      [c2, '1001', 0],
      [c2, '1002', 0],
      [c1, '1001', 22],
    ]);
    expect(centre.switchState.calls.get(String(c2))).toBeUndefined();
    expect(lena.rung).toEqual([c1]);
  });

  test('[AB7] the consulted one is gone: the consultation ends, the held call stays', async () => {
    const { maya, ben, centre, c1 } = scene;
    const c2 = await consult(scene);
    await ben.disconnect();
    await centre.pass(GRACE);
    expect(maya.last('EventReleased')).toMatchObject({ connID: c2 });
    expect(await operate(maya, 'TRetrieveCall', c1)).toMatchObject({ name: 'EventRetrieved' });
  });

  test('[AB7] a call that she dials ends, and the other learns it', async () => {
    const centre = await ContactCentre.open({
      configuration: demoConfiguration((file) => {
        file.tenant.options['no-answer-timeout'] = 200;
      }),
    });
    const maya = await DesktopClient.ready(centre, '1001');
    const ben = await DesktopClient.ready(centre, '1002');
    await maya.request('TMakeCall', { thisDN: '1001', otherDN: '1002' });
    await maya.disconnect();
    await centre.pass(GRACE);
    expect(story(ben).slice(-2)).toEqual(['Ringing', 'Abandoned']);
    expect(centre.switchState.calls.size).toBe(0);
  });

  test.each<[string, (call: unknown) => Promise<unknown>]>([
    ['calls a routing point', () => scene.maya.request('TMakeCall', { thisDN: '1001', otherDN: '1111' })],
    ['consults a routing point', (connID) => operate(scene.maya, 'TInitiateTransfer', connID, { otherDN: '1111' })],
    ['asks for a conferee', (connID) => operate(scene.maya, 'TSingleStepConference', connID, { otherDN: '1111' })],
  ])('[AB6][AB7] she %s where nobody is free: that ends, and her chat waits once', async (_what, act) => {
    const { centre, lena, alice, c1 } = scene;
    await everybodyElseIsBusy();
    await act(c1);
    await mayaIsGone();
    const { calls, routeRequests } = centre.switchState;
    expect([...calls.values()].map(({ id }) => id)).toEqual([c1]);
    expect([...routeRequests.values()].map(({ id, routingPoint }) => [id, routingPoint])).toEqual([[c1, '1111']]);
    await lena.request('TAgentSetReady', { thisDN: '1003' });
    await lena.answer(c1);
    await lena.say(c1, 'Lena here.');
    expect(alice.shown.at(-1)).toBe('[Lena/1003] Lena here.');
  });

  test('[AB8] a conference goes on with the others', async () => {
    const { maya, ben, alice, c1 } = scene;
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1002' });
    await ben.answer(c1);
    await mayaIsGone();
    expect(ben.last('EventPartyDeleted')).toMatchObject({ connID: c1, otherDN: '1001' });
    await ben.say(c1, 'I am still here.');
    expect(alice.shown).toEqual(['[Ben/1002] I am still here.']);
  });

  test('[AB10] afterwards she returns Not Ready and without it', async () => {
    const { centre, maya, c1 } = scene;
    await mayaIsGone();
    const again = await DesktopClient.connect(centre, '1001');
    expect(again.last('EventRegistered').extensions).toMatchObject({ AgentStatus: 1, agentWorkMode: 6 });
    expect(await again.say(c1, 'Hello?')).toMatchObject({ errorCode: 'UnknownCall' });
    expect(maya.endedBecause).toBeUndefined();
  });

  test('[AB9] with keep her chat stays, and its texts are there when she returns', async () => {
    const centre = await ContactCentre.open({
      configuration: demoConfiguration((file) => {
        file.tenant.options['agent-absence-action'] = 'keep';
      }),
    });
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new PageCustomer(centre);
    await alice.say('Hi.');
    const [connID] = maya.rung;
    await maya.answer(connID);
    const lena = await DesktopClient.ready(centre, '1003');
    await maya.disconnect();
    await centre.pass(GRACE + 30);
    await alice.say('Still there?');
    expect(alice.shown).toEqual([]);
    expect(lena.rung).toEqual([]);
    const again = await DesktopClient.connect(centre, '1001', { lastSequence: maya.lastSequence });
    expect(again.last('EventAgentNotReady')).toMatchObject({ reasons: { ReasonCode: 'ConnectionLost' } });
    expect(again.texts).toEqual(['Still there?']);
    await again.say(connID, 'Yes.');
    expect(alice.shown).toEqual(['[Maya/1001] Yes.']);
  });

  test('[AB11] a login at another place ends the absence', async () => {
    const { centre, maya, c1 } = scene;
    await everybodyElseIsBusy();
    await maya.disconnect();
    await centre.pass(30);
    const elsewhere = await DesktopClient.connect(centre, '1001', { place: '2001' });
    await elsewhere.logIn('2001', { extensions: { takeOver: 1 }, agentWorkMode: 2 });
    const [session] = centre.switchState.agentSessionsByAgent.get('1001');
    expect(session).toMatchObject({ id: '2001', absentSince: null });
    await elsewhere.answer(c1);
    await centre.pass(GRACE);
    expect(elsewhere.all('EventAgentNotReady')).toEqual([]);
    expect(centre.switchState.calls.get(String(c1))?.parties).toHaveLength(1);
  });
});

describe('takeOver of a place with operations under way', () => {
  test('[AG4][CO8] a consultation that is dialed there ends with it', async () => {
    const scene = await aliceTalksToMaya();
    const c2 = await consult(scene, { isAnswered: false });
    const elsewhere = await DesktopClient.connect(scene.centre, '1001', { place: '2001' });
    await elsewhere.logIn('2001', { extensions: { takeOver: 1 } });
    expect(story(scene.ben)).toContain('Abandoned');
    expect(scene.centre.switchState.calls.get(String(c2))).toBeUndefined();
    expect(scene.centre.switchState.callsByDn.get('1001')).toEqual([]);
  });
});
