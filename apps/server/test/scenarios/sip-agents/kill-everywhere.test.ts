import { describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { SipAgent } from '../../support/agents/sip-agent.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { type Deed, killAtEveryCommit } from '../../support/crashes/kill-everywhere.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';

interface Scene {
  readonly centre: ContactCentre;
  readonly alice: SessionCustomer;
  readonly tom: DesktopClient;
  readonly maya: DesktopClient;
  readonly phone: SipAgent;
  readonly tablet: SipAgent;
}

/** Tom is Ready, with a desktop and two SIP clients; Alice has begun a session, Maya is there. */
async function tomIsThere(): Promise<Scene> {
  const centre = await ContactCentre.open();
  const phone = await SipAgent.registered(centre, '1005', 'WS');
  const tablet = await SipAgent.registered(centre, '1005', 'WS');
  const tom = await DesktopClient.ready(centre, '1005');
  const maya = await DesktopClient.connect(centre, '1001');
  await maya.logIn('1001');
  return { centre, alice: new SessionCustomer(centre, 'sip:alice@example.net'), tom, maya, phone, tablet };
}

const c1 = ({ tom }: Scene) => tom.rung[0];
const arrives: Deed<Scene> = async ({ alice }) => {
  await alice.invite();
};
const aliceSays =
  (text: string): Deed<Scene> =>
  ({ alice }) =>
    void alice.say(text);
const phoneSays =
  (text: string): Deed<Scene> =>
  ({ phone }) =>
    void phone.say(text);
const answers: Deed<Scene> = (scene) => void scene.tom.submit('TAnswerCall', { thisDN: '1005', connID: c1(scene) });
const tomDoes =
  (name: Parameters<DesktopClient['submit']>[0], more: object = {}): Deed<Scene> =>
  (scene) =>
    void scene.tom.submit(name, { thisDN: '1005', connID: c1(scene), ...more });
const desktopSays = tomDoes('TPrivateService', { serviceID: 3001, extensions: { im: 'From the desktop' } });
const talking = [arrives, aliceSays('Hello'), answers];

const STORIES: readonly (readonly [string, readonly Deed<Scene>[], Deed<Scene>])[] = [
  ['a text while it rings', [arrives], aliceSays('Hello')],
  ['the first text of the client answers', [arrives, aliceSays('Hello')], phoneSays('Good morning')],
  ['the desktop answers', [arrives, aliceSays('Hello')], answers],
  ["a customer's text", talking, aliceSays('And?')],
  ["a client's text", talking, phoneSays('From the phone')],
  ["a desktop's text", talking, desktopSays],
  ['hold', talking, tomDoes('THoldCall')],
  ['a transfer', talking, tomDoes('TSingleStepTransfer', { otherDN: '1001' })],
  ['/end in the conversation', talking, phoneSays('/end')],
  ['/end while it rings', [arrives, aliceSays('Hello')], phoneSays('/end')],
];

describe('killed at every commit', () => {
  test.each(STORIES)('[SE14] %s: it has happened whole, or not at all', async (_what, before, deed) => {
    expect(await killAtEveryCommit(tomIsThere, before, deed)).toBeGreaterThanOrEqual(2);
  });

  test('[SE14] what was in flight over UDP goes out again as the very same bytes and is shown once', async () => {
    const centre = await ContactCentre.open();
    const phone = await SipAgent.registered(centre);
    const tom = await DesktopClient.ready(centre, '1005');
    const alice = new SessionCustomer(centre, 'sip:alice@example.net', 'UDP');
    await alice.invite();
    await tom.answer(tom.rung[0]);
    phone.reply = null;
    await alice.say('Hello');
    const sent = phone.messages.length;
    await centre.crash();
    expect(phone.messages.length).toBeGreaterThan(sent);
    expect(phone.messages.at(-1)?.headers.get('via')).toBe(phone.messages[sent - 1]?.headers.get('via'));
    phone.reply = { status: 200 };
    phone.answerLate();
    await alice.say('Once more');
    await centre.settle();
    expect(phone.shown.slice(-2)).toEqual(['Hello', 'Once more']);
  });
});
