import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient, transcriptOf } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';

describe('a chat in session mode', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    maya = await DesktopClient.ready(centre, '1001');
  });

  async function chat(transport: 'UDP' | 'TCP' | 'WS' = 'WS') {
    const bob = new SessionCustomer(centre, 'sip:bob@example.net', transport);
    await bob.invite();
    const connID = maya.rung.at(-1);
    await maya.answer(connID);
    return { bob, connID };
  }

  test('[CM1][ME14] INVITE is answered at once with our media line and rings before any text', async () => {
    const bob = new SessionCustomer(centre);
    const invite = await bob.invite();
    expect(invite.status).toBe(200);
    expect(invite.response?.headers.get('contact')).toMatch(/^<sip:1111@192\.0\.2\.1/);
    expect(invite.response?.body).toMatch(/^m=message \d+ sip null\r$/m);
    expect(maya.last('EventRinging').extensions).not.toHaveProperty('preview');
    expect(maya.last('EventRinging')).toMatchObject({ otherDN: 'bob@example.net' });
  });

  test('[SD19] the offer may be a part of the body, beside a location', async () => {
    const bob = new SessionCustomer(centre);
    const location = '--b\r\nContent-Type: application/pidf+xml\r\n\r\n<presence/>\r\n';
    const offer = `${location}--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\no=- 0 0 IN IP4 198.51.100.7\r\ns=-\r\nt=0 0\r\nm=message 9 sip null\r\n\r\n--b--\r\n`;
    const invite = await bob.invite({ offer, contentType: 'multipart/mixed;boundary=b' });
    expect(invite.response?.body).toMatch(/^m=message \d+ sip null\r$/m);
    expect(invite.response?.headers.get('content-type')).toBe('application/sdp');
    await maya.answer(maya.rung[0]);
    expect((await bob.say('Hello.')).status).toBe(200);
    expect(maya.texts).toEqual(['Hello.']);
  });

  test('[SD19] a part that must be understood and is not: 415 with what would be taken, no chat', async () => {
    const bob = new SessionCustomer(centre);
    const offer =
      '--b\r\nContent-Type: application/isup\r\nContent-Disposition: signal;handling=required\r\n\r\nx\r\n--b--\r\n';
    const invite = await bob.invite({ offer, contentType: 'multipart/mixed;boundary=b' });
    expect(invite.status).toBe(415);
    expect(invite.response?.headers.get('accept')).toContain('application/sdp, multipart/alternative');
    expect((await bob.invite({ offer: 'x', contentType: 'multipart/mixed;boundary=b' })).status).toBe(400);
    // Our own description is never in a multipart.
    expect((await bob.invite({ headers: ['Accept: multipart/mixed'] })).status).toBe(406);
    expect(maya.rung).toEqual([]);
  });

  test('[CM5][CM6][ME14] texts within the dialog go both ways, BYE of the agent ends it', async () => {
    const { bob, connID } = await chat();
    expect((await bob.say('Hello.')).status).toBe(200);
    await maya.say(connID, 'Hi Bob.');
    expect(maya.texts).toEqual(['Hello.', 'Hi Bob.']);
    expect(bob.shown).toEqual(['[Maya/1001] Hi Bob.']);
    expect(bob.messages[0]?.headers.get('content-type')).toBe('text/plain;charset=utf-8');
    expect(bob.messages[0]?.headers.get('cordboard-message-id')).toBe(maya.events.at(-1)?.['messageID']);
    await maya.release(connID);
    expect(bob.byes).toHaveLength(1);
    expect(centre.switchState.legs.size).toBe(0);
    expect((await bob.say('Still there?')).status).toBe(481);
    expect((await bob.bye()).status).toBe(481);
  });

  test('[ME15] the 2xx is repeated until its ACK, and nothing is sent to the customer before it', async () => {
    // Over TCP: towards an unproved UDP address there are fewer (OV10).
    const bob = new SessionCustomer(centre, 'sip:bob@example.net', 'TCP');
    bob.acknowledges = false;
    const invite = await bob.invite();
    await maya.answer(maya.rung[0]);
    await maya.say(maya.rung[0], 'Welcome.');
    await centre.pass(7.5);
    // At 0, 0.5, 1.5, 3.5 and 7.5 s.
    expect(invite.responseCount).toBe(5);
    expect(bob.shown).toEqual([]);
    bob.acknowledges = true;
    await centre.pass(4);
    expect(invite.responseCount).toBe(6);
    expect(bob.shown).toEqual(['[Maya/1001] Welcome.']);
    await centre.pass(60);
    expect(invite.responseCount).toBe(6);
  });

  test('[ME15] no ACK in 32 s: BYE, and the call ends for everybody', async () => {
    const bob = new SessionCustomer(centre, 'sip:bob@example.net', 'UDP');
    bob.acknowledges = false;
    await bob.invite();
    await maya.answer(maya.rung[0]);
    await centre.pass(31.5);
    expect(maya.all('EventReleased')).toEqual([]);
    await centre.pass(1);
    expect(maya.last('EventReleased')).toMatchObject({ callState: 0 });
    expect(bob.byes).toHaveLength(1);
    expect(centre.switchState.legs.size).toBe(0);
  });

  test('[ME15] the agent ends before the ACK: without it the BYE goes out after 32 s', async () => {
    const bob = new SessionCustomer(centre, 'sip:bob@example.net', 'UDP');
    bob.acknowledges = false;
    await bob.invite();
    await maya.answer(maya.rung[0]);
    await maya.release(maya.rung[0]);
    await centre.pass(33);
    expect(bob.byes).toHaveLength(1);
    expect(centre.switchState.legs.size).toBe(0);
  });

  test('[ME5] a repeated INVITE gets the same 200 and opens nothing, also after a crash', async () => {
    const bob = new SessionCustomer(centre, 'sip:bob@example.net', 'UDP');
    const invite = await bob.invite();
    await bob.repeat(invite);
    await centre.crash();
    await bob.repeat(invite);
    // Before the crash the transaction absorbs it (RFC 6026 7.1).
    expect(invite.responseCount).toBe(2);
    expect(new Set(bob.acceptances.map((response) => response.headers.get('to'))).size).toBe(1);
    expect(centre.switchState.calls.size).toBe(1);
  });

  test('[ME5] a repeated INVITE of a session that has ended opens no new one', async () => {
    const bob = new SessionCustomer(centre, 'sip:bob@example.net', 'UDP');
    const invite = await bob.invite();
    await bob.bye();
    await centre.crash();
    await bob.repeat(invite);
    expect(centre.switchState.calls.size).toBe(0);
    expect(maya.rung).toHaveLength(1);
  });

  test('[ME5] a text that was answered 200 is answered 200 again, though the call has ended meanwhile', async () => {
    const { bob, connID } = await chat('UDP');
    const sent = await bob.say('Thanks.');
    bob.isDeaf = true;
    await maya.release(connID);
    await centre.crash();
    bob.isDeaf = false;
    await bob.repeat(sent);
    expect(sent.responseCount).toBe(2);
    expect((await bob.say('One more thing.')).status).toBe(481);
    await centre.pass(5);
    expect(bob.byes).toHaveLength(1);
  });

  test('[ME14] requests of a session keep their order (RFC 3261 12.2.2), also after a restart', async () => {
    const centre = await ContactCentre.open();
    const bob = new SessionCustomer(centre, 'sip:bob@example.net', 'UDP');
    await bob.invite();
    expect((await bob.say('one')).status).toBe(200);
    expect((await bob.say('two')).status).toBe(200);
    bob.dialog.cseq -= 2;
    expect((await bob.say('late')).status).toBe(500);
    await centre.crash();
    bob.dialog.cseq -= 1;
    expect((await bob.say('late again')).status).toBe(500);
    bob.dialog.cseq += 2;
    expect((await bob.say('three')).status).toBe(200);
  });

  test('[ME21] CANCEL before the answer is stored: 487, nothing stays', async () => {
    const slow = await ContactCentre.open({ manualStore: true });
    const bob = new SessionCustomer(slow, 'sip:bob@example.net', 'UDP');
    bob.acknowledges = false;
    const branch = 'z9hG4bKcancelled';
    const parts = {
      requestUri: 'sip:1111@localhost',
      from: '<sip:bob@example.net>;tag=c',
      to: '<sip:1111@localhost>',
      callId: 'cancelled@peer',
      cseq: 1,
      branch,
    };
    const invite = await bob.send({
      ...parts,
      method: 'INVITE',
      headers: ['Contact: <sip:bob@198.51.100.7>'],
      contentType: 'application/sdp',
      body: 'v=0\r\nt=0 0\r\nm=message 9 sip null\r\n',
    });
    expect(slow.switchState.calls.size).toBe(1);
    await bob.send({ ...parts, method: 'CANCEL' });
    slow.store.flush();
    await slow.settle();
    slow.store.flush();
    await slow.settle();
    expect(invite.status).toBe(487);
    expect(slow.switchState.calls.size + slow.switchState.legs.size).toBe(0);
  });

  test('[ME16][ME17] the connection is lost: texts wait, a re-INVITE on a new one delivers them', async () => {
    const { bob, connID } = await chat();
    centre.cut(bob.flow);
    await maya.say(connID, 'One.');
    await maya.say(connID, 'Two.');
    await centre.pass(119);
    expect(maya.all('EventReleased')).toEqual([]);
    bob.reconnect();
    expect((await bob.reinvite()).status).toBe(200);
    expect(bob.shown).toEqual(['[Maya/1001] One.', '[Maya/1001] Two.']);
    expect((await bob.say('I am back.')).status).toBe(200);
    await centre.pass(300, 5);
    expect(maya.all('EventReleased')).toEqual([]);
  });

  test('[ME16] a text that was on its way when the connection broke is sent again under the same message id', async () => {
    const { bob, connID } = await chat();
    bob.reply = null;
    await maya.say(connID, 'Did you get this?');
    centre.cut(bob.flow);
    bob.reply = { status: 200 };
    bob.reconnect();
    await bob.reinvite();
    expect(bob.messages).toHaveLength(2);
    expect(new Set(bob.messages.map((message) => message.headers.get('cordboard-message-id'))).size).toBe(1);
    expect(bob.shown).toEqual(['[Maya/1001] Did you get this?']);
  });

  test('[ME16] a text in the dialog from a new connection is a sign of life too', async () => {
    const { bob, connID } = await chat();
    centre.cut(bob.flow);
    await maya.say(connID, 'One.');
    bob.reconnect();
    expect((await bob.say('Here I am.')).status).toBe(200);
    expect(bob.shown).toEqual(['[Maya/1001] One.']);
    await centre.pass(200, 5);
    expect(maya.all('EventReleased')).toEqual([]);
  });

  test('[ME16] away for 120 s: the call ends, what was not delivered has failed', async () => {
    const { bob, connID } = await chat();
    centre.cut(bob.flow);
    await maya.say(connID, 'Are you there?');
    await centre.pass(120);
    expect(maya.last('EventPrivateInfo', { privateMsgID: 3004 }).extensions).toMatchObject({ state: 'failed' });
    expect(maya.last('EventReleased')).toMatchObject({ connID, callState: 0 });
    bob.reconnect();
    expect((await bob.reinvite()).status).toBe(481);
    expect(centre.switchState.legs.size).toBe(0);
  });

  test('[ME16][CM11] away for 120 s while waiting: abandoned', async () => {
    await maya.request('TAgentSetNotReady', { thisDN: '1001' });
    const bob = new SessionCustomer(centre);
    await bob.invite();
    centre.cut(bob.flow);
    await centre.pass(120);
    expect(centre.switchState.routeRequests.size).toBe(0);
  });

  test('[ME18] a new page with Replaces takes the dialog over; the former dialog can be named again', async () => {
    const { bob, connID } = await chat();
    const first = bob.dialog;
    centre.cut(bob.flow);
    await maya.say(connID, 'Welcome back.');
    bob.reconnect();
    bob.acknowledges = false;
    expect((await bob.invite({ replaces: first })).status).toBe(200);
    const second = bob.dialog;
    expect(bob.shown).toEqual([]);
    // The answer never reached the page, which was loaded anew once more and knows only its first dialog.
    centre.cut(bob.flow);
    bob.reconnect();
    bob.acknowledges = true;
    expect((await bob.invite({ replaces: first })).status).toBe(200);
    expect(bob.shown).toEqual(['[Maya/1001] Welcome back.']);
    expect((await bob.say('Thanks.')).status).toBe(200);
    expect(maya.texts.at(-1)).toBe('Thanks.');
    expect(centre.switchState.calls.size).toBe(1);
    expect(second.remoteTag).not.toBe(bob.dialog.remoteTag);
    await centre.pass(200, 5);
    expect(maya.all('EventReleased')).toEqual([]);
  });

  test('[ME16][ME17] what went to an address where he is no more is sent anew, and its silence ends nothing', async () => {
    const bob = new SessionCustomer(centre, 'sip:bob@example.net', 'UDP');
    await bob.invite();
    const connID = maya.rung[0];
    await maya.answer(connID);
    bob.reply = null;
    await maya.say(connID, 'Where are you?');
    bob.reconnect();
    bob.reply = { status: 200 };
    expect((await bob.reinvite()).status).toBe(200);
    await centre.pass(40);
    expect(bob.shown).toEqual(['[Maya/1001] Where are you?']);
    expect(maya.all('EventReleased')).toEqual([]);
  });

  test('[ME15][ME16] a connection that breaks before the ACK does not end the call: the absence counts', async () => {
    const bob = new SessionCustomer(centre);
    bob.acknowledges = false;
    await bob.invite();
    const connID = maya.rung[0];
    await maya.answer(connID);
    centre.cut(bob.flow);
    await maya.say(connID, 'Welcome.');
    await centre.pass(100);
    expect(maya.all('EventReleased')).toEqual([]);
    bob.reconnect();
    bob.acknowledges = true;
    expect((await bob.reinvite()).status).toBe(200);
    expect(bob.shown).toEqual(['[Maya/1001] Welcome.']);
    centre.cut(bob.flow);
    await centre.pass(120);
    expect(maya.last('EventReleased')).toMatchObject({ connID });
    expect(centre.switchState.legs.size).toBe(0);
  });

  test('[ME18] Replaces of a dialog that does not exist is 481, a malformed one 400', async () => {
    const bob = new SessionCustomer(centre);
    const nobody = { callId: 'none', localTag: 'a', remoteTag: 'b', cseq: 1 };
    expect((await bob.invite({ replaces: nobody })).status).toBe(481);
    expect((await bob.invite({ headers: ['Replaces: none;to-tag=a'] })).status).toBe(400);
    expect(centre.switchState.calls.size).toBe(0);
  });

  test('[ME18] Replaces with early-only is 486, and the session goes on', async () => {
    const { bob, connID } = await chat();
    const { callId, localTag, remoteTag } = bob.dialog;
    const other = new SessionCustomer(centre);
    const line = `Replaces: ${callId};to-tag=${remoteTag};from-tag=${localTag};early-only`;
    expect((await other.invite({ headers: [line] })).status).toBe(486);
    await maya.say(connID, 'Still yours.');
    expect(bob.shown).toEqual(['[Maya/1001] Still yours.']);
  });

  test('[ME19] the agent ends while the customer is away: BYE as soon as the customer is back', async () => {
    const { bob, connID } = await chat();
    centre.cut(bob.flow);
    await maya.say(connID, 'Goodbye.');
    await maya.release(connID);
    bob.reconnect();
    await bob.reinvite();
    expect(bob.shown).toEqual(['[Maya/1001] Goodbye.']);
    expect(bob.byes).toHaveLength(1);
    expect(centre.switchState.legs.size).toBe(0);
  });

  test('[ME17] every re-INVITE is answered, also one to a session that ended for want of an ACK', async () => {
    const bob = new SessionCustomer(centre, 'sip:bob@example.net', 'UDP');
    bob.acknowledges = false;
    await bob.invite();
    bob.isDeaf = true;
    await centre.pass(33);
    bob.isDeaf = false;
    expect((await bob.reinvite()).status).toBe(481);
  });

  test('[ME11] a client that says the dialog is gone has left', async () => {
    const { bob, connID } = await chat();
    bob.reply = { status: 481 };
    await maya.say(connID, 'Hello?');
    expect(maya.last('EventPrivateInfo', { privateMsgID: 3004 }).extensions).toMatchObject({ state: 'failed' });
    expect(maya.last('EventReleased')).toMatchObject({ connID });
  });

  test('[ME5] a retransmission on a new connection finds the answer of the old one', async () => {
    const { bob } = await chat();
    const sent = await bob.say('Once.');
    centre.cut(bob.flow);
    bob.reconnect();
    await bob.repeat(sent);
    expect(sent.responseCount).toBe(2);
    expect(maya.texts).toEqual(['Once.']);
  });

  test('[ME6] a text repeated under its message id is answered and not told again', async () => {
    const { bob } = await chat();
    const id = ['Cordboard-Message-ID: abc'];
    await bob.say('Once.', id);
    bob.reconnect();
    expect((await bob.say('Once.', id)).status).toBe(200);
    expect(maya.texts).toEqual(['Once.']);
  });

  test('[CM21] a transcript of which not all is shown says how much is left out', async () => {
    const { bob, connID } = await chat('TCP');
    for (let number = 0; number < 2300; number += 1) await bob.say(`text ${number}`);
    const again = await DesktopClient.connect(centre, '1001');
    const transcript = again.last('EventPrivateInfo', { privateMsgID: 3005, connID });
    const shown = transcriptOf(transcript);
    expect(shown.at(-1)).toBe('text 2299');
    expect(transcript.extensions?.['omitted']).toBe(2300 - shown.length);
  });

  test('[CM4] a desktop that connects anew sees the transcript of its established call', async () => {
    const { bob, connID } = await chat();
    await bob.say('One.');
    await maya.say(connID, 'Two.');
    const again = await DesktopClient.connect(centre, '1001');
    expect(transcriptOf(again.last('EventPrivateInfo', { privateMsgID: 3005 }))).toEqual(['One.', 'Two.']);
  });
});
