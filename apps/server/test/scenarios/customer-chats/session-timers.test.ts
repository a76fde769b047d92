import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { AccountCustomer } from '../../support/customers/account-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';

const OFFER = 'v=0\r\no=- 0 0 IN IP4 198.51.100.7\r\ns=-\r\nc=IN IP4 198.51.100.7\r\nt=0 0\r\nm=message 9 sip null\r\n';

describe('a client with session timers', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;
  let bob: SessionCustomer;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    maya = await DesktopClient.ready(centre, '1001');
    bob = new SessionCustomer(centre);
  });

  const timer = (expires: string) => ['Supported: timer, replaces', `Session-Expires: ${expires}`];
  const last = () => bob.acceptances.at(-1)?.headers;
  const talk = async (...headers: readonly string[]) => {
    await bob.invite({ headers });
    await maya.answer(maya.rung.at(-1) ?? '');
  };
  const isOver = () => maya.all('EventReleased').length === 1;

  test('[SD17] it is to refresh, in the time that it asks', async () => {
    await talk(...timer('300'));
    expect(last()?.get('session-expires')).toBe('300;refresher=uac');
    expect(last()?.get('require')).toBe('timer');
    expect(last()?.get('supported')).toContain('timer');
  });

  test.each([
    ['who does not say that he knows them', ['Session-Expires: 300']],
    ['who wants us to refresh', timer('300;refresher=uas')],
    ['who says nothing of a time', ['Supported: timer']],
    ['who cannot be understood', timer('soon')],
    ['who wants no time that we keep', [...timer('999999'), 'Min-SE: 999999']],
  ])('[SD17] %s is served without', async (_who, headers) => {
    await talk(...headers);
    expect([last()?.has('session-expires'), last()?.has('require')]).toEqual([false, false]);
    await centre.pass(86_500, 100);
    expect(isOver()).toBe(false);
  });

  test('[SD17] less than 90 s is 422, more than a day is a day', async () => {
    const short = await bob.invite({ headers: timer('89') });
    expect([short.status, short.response?.headers.get('min-se')]).toEqual([422, '90']);
    expect(centre.switchState.calls.size).toBe(0);
    await talk(...timer('999999'));
    expect(last()?.get('session-expires')).toBe('86400;refresher=uac');
  });

  test('[SD18] without a refresh the session ends by BYE before its time is over, and the chat with it', async () => {
    await talk(...timer('300'));
    await centre.pass(267);
    expect(isOver()).toBe(false);
    await centre.pass(2);
    expect(isOver()).toBe(true);
    expect(bob.byes).toHaveLength(1);
    expect(centre.switchState.legs.size).toBe(0);
    expect([...centre.switchState.deadlines.values()].filter(({ kind }) => kind === 'legSession')).toEqual([]);
  });

  test('[SD18] each refresh begins the time anew, and one without a time is the last', async () => {
    await talk(...timer('90'));
    for (const _time of [1, 2, 3]) {
      await centre.pass(45);
      expect((await bob.reinvite(undefined, timer('90'))).status).toBe(200);
      expect(last()?.get('session-expires')).toBe('90;refresher=uac');
    }
    await bob.reinvite();
    await centre.pass(1000, 10);
    expect(isOver()).toBe(false);
    await bob.say('Still here');
    expect(maya.texts.at(-1)).toBe('Still here');
  });

  test('[SD18] a restart leaves the client its whole time', async () => {
    bob = new SessionCustomer(centre, 'sip:bob@example.net', 'UDP');
    await talk(...timer('90'));
    await centre.pass(50);
    await centre.crash();
    await centre.pass(50);
    expect(centre.switchState.calls.size).toBe(1);
    expect(bob.byes).toEqual([]);
    await centre.pass(15);
    expect(centre.switchState.calls.size).toBe(0);
    expect(bob.byes.length).toBeGreaterThan(0);
  });

  test('[SD18] [MQ41] the chat of an account goes on where he is registered', async () => {
    const alice = new AccountCustomer(centre, 'alice', { transport: 'TCP' });
    await alice.registerContact();
    const invite = await alice.prove({
      method: 'INVITE',
      headers: [`Contact: <${alice.contact}>`, ...timer('90')],
      contentType: 'application/sdp',
      body: OFFER,
    });
    await alice.send({
      ...{
        method: 'ACK',
        requestUri: 'sip:1111@localhost',
        cseq: Number.parseInt(invite.response?.headers.get('cseq') ?? '', 10),
      },
      ...{ from: `<sip:alice@localhost>;tag=${invite.fromTag}`, to: invite.response?.headers.get('to') ?? '' },
      callId: invite.callId,
    });
    await maya.answer(maya.rung.at(-1) ?? '');
    await centre.pass(70);
    expect(isOver()).toBe(false);
    expect(alice.byes.map(({ headers }) => headers.get('call-id'))).toEqual([invite.callId]);
    await maya.say(maya.rung.at(-1) ?? '', 'Are you there?');
    expect(alice.messages.at(-1)?.headers.get('call-id')).not.toBe(invite.callId);
    expect(alice.shown.at(-1)).toBe('[Maya/1001] Are you there?');
  });
});
