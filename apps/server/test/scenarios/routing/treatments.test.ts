import { describe, expect, test } from 'vitest';
import { DesktopClient, transcriptOf, watch } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';
import { aliceTalksToMaya, operate } from '../../support/scenes/call-scene.ts';
import { centreWith } from '../../support/scenes/strategy-centre.ts';

const MENU = 'Welcome. What is it about? 1 billing, 2 sales';

function rows({ switchState }: ContactCentre): number {
  const { calls, legs, routeRequests, deadlines } = switchState;
  return calls.size + legs.size + routeRequests.size + deadlines.size;
}

describe('1113, closed', () => {
  test('[RT36] [RT49] [RT79] a page-mode customer gets 200, the announcement and nothing more', async () => {
    const centre = await ContactCentre.open();
    const router = await watch(centre, ['1113']);
    const alice = new PageCustomer(centre);
    expect((await alice.say('Hello?', { to: '1113' })).status).toBe(200);
    await centre.settle();
    expect(alice.shown).toEqual(['We are closed now. Please write to us again tomorrow from 9:00 on.']);
    expect(router.events.map(({ name }) => name).slice(0, 3)).toEqual([
      'EventRouteRequest',
      'EventTreatmentApplied',
      'EventTreatmentEnd',
    ]);
    expect(router.events.at(-1)).toMatchObject({ name: 'EventRouteUsed', callState: 19 });
    expect(router.events.at(-1)).not.toHaveProperty('thirdPartyDN');
    expect(router.last('EventTreatmentApplied')).toMatchObject({
      thisDN: '1113',
      thisQueue: '1113',
      treatmentType: 7,
      treatmentParameters: { PROMPT: { '1': { TEXT: alice.shown[0] } }, LANGUAGE: 'en' },
    });
    expect(router.last('EventTreatmentEnd').extensions).toEqual({ COMPLETION_STATUS: 'NORMAL' });
    expect(rows(centre)).toBe(0);
  });

  test('[RT36] [RT49] a session needs no text: INVITE, announcement, BYE', async () => {
    const centre = await ContactCentre.open();
    const bob = new SessionCustomer(centre);
    expect((await bob.invite({ to: '1113' })).status).toBe(200);
    await centre.pass(1);
    expect(bob.shown).toHaveLength(1);
    expect(bob.byes).toHaveLength(1);
    expect(rows(centre)).toBe(0);
  });
});

describe('1112, the welcome menu', () => {
  test('[RT36] [RT37] [RT60] asks, and attaches what the customer wrote', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    const router = await watch(centre, ['1112', 'VQ_Any']);
    const alice = new PageCustomer(centre);
    await alice.say('My invoice is wrong.', { to: '1112' });
    await centre.settle();
    expect(alice.shown).toEqual([MENU]);
    expect(maya.rung).toEqual([]);
    await alice.say('1', { to: '1112' });
    // She knows billing well enough to be asked at once.
    await centre.settle();
    const [connID] = maya.rung;
    expect(maya.last('EventRinging')).toMatchObject({ userData: { IM_Text: 'My invoice is wrong.', Choice: '1' } });
    await maya.answer(connID);
    const seen = router.events.map((event) =>
      [event.name, event['thisDN'], event['treatmentType'], event['collectedDigits']].join(' ').trim(),
    );
    expect(seen).toEqual([
      'EventRouteRequest 1112',
      'EventTreatmentApplied 1112 6',
      'EventTreatmentEnd 1112 6 My invoice is wrong.',
      'EventAttachedDataChanged 1112',
      'EventTreatmentApplied 1112 7',
      'EventTreatmentEnd 1112 7',
      'EventTreatmentApplied 1112 6',
      'EventTreatmentEnd 1112 6 1',
      'EventAttachedDataChanged 1112',
      'EventQueued VQ_Any',
      'EventAttachedDataChanged 1112',
      'EventRouteUsed 1112',
      'EventDiverted VQ_Any',
    ]);
  });

  test('[RT61] the agent sees every text in order, taken ones too', async () => {
    const centre = await ContactCentre.open();
    const bob = new SessionCustomer(centre);
    await bob.invite({ to: '1112' });
    for (const text of ['first', '2', 'third', 'fourth']) await bob.say(text);
    const maya = await DesktopClient.ready(centre, '1001');
    await centre.pass(25);
    await maya.answer(maya.rung[0]);
    expect(transcriptOf(maya.last('EventPrivateInfo', { privateMsgID: 3005 }))).toEqual(['first', MENU, '2']);
    expect(maya.texts).toEqual(['third', 'fourth']);
    expect(maya.last('EventRinging')).toMatchObject({ userData: { IM_Text: 'first', Choice: '2' } });
  });

  test('[RT37] [RT60] a customer who says nothing is asked, and goes to everybody', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    const router = await watch(centre, ['1112']);
    const bob = new SessionCustomer(centre);
    await bob.invite({ to: '1112' });
    await centre.pass(119);
    expect(bob.shown).toEqual([]);
    await centre.pass(1);
    expect(bob.shown).toEqual([MENU]);
    expect(router.last('EventTreatmentEnd', { treatmentType: 6 })).toMatchObject({
      collectedDigits: '',
      extensions: { COMPLETION_STATUS: 'TIMEOUT' },
    });
    await centre.pass(60);
    expect(maya.rung).toHaveLength(1);
    expect(maya.last('EventRinging')).toMatchObject({ userData: { IM_Text: '', Choice: '' } });
  });

  test('[RT62] [CM11] a customer may leave while he is asked', async () => {
    const centre = await ContactCentre.open();
    const router = await watch(centre, ['1112']);
    const bob = new SessionCustomer(centre);
    await bob.invite({ to: '1112' });
    await bob.say('Hi.');
    await bob.bye();
    await centre.pass(200);
    expect(router.last('EventAbandoned')).toMatchObject({ thisDN: '1112' });
    expect(rows(centre)).toBe(0);
  });

  test('[RT29] [RT62] a restart loses nothing: TOTAL_TIMEOUT stands still, the choice is taken', async () => {
    const centre = await ContactCentre.open();
    const alice = new PageCustomer(centre);
    await alice.say('Sales, please.', { to: '1112' });
    await centre.pass(50);
    centre.kill();
    await centre.pass(300);
    await centre.restart();
    await centre.pass(5);
    await alice.say('2', { to: '1112' });
    const lena = await DesktopClient.ready(centre, '1003');
    await centre.pass(21);
    expect(lena.last('EventRinging')).toMatchObject({ userData: { IM_Text: 'Sales, please.', Choice: '2' } });
  });
});

describe('a strategy that cannot go on', () => {
  test('[RT27] goes to its default destination with the failure on record', async () => {
    const centre = await centreWith({
      1112: {
        start: 'adult',
        blocks: {
          adult: { type: 'if', condition: 'Data("Age") > 17', whenTrue: 'end', whenFalse: 'end' },
          end: { type: 'end' },
        },
        defaultDestination: '1111',
      },
    });
    const maya = await DesktopClient.ready(centre, '1001');
    const router = await watch(centre, ['1111', '1112']);
    await new PageCustomer(centre).say('Hi.', { to: '1112' });
    await centre.settle();
    expect(maya.rung).toHaveLength(1);
    expect(router.events.map(({ name, thisDN }) => `${name} ${thisDN}`).slice(0, 3)).toEqual([
      'EventRouteRequest 1112',
      'EventRouteUsed 1112',
      'EventRouteRequest 1111',
    ]);
    expect(router.last('EventRouteUsed', { thisDN: '1112' })).toMatchObject({ thirdPartyDN: '1111' });
    const records = await centre.store.readDocuments('decision', String(maya.rung[0]));
    expect(JSON.parse(records[0]?.body ?? '')).toMatchObject({
      strategy: 'of 1112',
      path: ['adult'],
      chosen: null,
      failure: { block: 'adult', reason: 'expressionFailed', destination: '1111' },
    });
  });

  test('[RT48] is not sent round in a circle', async () => {
    const to = (number: string) => ({
      start: 'out',
      blocks: {
        out: { type: 'route', destination: { type: 'routingPoint', number }, failed: 'end' },
        end: { type: 'end', text: 'Sorry.' },
      },
    });
    const centre = await centreWith({ 1112: to('1113'), 1113: to('1112') });
    const router = await watch(centre, ['1112', '1113']);
    const alice = new PageCustomer(centre);
    await alice.say('Hi.', { to: '1112' });
    await centre.settle();
    expect(router.all('EventRouteUsed').filter((event) => event['thirdPartyDN'] !== undefined)).toHaveLength(5);
    expect(router.last('EventRouteUsed')).toMatchObject({ callState: 19 });
    expect(alice.shown).toEqual(['Sorry.']);
    expect(rows(centre)).toBe(0);
  });

  test('[RT27] [RT48] who was sent round in a circle gets to the default destination', async () => {
    const to = (number: string) => ({
      start: 'out',
      blocks: { out: { type: 'route', destination: { type: 'routingPoint', number } } },
      defaultDestination: '1111',
    });
    const centre = await centreWith({ 1112: to('1113'), 1113: to('1112') });
    const maya = await DesktopClient.ready(centre, '1001');
    await new PageCustomer(centre).say('Hi.', { to: '1112' });
    await centre.settle();
    expect(maya.rung).toHaveLength(1);
  });

  test('[RT39] [RT60] Music is not applied', async () => {
    const centre = await centreWith({
      1112: {
        start: 'music',
        blocks: {
          music: { type: 'treatment', treatment: 'Music', next: 'end', notApplied: 'end' },
          end: { type: 'end', text: 'Bye.' },
        },
      },
    });
    const router = await watch(centre, ['1112']);
    await new SessionCustomer(centre).invite({ to: '1112' });
    await centre.settle();
    expect(router.last('EventTreatmentNotApplied')).toMatchObject({ thisDN: '1112', treatmentType: 2, errorCode: 51 });
    expect(router.all('EventTreatmentApplied')).toEqual([]);
  });
});

test('[RT63] who talks already is not spoken to by a strategy that looks for a conferee', async () => {
  const { centre, alice, maya, ben, c1 } = await aliceTalksToMaya();
  const router = await watch(centre, ['1112']);
  await operate(maya, 'TSingleStepConference', c1, { otherDN: '1112' });
  await centre.settle();
  expect(alice.shown).toEqual([]);
  expect(router.all('EventTreatmentNotApplied').map((event) => event['treatmentType'])).toEqual([6, 7, 6]);
  await ben.answer(c1);
  expect(maya.all('EventPartyAdded')).toHaveLength(1);
});

describe('1114, the showcase', () => {
  test('[RT32] [RT46] [RT47] in the night, a message is kept', async () => {
    const centre = await ContactCentre.open();
    // Until 23:30 in Berlin.
    const berlin = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Berlin', hour: 'numeric', hourCycle: 'h23' });
    while (berlin.format(centre.clock.now()) !== '23') centre.clock.advance(1_800_000);
    const bob = new SessionCustomer(centre);
    await bob.invite({ to: '1114' });
    await bob.say('Guten Abend, ich habe eine Frage.');
    await centre.pass(1);
    expect(bob.shown).toEqual(['Bitte hinterlassen Sie eine Nachricht, wir antworten später.']);
    await bob.say('Rufen Sie mich an.');
    await centre.pass(1);
    expect(bob.shown.at(-1)).toBe('Danke. Wir haben notiert: Rufen Sie mich an.');
    expect(rows(centre)).toBe(0);
  });
});
