import { expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { dieAfter } from '../../support/crashes/die-after.ts';
import { MsrpCustomer } from '../../support/customers/msrp-customer.ts';

const TEXTS = ['One, in one chunk.', 'Uno.', 'Two, in many chunks.', 'Dos.'] as const;

/** A chat whose both sides repeat what was not answered: the customer on a new session, the agent under his requestID. */
async function converse(commits: number, underWay: 'lost' | 'kept') {
  const centre = await ContactCentre.open();
  let maya = await DesktopClient.ready(centre, '1001');
  const bob = new MsrpCustomer(centre);
  await bob.start();
  const connID = maya.rung[0];
  await maya.answer(connID);
  const isDead = dieAfter(centre.store, commits, underWay);
  let hasRecovered = false;

  async function recover(): Promise<void> {
    if (!isDead() || hasRecovered) return;
    hasRecovered = true;
    await centre.crash();
    maya = await DesktopClient.connect(centre, '1001');
    bob.reconnect();
    await bob.renew();
  }

  async function customerSays(text: string, messageId: string, chunkBytes: number): Promise<void> {
    for (let attempt = 0; attempt < 3; attempt++) {
      const chunks = bob.client.sayInChunks(text, chunkBytes, { messageId });
      await centre.settle();
      if (chunks.every(({ status }) => status === 200)) return;
      await recover();
    }
    throw new Error(`${text} was never taken`);
  }

  async function agentSays(im: string): Promise<void> {
    for (let attempt = 0; attempt < 3; attempt++) {
      const request = { thisDN: '1001', connID, serviceID: 3001, extensions: { im }, requestID: im };
      const referenceID = maya.submit('TPrivateService', request);
      await centre.settle();
      if (maya.events.some((event) => event.referenceID === referenceID && event.name !== 'EventError')) return;
      await recover();
    }
    throw new Error(`${im} was never answered`);
  }

  await customerSays(TEXTS[0], 'one1', 100);
  await agentSays(TEXTS[1]);
  await customerSays(TEXTS[2], 'two2', 4);
  await agentSays(TEXTS[3]);
  await recover();
  await centre.pass(2);
  const call = centre.switchState.calls.values().next().value;
  const texts = call === undefined ? [] : centre.switchState.transcripts.of(call.id);
  return {
    hasDied: isDead(),
    kept: texts.map(({ im }) => im),
    states: texts.map(({ delivery }) => delivery?.state),
    read: bob.read,
  };
}

test('[MS18] [MS20] [MS22] [MS24] killed at any commit of a chat, each text is kept once and read once', async () => {
  let crashes = 0;
  for (let commits = 0; ; commits += 1) {
    const outcomes = [await converse(commits, 'lost'), await converse(commits, 'kept')];
    for (const { kept, states, read } of outcomes) {
      expect(kept, `after ${commits} commits`).toEqual(TEXTS);
      expect(read, `after ${commits} commits`).toEqual(['[Maya/1001] Uno.', '[Maya/1001] Dos.']);
      expect(states[1]).toMatch(/sent|delivered/);
    }
    if (outcomes.every(({ hasDied }) => !hasDied)) break;
    crashes += 1;
  }
  expect(crashes).toBeGreaterThan(6);
});
