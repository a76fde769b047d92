import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient, type SeenEvent, transcriptOf } from '../../support/agents/desktop-client.ts';
import type { ContactCentre } from '../../support/centre/contact-centre.ts';
import { dieAfter } from '../../support/crashes/die-after.ts';
import { aliceTalksToMaya, type CallScene, operate, story } from '../../support/scenes/call-scene.ts';

const REASON = 'He wants a refund of 900 euros.';

async function supervisorOn(centre: ContactCentre, dn: string): Promise<DesktopClient> {
  const supervisor = await DesktopClient.connect(centre, '2001', { place: dn, role: 'supervisor' });
  await supervisor.logIn(dn);
  supervisor.clear();
  return supervisor;
}

function snapshot(centre: ContactCentre): string {
  const { calls, agentSessions, assistanceRequests, deadlines } = centre.switchState;
  return JSON.stringify([calls, agentSessions, assistanceRequests, deadlines].map((table) => [...table.values()]));
}

async function auditOf(centre: ContactCentre, connID: unknown): Promise<readonly unknown[]> {
  const documents = await centre.store.readDocuments('audit', String(connID));
  return documents.map((document) => (JSON.parse(document.body) as { what: string }).what);
}

function help(client: DesktopClient, connID: unknown, extensions: object): Promise<SeenEvent> {
  return client.request('TPrivateService', { thisDN: client.dn, connID, serviceID: 3003, extensions });
}

/** The 3003s that a client has seen. */
function seen(client: DesktopClient): readonly unknown[] {
  return client.all('EventPrivateInfo', { privateMsgID: 3003 }).map((event) => event.extensions?.['state']);
}

describe('assistance', () => {
  let scene: CallScene;
  let centre: ContactCentre;
  let maya: DesktopClient;
  let sara: DesktopClient;
  let c1: unknown;
  const ask = (): Promise<SeenEvent> => help(maya, c1, { action: 'ask', im: REASON });
  const take = (client: DesktopClient, assistID: unknown): Promise<SeenEvent> =>
    help(client, c1, { action: 'take', assistID });

  beforeEach(async () => {
    scene = await aliceTalksToMaya();
    ({ centre, maya, c1 } = scene);
    sara = await supervisorOn(centre, '2001');
  });

  test('[AS1][AS2][AS13] the agent and the supervisor learn of it, nobody else', async () => {
    const answer = await ask();
    const assistID = answer.extensions?.['assistID'];
    expect(answer).toMatchObject({ name: 'EventACK', thisDN: '1001' });
    const told = {
      connID: c1,
      extensions: { state: 'asked', assistID, im: REASON, agentDN: '1001', customer: 'alice@example.net' },
    };
    expect(sara.last('EventPrivateInfo')).toMatchObject({ ...told, thisDN: '2001', otherDN: '1001' });
    expect(maya.last('EventPrivateInfo')).toMatchObject({ ...told, thisDN: '1001', otherDN: 'alice@example.net' });
    expect(scene.ben.events).toEqual([]);
    expect(scene.alice.shown).toEqual([]);
  });

  test('[AS3] a second request in the call is refused, a repeat of the first is answered alike', async () => {
    const extensions = { action: 'ask', im: REASON };
    const request = { thisDN: '1001', connID: c1, serviceID: 3003, extensions, requestID: 'r1' };
    const first = await maya.request('TPrivateService', request);
    const before = snapshot(centre);
    expect(await maya.request('TPrivateService', request)).toMatchObject({ extensions: first.extensions });
    expect(await ask()).toMatchObject({ errorCode: 'AssistanceAsked' });
    expect(snapshot(centre)).toBe(before);
    expect(seen(sara)).toEqual(['asked']);
  });

  test.each([true, false])('[AS4] cancelled by the agent, assistID named: %s', async (isNamed) => {
    const assistID = (await ask()).extensions?.['assistID'];
    const cancel = { action: 'cancel', ...(isNamed ? { assistID } : {}) };
    expect(await help(maya, c1, cancel)).toMatchObject({ name: 'EventACK', extensions: { assistID } });
    expect(seen(sara)).toEqual(['asked', 'cancelled']);
    expect(seen(maya)).toEqual(['asked', 'cancelled']);
    expect(await help(maya, c1, cancel)).toMatchObject({ errorCode: 'UnknownAssistance' });
    expect(await take(sara, assistID)).toMatchObject({ errorCode: 'UnknownAssistance' });
    await centre.pass(200);
    expect(seen(sara)).toEqual(['asked', 'cancelled']);
    expect(await auditOf(centre, c1)).toEqual(['assistanceAsked', 'assistanceCancelled']);
  });

  test('[AS5] taken: she joins as a coach, with the transcript; the customer hears nothing of it', async () => {
    const assistID = (await ask()).extensions?.['assistID'];
    sara.clear();
    expect(await take(sara, assistID)).toMatchObject({ name: 'EventACK', extensions: { assistID } });
    expect(story(sara)).toEqual(['Ringing', 'Established', '3005', '3003', 'ACK']);
    expect(sara.last('EventEstablished')).toMatchObject({ thisDNRole: 10, extensions: { MonitorMode: 'coach' } });
    expect(transcriptOf(sara.last('EventPrivateInfo', { privateMsgID: 3005 }))).toEqual(['Hi.']);
    expect(maya.last('EventPartyAdded')).toMatchObject({ otherDN: '2001', otherDNRole: 10 });
    expect(maya.last('EventPrivateInfo').extensions).toMatchObject({ state: 'taken', takenBy: '2001' });
    expect(scene.alice.shown).toEqual([]);
    await centre.pass(200);
    expect(seen(sara)).toEqual(['taken']);
    expect(await auditOf(centre, c1)).toEqual(['assistanceAsked', 'observerJoined', 'assistanceTaken']);
  });

  test('[AS3] after help was taken it may be asked for again', async () => {
    const first = (await ask()).extensions?.['assistID'];
    await take(sara, first);
    await sara.release(c1);
    const second = (await ask()).extensions?.['assistID'];
    expect(second).not.toBe(first);
    expect(await take(sara, first)).toMatchObject({ errorCode: 'UnknownAssistance' });
    expect(await take(sara, second)).toMatchObject({ name: 'EventACK' });
  });

  test('[AS6] who whispers already goes on whispering; who takes part is refused', async () => {
    const first = (await ask()).extensions?.['assistID'];
    await take(sara, first);
    const second = (await ask()).extensions?.['assistID'];
    expect(await take(sara, second)).toMatchObject({ name: 'EventACK' });
    expect(sara.all('EventEstablished')).toHaveLength(1);
    await sara.release(c1);
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '2001' });
    await sara.answer(c1);
    const third = (await ask()).extensions?.['assistID'];
    const before = snapshot(centre);
    expect(await take(sara, third)).toMatchObject({ errorCode: 'TargetInCall' });
    expect(snapshot(centre)).toBe(before);
  });

  test('[AS7] taken once only', async () => {
    const assistID = (await ask()).extensions?.['assistID'];
    const extensions = { action: 'take', assistID };
    const request = { thisDN: '2001', connID: c1, serviceID: 3003, extensions };
    const [one, two] = [sara.submit('TPrivateService', request), sara.submit('TPrivateService', request)];
    await centre.settle();
    const answers = [one, two].map((id) => sara.events.find((event) => event.referenceID === id));
    expect(answers[0]).toMatchObject({ name: 'EventACK' });
    expect(answers[1]).toMatchObject({ errorCode: 'AssistanceTaken' });
    expect(sara.all('EventEstablished')).toHaveLength(1);
  });

  test('[AS8] nobody comes in time', async () => {
    const assistID = (await ask()).extensions?.['assistID'];
    await centre.pass(119);
    expect(seen(maya)).toEqual(['asked']);
    await centre.pass(1);
    expect(seen(maya)).toEqual(['asked', 'expired']);
    expect(seen(sara)).toEqual(['asked', 'expired']);
    expect(await take(sara, assistID)).toMatchObject({ errorCode: 'UnknownAssistance' });
    expect(await ask()).toMatchObject({ name: 'EventACK' });
    expect(await auditOf(centre, c1)).toEqual(['assistanceAsked', 'assistanceExpired', 'assistanceAsked']);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['ends the chat', () => maya.release(c1)],
    ['hands it over', () => operate(maya, 'TSingleStepTransfer', c1, { otherDN: '1002' })],
    ['is absent for too long', () => maya.disconnect().then(() => centre.pass(60))],
  ])('[AS9] the agent %s: the request is cancelled', async (_how, leave) => {
    await ask();
    await leave();
    expect(seen(sara)).toEqual(['asked', 'cancelled']);
    expect(centre.switchState.assistanceRequests.size).toBe(0);
    expect([...centre.switchState.deadlines.values()].some(({ kind }) => kind === 'assistance')).toBe(false);
  });

  test('[AS9] the customer leaves: the agent learns it before the end of the call', async () => {
    await ask();
    maya.clear();
    await scene.alice.bye();
    expect(story(maya)).toEqual(['3003', 'Released']);
    expect(seen(maya)).toEqual(['cancelled']);
  });

  test('[AS9] after help was taken the end of the call is all there is to say', async () => {
    await take(sara, (await ask()).extensions?.['assistID']);
    await maya.release(c1);
    expect(seen(sara)).toEqual(['asked', 'taken']);
    expect(centre.switchState.assistanceRequests.size).toBe(0);
  });

  test('[AS10] a supervisor who logs in later, or connects anew, sees what is open; so does the one who asked', async () => {
    await sara.request('TAgentLogout', { thisDN: '2001' });
    await sara.request('TUnregisterAddress', { thisDN: '2001' });
    const assistID = (await ask()).extensions?.['assistID'];
    sara.clear();
    await sara.logIn('2001');
    expect(story(sara)).toEqual(['Registered', '3003', 'AgentLogin', 'AgentNotReady']);
    const open = { privateMsgID: 3003, extensions: { state: 'asked', assistID } };
    expect(sara.last('EventPrivateInfo')).toMatchObject(open);
    expect(sara.last('EventPrivateInfo')).not.toHaveProperty('eventSequenceNumber');
    const second = await DesktopClient.connect(centre, '2001', { role: 'supervisor' });
    expect(second.last('EventPrivateInfo')).toMatchObject(open);
    const asker = await DesktopClient.connect(centre, '1001');
    expect(asker.last('EventPrivateInfo')).toMatchObject(open);
    expect(await take(second, assistID)).toMatchObject({ name: 'EventACK' });
    const helped = await DesktopClient.connect(centre, '1001');
    const taken = { ...open, extensions: { state: 'taken', assistID, takenBy: '2001' } };
    expect(helped.last('EventPrivateInfo')).toMatchObject(taken);
    const third = await DesktopClient.connect(centre, '2001', { role: 'supervisor' });
    expect(seen(third)).toEqual([]);
  });

  test('[AS11] what is refused changes nothing', async () => {
    const { ben } = scene;
    const assistID = (await ask()).extensions?.['assistID'];
    const internal = (await ben.request('TMakeCall', { thisDN: '1002', otherDN: '1003' }))['connID'];
    await scene.lena.answer(internal);
    const before = snapshot(centre);
    const refusals: readonly [DesktopClient, unknown, object, string][] = [
      [ben, c1, { action: 'ask' }, 'UnknownCall'],
      [ben, internal, { action: 'ask' }, 'InvalidState'],
      [maya, c1, { action: 'ask', im: 'x'.repeat(501) }, 'InvalidAttribute'],
      [maya, c1, { action: 'beg' }, 'InvalidAttribute'],
      [maya, c1, { action: 'cancel', assistID: 'other' }, 'UnknownAssistance'],
      [ben, c1, { action: 'cancel', assistID }, 'UnknownCall'],
      [ben, c1, { action: 'take', assistID }, 'RequestNotAllowed'],
      [sara, internal, { action: 'take', assistID }, 'UnknownAssistance'],
      [sara, c1, { action: 'take', assistID: 'other' }, 'UnknownAssistance'],
      [sara, c1, { action: 'take' }, 'MissingAttribute'],
    ];
    for (const [client, connID, extensions, errorCode] of refusals) {
      expect(await help(client, connID, extensions)).toMatchObject({ name: 'EventError', errorCode });
    }
    expect(snapshot(centre)).toBe(before);
  });
});

describe('kill -9 around assistance', () => {
  const cases = [0, 1, 2, 3].flatMap((commits) => [[commits, 'lost'] as const, [commits, 'kept'] as const]);

  test.each(cases)(
    '[AS12] after %i commits, the one under way %s: asked and taken, or not',
    async (commits, underWay) => {
      const { centre, maya, c1 } = await aliceTalksToMaya();
      const sara = await supervisorOn(centre, '2001');
      dieAfter(centre.store, commits, underWay);
      maya.submit('TPrivateService', { thisDN: '1001', connID: c1, serviceID: 3003, extensions: { action: 'ask' } });
      await centre.settle();
      const [asked] = [...centre.switchState.assistanceRequests.values()];
      const extensions = { action: 'take', assistID: asked?.id };
      sara.submit('TPrivateService', { thisDN: '2001', connID: c1, serviceID: 3003, extensions });
      await centre.settle();
      maya.submit('TReleaseCall', { thisDN: '1001', connID: c1 });
      await centre.settle();
      await centre.crash();
      const { assistanceRequests, calls, deadlines } = centre.switchState;
      const dns = calls.get(String(c1))?.parties.map(({ dn }) => dn) ?? [];
      const [request] = [...assistanceRequests.values()];
      const isTimed = [...deadlines.values()].some(({ kind }) => kind === 'assistance');
      expect([
        [['1001'], undefined, false],
        [['1001'], 'asked', true],
        [['1001', '2001'], 'taken', false],
        [[], undefined, false],
      ]).toContainEqual([dns, request?.state, isTimed]);
    },
  );

  test('[AS12] an open request gets the time that was left', async () => {
    const { centre, maya, alice, c1 } = await aliceTalksToMaya();
    await help(maya, c1, { action: 'ask' });
    await centre.pass(100);
    await alice.say('The last thing that is stored.');
    await centre.crash();
    const again = await DesktopClient.connect(centre, '1001');
    await centre.pass(19);
    expect(seen(again)).toEqual(['asked']);
    await centre.pass(1);
    expect(seen(again)).toEqual(['asked', 'expired']);
  });
});
