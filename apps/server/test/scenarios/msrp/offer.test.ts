import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { MsrpCustomer } from '../../support/customers/msrp-customer.ts';

describe('our own offer, in the 200 to an INVITE without a description', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;
  let bob: MsrpCustomer;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    maya = await DesktopClient.ready(centre, '1001');
    bob = new MsrpCustomer(centre);
  });

  const answered = async () => {
    const connID = maya.rung.at(-1);
    await maya.answer(connID);
    return connID;
  };

  /** Texts go both ways over MSRP, and none by MESSAGE. */
  async function writesOverMsrp(): Promise<void> {
    const connID = await answered();
    expect((await bob.write('Hello.')).status).toBe(200);
    await maya.say(connID, 'Hi Bob.');
    expect(maya.texts).toEqual(['Hello.', 'Hi Bob.']);
    expect([bob.read, bob.messages]).toEqual([['[Maya/1001] Hi Bob.'], []]);
    await maya.release(connID);
    expect([bob.byes.length, bob.connection, centre.world.msrp.sessionCount]).toEqual([1, undefined, 0]);
  }

  /** Texts go both ways by MESSAGE. */
  async function writesInSessionMode(): Promise<void> {
    const connID = await answered();
    expect((await bob.say('Hello.')).status).toBe(200);
    await maya.say(connID, 'Hi Bob.');
    expect([maya.texts, bob.shown]).toEqual([['Hello.', 'Hi Bob.'], ['[Maya/1001] Hi Bob.']]);
    expect(centre.world.msrp.sessionCount).toBe(0);
  }

  test('[MS30] offers MSRP, either side may connect, and session mode after it', async () => {
    const invite = await bob.invite({ offer: '' });
    const lines = invite.response?.body.split('\r\n').filter((line) => /^(?:m=|a=setup|a=path)/.test(line));
    expect(lines).toEqual([
      'm=message 2855 TCP/MSRP *',
      'a=setup:actpass',
      expect.stringMatching(/^a=path:msrp:\/\/192\.0\.2\.1:2855\/[0-9a-f]{32};tcp$/),
      'm=message 5060 sip null',
    ]);
  });

  test('[MS30][MS31] the peer takes MSRP and connects', async () => {
    await bob.takeOffer();
    await bob.connect();
    await writesOverMsrp();
  });

  test.each([['passive'], ['']])('[MS31] the peer takes MSRP with setup "%s": we connect', async (setup) => {
    bob.listen(4_711);
    await bob.takeOffer({ setup, at: '198.51.100.7:4711' });
    await writesOverMsrp();
  });

  test('[MS31] … but nowhere else than at the address of his ACK: without session mode that is a refusal', async () => {
    await bob.takeOffer({ setup: 'passive', at: '192.0.2.99:4711' });
    expect([bob.byes.length, centre.switchState.calls.size]).toEqual([1, 0]);
  });

  test('[MS30][SD15] the peer refuses MSRP with port 0, or answers nothing at all: session mode', async () => {
    bob.answerTo = (offer) => offer.replace('m=message 2855', 'm=message 0');
    await bob.invite({ offer: '' });
    await writesInSessionMode();
    await maya.release(maya.rung.at(-1));
    maya.clear();
    bob = new MsrpCustomer(centre);
    await bob.invite({ offer: '' });
    await writesInSessionMode();
  });

  test('[MS30] the peer refuses both: BYE, and the call ends', async () => {
    bob.answerTo = (offer) => offer.replaceAll(/m=message \d+/g, 'm=message 0');
    await bob.invite({ offer: '' });
    expect([bob.byes.length, centre.switchState.calls.size, centre.switchState.legs.size]).toEqual([1, 0, 0]);
    expect(centre.world.msrp.sessionCount).toBe(0);
  });

  test('[MS31] a peer who is faster than his ACK is in the session, whoever comes second is not', async () => {
    bob.acknowledges = false;
    await bob.takeOffer();
    expect((await bob.connect()).status).toBe(200);
    expect((await bob.write('First.')).status).toBe(200);
    const other = bob.client.chunk('Mine!', { range: '1-5/5', fromPath: 'msrp://elsewhere.example:1/other;tcp' });
    await centre.settle();
    expect(other.status).toBe(481);
    const connID = await answered();
    await maya.say(connID, 'Hi Bob.');
    expect(bob.read).toEqual([]);
    await bob.acknowledge(bob.acceptances[0] ?? expect.unreachable());
    expect([maya.texts, bob.read]).toEqual([['First.', 'Hi Bob.'], ['[Maya/1001] Hi Bob.']]);
  });

  test('[MS30] after a crash before the ACK the offer is as good as before', async () => {
    bob = new MsrpCustomer(centre, 'sip:bob@example.net', 'UDP');
    bob.acknowledges = false;
    await bob.takeOffer();
    await centre.crash();
    await bob.acknowledge(bob.acceptances[0] ?? expect.unreachable());
    expect((await bob.connect()).status).toBe(200);
    expect((await bob.write('Here I am.')).status).toBe(200);
  });

  test('[MS30] over WebSocket the offer is MSRP over WebSocket, and the peer connects', async () => {
    bob = new MsrpCustomer(centre, 'sip:bob@example.net', 'WS');
    await bob.takeOffer({ transport: 'ws' });
    expect(bob.acceptances[0]?.body).toMatch(/a=setup:passive\r\na=path:msrp:.*;ws\r\n/);
    await bob.connect('WS');
    await writesOverMsrp();
  });

  test('[MS30] a re-INVITE without a description offers the session that is there', async () => {
    await bob.takeOffer();
    await bob.connect();
    expect((await bob.reinvite('')).status).toBe(200);
    const paths = bob.acceptances.map(({ body }) => /a=path:.*/.exec(body)?.[0]);
    expect(paths[1]).toBe(paths[0]);
    await writesOverMsrp();
  });
});
