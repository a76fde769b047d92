import { describe, expect, test } from 'vitest';
import { DesktopClient, transcriptOf, watch } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';
import { openWithRouter, outsideRouter, route, seenOn, writeTo } from '../../support/scenes/router-scene.ts';

describe('an outside router', () => {
  test('[RT70] is asked instead of the strategy', async () => {
    const scene = await openWithRouter();
    const { c1 } = await writeTo(scene);
    await scene.centre.pass(5);
    expect(scene.router.last('EventRouteRequest')).toMatchObject({
      thisDN: '1111',
      thisQueue: '1111',
      otherDN: 'alice@example.net',
      mediaType: 5,
      connID: c1,
    });
    expect(scene.maya.rung).toEqual([]);
    expect(scene.router.all('EventQueued')).toEqual([]);
  });

  test('[RT70] registered with mode 2 it only watches', async () => {
    const centre = await ContactCentre.open();
    const router = await watch(centre, ['1111', 'VQ_Any']);
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new SessionCustomer(centre);
    await alice.invite();
    expect(maya.rung).toHaveLength(1);
    const refused = await route({ router }, maya.rung[0], '1002');
    expect(refused).toMatchObject({ name: 'EventError', errorCode: 'RequestNotAllowed' });
  });

  test('[RT70] serves a routing point that has no strategy', async () => {
    const centre = await ContactCentre.open();
    const alice = new SessionCustomer(centre);
    expect((await alice.invite({ to: '1119' })).status).toBe(480);
    const router = await outsideRouter(centre, ['1119']);
    const { c1 } = await writeTo({ centre, router }, '1119');
    expect(c1).toBeDefined();
  });

  test('[RT73] TRouteCall: EventACK, it rings, at the answer EventRouteUsed and EventDiverted', async () => {
    const scene = await openWithRouter();
    const { router, maya } = scene;
    const { alice, c1 } = await writeTo(scene);
    const userData = { Segment: 'gold' };
    const answer = await route(scene, c1, '1001', { userData, extensions: { virtualQueue: 'VQ_Any' } });
    expect(answer).toMatchObject({ name: 'EventACK', thisDN: '1111' });
    expect(maya.last('EventRinging')).toMatchObject({ connID: c1, thisQueue: '1111', userData });
    expect(seenOn(router, 'VQ_Any')).toEqual(['Queued']);
    await maya.answer(c1);
    expect(maya.texts).toEqual(['Hi.']);
    expect(seenOn(router, '1111')).toEqual(['RouteRequest', 'AttachedDataChanged', 'RouteUsed']);
    expect(router.last('EventRouteUsed')).toMatchObject({ thirdPartyDN: '1001', connID: c1 });
    expect(seenOn(router, 'VQ_Any')).toEqual(['Queued', 'Diverted']);
    const { extensions } = router.last('EventQueued');
    expect(router.last('EventDiverted')).toMatchObject({ thirdPartyDN: '1001', extensions, reasons: { RTR: 2 } });
    expect(extensions).toMatchObject({ SIGNATURE: 'router', VQID: expect.stringMatching(/^[0-9A-F]+$/) });
    await maya.say(c1, 'Hello!');
    expect(alice.shown.at(-1)).toContain('Hello!');
  });

  test.each([
    ['an agent id', '1002', '1002'],
    ['a group, its longest ready agent', 'ALL_Agents', '1001'],
  ])('[RT73] routes to %s', async (_what, otherDN, dn) => {
    const scene = await openWithRouter();
    const { c1 } = await writeTo(scene);
    await route(scene, c1, otherDN);
    expect((dn === '1001' ? scene.maya : scene.ben).rung).toEqual([c1]);
  });

  test('[RT73] routes to another routing point, whose strategy goes on', async () => {
    const scene = await openWithRouter();
    const { alice, c1 } = await writeTo(scene);
    expect(await route(scene, c1, '1113')).toMatchObject({ name: 'EventACK' });
    await scene.centre.settle();
    expect(seenOn(scene.router, '1111')).toEqual(['RouteRequest', 'RouteUsed']);
    expect(scene.router.last('EventRouteUsed', { thisDN: '1111' })).toMatchObject({ thirdPartyDN: '1113' });
    expect(alice.shown).toHaveLength(1);
  });

  test('[RT73] rings whatever the ready state, but not over capacity', async () => {
    const scene = await openWithRouter();
    const { maya } = scene;
    await maya.request('TAgentSetNotReady', { thisDN: '1001' });
    for (let chat = 0; chat < 3; chat += 1) {
      const { c1 } = await writeTo(scene);
      expect(await route(scene, c1, '1001')).toMatchObject({ name: 'EventACK' });
    }
    const { c1 } = await writeTo(scene);
    expect(await route(scene, c1, '1001')).toMatchObject({ name: 'EventError', errorCode: 'TargetNotAvailable' });
    expect(maya.rung).toHaveLength(3);
  });

  test.each([
    ['a DN that does not exist', '9999', {}, 'UnknownDN'],
    ['nobody logged in', '1003', {}, 'TargetLoggedOut'],
    ['a DN without IM', '1004', {}, 'TargetTakesNoIM'],
    ['itself', '1111', {}, 'TargetIsSelf'],
    ['a routing point without a strategy', '1119', {}, 'TargetNotAvailable'],
    ['an unknown virtual queue', '1001', { virtualQueue: 'VQ_None' }, 'InvalidAttribute'],
    ['an agent as virtual queue', '1001', { virtualQueue: '1002' }, 'InvalidAttribute'],
    ['a time that is none', '1001', { NO_ANSWER_TIMEOUT: 'soon' }, 'InvalidAttribute'],
    ['a time too long', '1001', { NO_ANSWER_TIMEOUT: 601 }, 'InvalidAttribute'],
    ['an unknown action', '1001', { NO_ANSWER_ACTION: 'explode' }, 'InvalidAttribute'],
    ['an overflow that is no list', '1001', { NO_ANSWER_OVERFLOW: { to: '1112' } }, 'InvalidAttribute'],
    ['an empty overflow', '1001', { NO_ANSWER_OVERFLOW: [] }, 'InvalidAttribute'],
  ])('[RT73] %s is refused and nothing changes', async (_what, otherDN, extensions, errorCode) => {
    const scene = await openWithRouter();
    const { c1 } = await writeTo(scene);
    scene.router.clear();
    expect(await route(scene, c1, otherDN, { extensions })).toMatchObject({ name: 'EventError', errorCode });
    expect(scene.router.events).toHaveLength(1);
    expect(await route(scene, c1, '1001')).toMatchObject({ name: 'EventACK' });
  });

  test.each([
    ['0 Unknown', 0, '1002'],
    ['1 Default', 1, '1002'],
    ['6 Direct', 6, '1002'],
    ['10 DirectAgent', 10, '1002'],
    ['13 AgentID', 13, '1002'],
  ])('[RT65] route type %s goes to the destination', async (_what, routeType, otherDN) => {
    const scene = await openWithRouter();
    const { c1 } = await writeTo(scene);
    expect(await route(scene, c1, otherDN, { routeType })).toMatchObject({ name: 'EventACK' });
    expect(scene.ben.rung).toEqual([c1]);
  });

  test('[RT65] Default without a destination is left to the routing point, on record', async () => {
    const scene = await openWithRouter();
    const { c1 } = await writeTo(scene);
    const order = { thisDN: '1111', connID: c1, routeType: 1, extensions: { virtualQueue: 'VQ_Any' } };
    expect(await scene.router.request('TRouteCall', order)).toMatchObject({ name: 'EventACK' });
    expect(scene.maya.rung).toEqual([c1]);
    const [record] = await scene.centre.store.readDocuments('decision', c1 as never);
    expect(JSON.parse(record?.body ?? '')).toMatchObject({ failure: { reason: 'routerDefault' } });
    const { centre } = scene;
    const other = await outsideRouter(centre, ['1119']);
    const there = await writeTo({ centre, router: other }, '1119');
    const refused = { thisDN: '1119', connID: there.c1, routeType: 1 };
    expect(await other.request('TRouteCall', refused)).toMatchObject({ errorCode: 'TargetNotAvailable' });
  });

  test.each([7, 14])('[RT65] [RT79] route type %i ends the interaction', async (routeType) => {
    const scene = await openWithRouter();
    const { router, centre } = scene;
    const { alice, c1 } = await writeTo(scene);
    await route(scene, c1, '1001', { extensions: { virtualQueue: 'VQ_Any' } });
    await scene.maya.release(c1);
    const order = { thisDN: '1111', connID: c1, routeType };
    expect(await router.request('TRouteCall', order)).toMatchObject({ name: 'EventACK' });
    await centre.settle();
    expect(router.last('EventRouteUsed')).toMatchObject({ callState: 19 });
    expect(router.last('EventRouteUsed')['thirdPartyDN']).toBeUndefined();
    expect(seenOn(router, 'VQ_Any')).toEqual(['Queued', 'Abandoned']);
    expect(alice.byes).toHaveLength(1);
    expect(centre.switchState.calls.size).toBe(0);
  });

  test.each([
    [2, '1001', 'InvalidAttribute'],
    [3, '1001', 'InvalidAttribute'],
    [8, '1001', 'InvalidAttribute'],
    [13, '1111', 'UnknownAgent'],
    [13, 'ALL_Agents', 'UnknownAgent'],
    [0, '', 'MissingAttribute'],
    [1, '9999', 'UnknownDN'],
  ])('[RT65] route type %i to "%s" is refused and nothing changes', async (routeType, otherDN, errorCode) => {
    const scene = await openWithRouter();
    const { c1 } = await writeTo(scene);
    expect(await route(scene, c1, otherDN, { routeType })).toMatchObject({ name: 'EventError', errorCode });
    expect(await route(scene, c1, '1001')).toMatchObject({ name: 'EventACK' });
  });

  test('[RT73] what rings is not routed, an unknown call is not known, agents may not', async () => {
    const scene = await openWithRouter();
    const { c1 } = await writeTo(scene);
    await route(scene, c1, '1001');
    expect(await route(scene, c1, '1002')).toMatchObject({ errorCode: 'InvalidState' });
    expect(await route(scene, '0000000000000000', '1002')).toMatchObject({ errorCode: 'UnknownCall' });
    const own = { thisDN: '1001', connID: c1, otherDN: '1002' };
    expect(await scene.maya.request('TRouteCall', own)).toMatchObject({ errorCode: 'RequestNotAllowed' });
  });

  test.each([
    ['declined', (scene: Awaited<ReturnType<typeof openWithRouter>>, c1: unknown) => scene.maya.release(c1)],
    ['noAnswer', (scene: Awaited<ReturnType<typeof openWithRouter>>) => scene.centre.pass(20)],
  ] as const)('[RT74] %s: it is asked again, with the same ConnID', async (reason, leave) => {
    const scene = await openWithRouter();
    const { router, ben } = scene;
    const { c1 } = await writeTo(scene);
    await route(scene, c1, '1001', { extensions: { virtualQueue: 'VQ_Any' } });
    await leave(scene, c1);
    expect(router.all('EventRouteRequest', { connID: c1 })).toHaveLength(2);
    expect(router.last('EventRouteRequest').extensions).toEqual({ reason });
    expect(seenOn(router, 'VQ_Any')).toEqual(['Queued']);
    await route(scene, c1, '1002', { extensions: { virtualQueue: 'VQ_Any' } });
    await ben.answer(c1);
    expect(seenOn(router, 'VQ_Any')).toEqual(['Queued', 'Diverted']);
  });

  test.each([
    ['a list', ['9999', '1002'], ['1002']],
    ['a text', '1002, recall', ['1002']],
    ['recall', 'recall', []],
    ['a routing point', ['1113'], []],
  ])('[RT75] [RT122] NO_ANSWER_OVERFLOW as %s', async (what, overflow, rung) => {
    const scene = await openWithRouter();
    const { centre, router, ben } = scene;
    const { c1 } = await writeTo(scene);
    await route(scene, c1, '1001', { extensions: { NO_ANSWER_TIMEOUT: 3, NO_ANSWER_OVERFLOW: overflow } });
    await centre.pass(3);
    expect(ben.rung).toEqual(rung.map(() => c1));
    const used = router.all('EventRouteUsed', { thisDN: '1111' }).map((event) => event['thirdPartyDN']);
    expect(used).toEqual(what === 'a routing point' ? ['1113'] : []);
    if (rung.length === 0) return;
    await ben.answer(c1);
    expect(ben.texts).toEqual(['Hi.']);
  });

  test.each([
    ['none', 'EventAgentReady', []],
    ['notready', 'EventAgentNotReady', []],
    ['logout', 'EventAgentNotReady', ['EventAgentLogout']],
  ])('[RT75] NO_ANSWER_TIMEOUT and NO_ANSWER_ACTION = %s', async (action, state, after) => {
    const scene = await openWithRouter();
    const { c1 } = await writeTo(scene);
    await route(scene, c1, '1001', { extensions: { NO_ANSWER_TIMEOUT: 5, NO_ANSWER_ACTION: action } });
    await scene.centre.pass(4.5);
    expect(scene.router.all('EventRouteRequest')).toHaveLength(1);
    await scene.centre.pass(0.5);
    expect(scene.router.all('EventRouteRequest')).toHaveLength(2);
    const states = scene.maya.events.map(({ name }): string => name).filter((name) => name.startsWith('EventAgent'));
    expect(states.slice(states.lastIndexOf(state))).toEqual([state, ...after]);
  });

  test('[RT76] a customer who leaves: EventAbandoned on the queue and on the routing point', async () => {
    const scene = await openWithRouter();
    const { alice, c1 } = await writeTo(scene);
    await route(scene, c1, '1001', { extensions: { virtualQueue: 'VQ_Any' } });
    await alice.bye();
    await scene.centre.settle();
    expect(seenOn(scene.router, 'VQ_Any')).toEqual(['Queued', 'Abandoned']);
    expect(scene.router.last('EventAbandoned', { thisDN: 'VQ_Any' }).extensions).toEqual(
      scene.router.last('EventQueued').extensions,
    );
    expect(seenOn(scene.router, '1111')).toEqual(['RouteRequest', 'Abandoned']);
    expect(scene.centre.switchState.routeRequests.size + scene.centre.switchState.calls.size).toBe(0);
  });
});

describe('treatments of an outside router', () => {
  const apply = (router: DesktopClient, connID: unknown, treatmentType: number, treatmentParameters: object = {}) =>
    router.request('TApplyTreatment', { thisDN: '1111', connID, treatmentType, treatmentParameters });
  const prompt = (text: string) => ({ PROMPT: { '1': { INTERRUPTABLE: 0, TEXT: text } } });

  test('[RT77] announce and collect, as the contract has them', async () => {
    const scene = await openWithRouter();
    const { router, maya } = scene;
    const { alice, c1 } = await writeTo(scene);
    expect(await apply(router, c1, 6)).toMatchObject({ name: 'EventTreatmentApplied', treatmentType: 6 });
    expect(router.last('EventTreatmentEnd')).toMatchObject({ collectedDigits: 'Hi.' });
    await apply(router, c1, 8, { ...prompt('1 or 2?'), TOTAL_TIMEOUT: 30 });
    expect(alice.shown).toEqual(['1 or 2?']);
    expect(router.all('EventTreatmentEnd')).toHaveLength(1);
    await scene.centre.pass(25);
    await alice.say('2');
    expect(router.last('EventTreatmentEnd')).toMatchObject({
      collectedDigits: '2',
      extensions: { COMPLETION_STATUS: 'NORMAL' },
    });
    await route(scene, c1, '1001');
    await alice.say('Are you there?');
    await maya.answer(c1);
    expect(transcriptOf(maya.last('EventPrivateInfo', { privateMsgID: 3005 }))).toEqual(['Hi.', '1 or 2?', '2']);
    expect(maya.texts).toEqual(['Are you there?']);
  });

  test('[RT77] a customer who says nothing, and a treatment that IM does not have', async () => {
    const scene = await openWithRouter();
    const { router } = scene;
    const { c1 } = await writeTo(scene);
    await apply(router, c1, 6);
    await apply(router, c1, 6, { TOTAL_TIMEOUT: 15 });
    await scene.centre.pass(15);
    expect(router.last('EventTreatmentEnd')).toMatchObject({
      collectedDigits: '',
      extensions: { COMPLETION_STATUS: 'TIMEOUT' },
    });
    expect(await apply(router, c1, 2)).toMatchObject({ name: 'EventTreatmentNotApplied', errorCode: 51 });
    expect(await apply(router, c1, 7, prompt('x'.repeat(16_385)))).toMatchObject({ errorCode: 'TextTooLong' });
  });

  test.each([
    [7, {}],
    [8, { PROMPT: 'Hello.', TOTAL_TIMEOUT: 15 }],
    [7, { PROMPT: { '1': { TEXT: '' } } }],
    [7, { PROMPT: { '1': { TEXT: { en: 'Hello.' } } } }],
    [6, { TOTAL_TIMEOUT: 'soon' }],
    [6, { TOTAL_TIMEOUT: -1 }],
    [6, { TOTAL_TIMEOUT: 1e300 }],
    [8, { PROMPT: { '1': { TEXT: 'Hello.' } }, TOTAL_TIMEOUT: [15] }],
  ])('[RT77] treatment %i with %j is refused and changes nothing', async (treatmentType, parameters) => {
    const scene = await openWithRouter();
    const { router } = scene;
    const { alice, c1 } = await writeTo(scene);
    router.clear();
    expect(await apply(router, c1, treatmentType, parameters)).toMatchObject({ errorCode: 'InvalidAttribute' });
    expect(seenOn(router, '1111')).toEqual(['Error']);
    expect(alice.shown).toEqual([]);
    await scene.centre.pass(10);
    expect(scene.maya.rung).toEqual([c1]);
  });

  test('[RT77] PROMPT as a list, TOTAL_TIMEOUT as a text', async () => {
    const scene = await openWithRouter();
    const { alice, c1 } = await writeTo(scene);
    await apply(scene.router, c1, 6);
    await apply(scene.router, c1, 8, { PROMPT: [{ TEXT: 'Hello.' }, { TEXT: 2 }], TOTAL_TIMEOUT: '15' });
    expect(alice.shown).toEqual(['Hello.\n2']);
    await scene.centre.pass(15);
    expect(scene.router.last('EventTreatmentEnd')).toMatchObject({ collectedDigits: '' });
  });

  test('[RT60] MAX_DIGITS 0 collects nothing: it ends at once and leaves the text to the next one', async () => {
    const scene = await openWithRouter();
    const { router } = scene;
    const { c1 } = await writeTo(scene);
    const parameters = { MAX_DIGITS: 0, TOTAL_TIMEOUT: 15 };
    expect(await apply(router, c1, 6, parameters)).toMatchObject({ treatmentParameters: parameters });
    expect(router.last('EventTreatmentEnd')).toMatchObject({ collectedDigits: '' });
    await apply(router, c1, 6, { MAX_DIGITS: 31 });
    expect(router.last('EventTreatmentEnd')).toMatchObject({ collectedDigits: 'Hi.' });
  });

  test('[RT77] a further one takes the place of the first, which does not end', async () => {
    const scene = await openWithRouter();
    const { router } = scene;
    const { alice, c1 } = await writeTo(scene);
    await apply(router, c1, 6);
    router.clear();
    await apply(router, c1, 6, { TOTAL_TIMEOUT: 15 });
    await apply(router, c1, 8, prompt('Say something.'));
    await scene.centre.pass(20);
    await alice.say('Something.');
    expect(seenOn(router, '1111')).toEqual(['TreatmentApplied', 'TreatmentApplied', 'TreatmentEnd']);
    expect(router.last('EventTreatmentEnd')).toMatchObject({ treatmentType: 8, collectedDigits: 'Something.' });
  });

  test('[RT77] user data and TQueryCall', async () => {
    const scene = await openWithRouter();
    const { c1 } = await writeTo(scene);
    const changed = await scene.router.request('TAttachUserData', { thisDN: '1111', connID: c1, userData: { A: 1 } });
    expect(changed).toMatchObject({ name: 'EventAttachedDataChanged', userData: { A: 1 } });
    const info = await scene.router.request('TQueryCall', { thisDN: '1111', connID: c1 });
    expect(info).toMatchObject({ name: 'EventPartyInfo', connID: c1, userData: { A: 1 } });
  });
});
