import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { COMPOSING, composing } from '../../support/customers/cpim-text.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';

const TAKES_TYPING = [`Accept: application/sdp, text/plain, ${COMPOSING}`];

describe('who is writing', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;
  let alice: PageCustomer;
  let connID: unknown;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    maya = await DesktopClient.ready(centre, '1001');
    alice = new PageCustomer(centre);
    await alice.say('Hi.');
    connID = maya.rung[0];
    await maya.answer(connID);
  });

  const seen = (client = maya) =>
    client.all('EventPrivateInfo', { privateMsgID: 3002 }).map(({ extensions }) => extensions);
  const customerTypes = (state: 'active' | 'idle', refresh?: number) =>
    alice.say(composing(state, refresh), { contentType: COMPOSING });
  const agentTypes = (isComposing: unknown, client = maya, more: object = {}) =>
    client.request('TPrivateService', {
      thisDN: client.dn,
      connID,
      serviceID: 3002,
      extensions: { isComposing, ...more },
    });
  /** Typing notices that the customer got. */
  const told = (customer: PageCustomer | SessionCustomer = alice) =>
    customer.messages
      .filter((message) => message.headers.get('content-type') === COMPOSING)
      .map((message) => /<state>(.*)<\/state>/.exec(message.body)?.[1]);

  test('[MQ18] the customer writes: EventPrivateInfo 3002, without a number, to whoever would hear him', async () => {
    const before = centre.world.callControl.recorder.decidedSequence;
    expect((await customerTypes('active', 60)).status).toBe(200);
    const event = maya.last('EventPrivateInfo', { privateMsgID: 3002 });
    expect(event).toMatchObject({
      thisDN: '1001',
      connID,
      otherDN: 'alice@example.net',
      extensions: { isComposing: 'active', refresh: 60 },
    });
    expect(event.eventSequenceNumber).toBeUndefined();
    expect(event['messageID']).toBeUndefined();
    await customerTypes('idle');
    expect(seen()).toEqual([{ isComposing: 'active', refresh: 60 }, { isComposing: 'idle' }]);
    expect(centre.world.callControl.recorder.decidedSequence).toBe(before);
  });

  test('[MQ18] while nobody has answered, nobody is told', async () => {
    const bob = new PageCustomer(centre, 'sip:bob@example.net');
    await bob.say('Hello?');
    await bob.say(composing('active'), { contentType: COMPOSING });
    expect(seen()).toEqual([]);
  });

  test.each([
    ['as the client said', 60, 60],
    ['two minutes when it said nothing', undefined, 120],
    ['no less than 15 s', 1, 15],
    ['no more than five minutes', 3000, 300],
  ])('[MQ19] writing that is not said again is over: %s', async (_what, refresh, seconds) => {
    await customerTypes('active', refresh);
    await centre.pass(seconds - 1);
    expect(seen()).toHaveLength(1);
    await centre.pass(1.5);
    expect(seen()).toEqual([{ isComposing: 'active', refresh: seconds }, { isComposing: 'idle' }]);
  });

  test('[MQ19] it is over with the text, after a restart as well, and with the chat', async () => {
    await customerTypes('active', 60);
    await alice.say('Here it is.');
    await centre.pass(70);
    expect(seen()).toHaveLength(1);
    await customerTypes('active', 60);
    await centre.crash();
    const again = await DesktopClient.connect(centre, '1001');
    await centre.pass(61);
    expect(seen(again)).toEqual([{ isComposing: 'idle' }]);
    await customerTypes('active', 60);
    await again.release(connID);
    await centre.pass(61);
    expect(seen(again)).toHaveLength(2);
    expect([...centre.switchState.deadlines.values()]).toEqual([]);
  });

  test('[MQ20] the agent writes: EventACK, and a client that has shown that it takes notices is told', async () => {
    expect(await agentTypes('active')).toMatchObject({ name: 'EventACK', thisDN: '1001' });
    expect(told()).toEqual([]);
    await agentTypes('idle');
    await customerTypes('idle');
    await agentTypes('active');
    expect(told()).toEqual(['active']);
    const notice = alice.messages[0];
    expect(notice?.body).toContain('<refresh>90</refresh>');
    expect(notice?.headers.get('expires')).toBe('0');
    await agentTypes('idle');
    expect(told()).toEqual(['active', 'idle']);
    expect(seen()).toEqual([{ isComposing: 'idle' }]);
  });

  test('[MQ20] it is told again after 45 s, not more often; a text ends it', async () => {
    await customerTypes('idle');
    await agentTypes('active');
    await agentTypes('active');
    await centre.pass(44);
    await agentTypes('active');
    expect(told()).toEqual(['active']);
    await centre.pass(2);
    await agentTypes('active');
    expect(told()).toEqual(['active', 'active']);
    await maya.say(connID, 'Here it is.');
    await agentTypes('idle');
    expect(told()).toEqual(['active', 'active']);
    await agentTypes('active');
    expect(told()).toHaveLength(3);
  });

  test('[MQ20] in a session an Accept is enough, and notices go within the dialog', async () => {
    const bob = new SessionCustomer(centre);
    await bob.invite({ headers: TAKES_TYPING });
    connID = maya.rung[1];
    await maya.answer(connID);
    await agentTypes('active');
    await maya.say(connID, 'Hello Bob.');
    expect(told(bob)).toEqual(['active']);
    expect(bob.messages.map((message) => message.headers.get('cseq'))).toEqual(['1 MESSAGE', '2 MESSAGE']);
    expect(new Set(bob.messages.map((message) => message.headers.get('call-id'))).size).toBe(1);
    await bob.say(composing('active', 90), [], COMPOSING);
    expect(seen().at(-1)).toEqual({ isComposing: 'active', refresh: 90 });
  });

  test('[MQ21] a client that answers 415 is not told again', async () => {
    await customerTypes('idle');
    alice.reply = { status: 415, headers: ['Accept: text/plain'] };
    await agentTypes('active');
    await agentTypes('idle');
    await centre.pass(60);
    await agentTypes('active');
    expect(told()).toEqual(['active']);
    alice.reply = { status: 200 };
    await maya.say(connID, 'Still here.');
    expect(alice.shown).toEqual(['[Maya/1001] Still here.']);
  });

  test('[MQ20] a notice waits for nothing: while a text is on its way it is dropped', async () => {
    await customerTypes('idle');
    alice.reply = null;
    await maya.say(connID, 'one');
    await agentTypes('active');
    alice.reply = { status: 200 };
    await centre.pass(5);
    expect(told()).toEqual([]);
    expect(alice.shown).toEqual(['[Maya/1001] one']);
  });

  test('[MQ22] colleagues see each other write by the hearing rule; what nobody would hear is refused', async () => {
    const ben = await DesktopClient.ready(centre, '1002');
    await customerTypes('idle');
    await maya.request('TSingleStepConference', { thisDN: '1001', connID, otherDN: '1002' });
    await ben.answer(connID);
    await agentTypes('active', ben);
    expect(maya.last('EventPrivateInfo', { privateMsgID: 3002 })).toMatchObject({
      otherDN: '1002',
      otherDNRole: 1,
      extensions: { isComposing: 'active', refresh: 90 },
    });
    expect(seen(ben)).toEqual([]);
    expect(told()).toEqual(['active']);
    // Two write: it is over when both have stopped.
    await agentTypes('active');
    await agentTypes('idle', ben);
    expect(told()).toEqual(['active']);
    await agentTypes('idle');
    expect(told()).toEqual(['active', 'idle']);
    await maya.request('THoldCall', { thisDN: '1001', connID });
    expect(await agentTypes('active')).toMatchObject({ errorCode: 'InvalidState' });
  });

  test.each([
    ['no state', {}, 'MissingAttribute'],
    ['another state', { isComposing: 'pondering' }, 'InvalidAttribute'],
    ['a whisper that is none', { isComposing: 'active', whisper: 'x' }, 'InvalidAttribute'],
    ['a whisper to nobody', { isComposing: 'active', whisper: true }, 'NobodyCoaches'],
  ])('[MQ22] refused: %s', async (_what, extensions, errorCode) => {
    const request = { thisDN: '1001', connID, serviceID: 3002, extensions };
    expect(await maya.request('TPrivateService', request)).toMatchObject({ errorCode });
    expect(await maya.request('TPrivateService', { ...request, connID: '0123456789abcdef' })).toMatchObject({
      errorCode: 'UnknownCall',
    });
  });
});
