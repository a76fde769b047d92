import type { TRequest } from '@cordboard/shared/tlib/requests';
import { describe, expect, test } from 'vitest';
import { DesktopClient, watch } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';
import type { SentRequest } from '../../support/customers/sip-customer.ts';
import type { MemoryRecordStore } from '../../support/fakes/memory-record-store.ts';

/** A desktop that repeats each request under its requestID until it is answered, and resumes after each crash. */
class StubbornDesktop {
  readonly #centre: ContactCentre;
  #client: DesktopClient | undefined;
  #lastSequence: number | undefined;
  #requests = 0;
  /** Everything seen by a number, once. */
  readonly seen = new Map<number, { readonly [attribute: string]: unknown }>();

  constructor(centre: ContactCentre) {
    this.#centre = centre;
  }

  get texts(): readonly unknown[] {
    return [...this.seen.values()]
      .filter((event) => event['privateMsgID'] === 3001)
      .map((event) => (event['extensions'] as { im?: unknown }).im);
  }

  async #connected(): Promise<DesktopClient> {
    if (this.#client === undefined || !this.#centre.desktops.has(this.#client)) {
      const options = this.#lastSequence === undefined ? {} : { lastSequence: this.#lastSequence };
      this.#client = await DesktopClient.connect(this.#centre, '1001', options);
    }
    return this.#client;
  }

  async read(): Promise<void> {
    const client = await this.#connected();
    for (const event of client.events) {
      const number = event.eventSequenceNumber;
      if (number === undefined) continue;
      expect(number).toBeGreaterThan(0);
      this.seen.set(number, event);
      this.#lastSequence = Math.max(this.#lastSequence ?? 0, number);
    }
  }

  async request(name: TRequest['name'], attributes: object): Promise<void> {
    this.#requests += 1;
    const requestID = `request-${this.#requests}`;
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const client = await this.#connected();
      const referenceID = client.submit(name, { ...attributes, requestID });
      await this.#centre.settle();
      await this.#centre.pass(0.5);
      await this.read();
      const answer = client.events.find((event) => event.referenceID === referenceID);
      if (answer !== undefined && answer.name !== 'EventError') return;
    }
    throw new Error(`${name} got no answer`);
  }

  get connID(): unknown {
    return [...this.seen.values()].find((event) => event['name'] === 'EventRinging')?.['connID'];
  }
}

/**
 * After `commits` more batches the store answers nobody any more: the server has died. The batch under way had reached the
 * disk, or not.
 */
function dieAfter(store: MemoryRecordStore, commits: number, underWay: 'lost' | 'kept'): { readonly isDead: boolean } {
  const commit = store.commit.bind(store);
  const life = { left: commits, isDead: false };
  store.commit = (batch) => {
    if (life.left > 0) {
      life.left -= 1;
      return commit(batch);
    }
    if (!life.isDead && underWay === 'kept') void commit(batch);
    life.isDead = true;
    return new Promise(() => {});
  };
  return life;
}

describe('kill -9', () => {
  /** As many as the chat below makes. */
  const COMMITS = 8;
  const cases = Array.from({ length: COMMITS }, (_, commits) => commits).flatMap((commits) => [
    [commits, 'lost'] as const,
    [commits, 'kept'] as const,
  ]);

  test.each(cases)(
    '[ME22][RQ12] after %i commits of a chat, the one under way %s: every text once at both ends',
    async (commits, underWay) => {
      const centre = await ContactCentre.open();
      const maya = new StubbornDesktop(centre);
      await maya.request('TRegisterAddress', { thisDN: '1001' });
      await maya.request('TAgentLogin', { thisDN: '1001', agentID: '1001' });
      await maya.request('TAgentSetReady', { thisDN: '1001' });
      const alice = new PageCustomer(centre);
      const life = dieAfter(centre.store, commits, underWay);
      const firstStore = centre.store;
      /** Does something that may meet the crash; a dead server is started again while it goes on. */
      const through = async (doing: Promise<unknown>) => {
        await centre.settle();
        if (life.isDead && centre.store === firstStore) await centre.crash();
        await doing;
        await centre.pass(4);
        if (life.isDead && centre.store === firstStore) await centre.crash();
        await maya.read();
      };
      const said: SentRequest[] = [];
      const say = (text: string) => through(alice.say(text).then((sent) => said.push(sent)));
      const ask = (name: TRequest['name'], attributes: object = {}) =>
        through(maya.request(name, { thisDN: '1001', connID: maya.connID, ...attributes }));
      await say('one');
      await say('two');
      await centre.pass(4);
      await maya.read();
      await ask('TAnswerCall');
      await ask('TPrivateService', { serviceID: 3001, extensions: { im: 'three' } });
      await say('four');
      await ask('TPrivateService', { serviceID: 3001, extensions: { im: 'five' } });
      await centre.pass(32);
      await maya.read();
      expect(life.isDead).toBe(true);
      expect(maya.texts).toEqual(['one', 'two', 'three', 'four', 'five']);
      expect(alice.shown).toEqual(['[Maya/1001] three', '[Maya/1001] five']);
      expect(said.map((sent) => sent.status)).toEqual([200, 200, 200]);
      expect(centre.switchState.calls.size).toBe(1);
    },
  );

  test('[ME22] a session-mode chat over UDP goes on after a crash, and the customer notices nothing', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    const bob = new SessionCustomer(centre, 'sip:bob@example.net', 'UDP');
    await bob.invite();
    const connID = maya.rung[0];
    await maya.answer(connID);
    bob.reply = null;
    await maya.say(connID, 'Did you get this?');
    const [first] = bob.messages;
    await centre.crash();
    bob.reply = { status: 200 };
    await centre.pass(1);
    expect(bob.messages.every((message) => message.headers.get('via') === first?.headers.get('via'))).toBe(true);
    expect(bob.shown).toEqual(['[Maya/1001] Did you get this?']);
    expect((await bob.say('Yes.')).status).toBe(200);
    const again = await DesktopClient.connect(centre, '1001', { lastSequence: maya.lastSequence });
    await again.say(connID, 'Good.');
    expect(again.texts).toEqual(['Yes.', 'Good.']);
    expect(bob.shown).toHaveLength(2);
  });

  test('[ME22] a customer on a stream has the whole absence grace after a restart, and comes back', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    const bob = new SessionCustomer(centre);
    await bob.invite();
    const connID = maya.rung[0];
    await maya.answer(connID);
    centre.cut(bob.flow);
    await centre.pass(110);
    centre.kill();
    await centre.pass(3600, 600);
    await centre.restart();
    const again = await DesktopClient.connect(centre, '1001');
    await centre.pass(119);
    expect(centre.switchState.calls.size).toBe(1);
    bob.reconnect();
    await bob.reinvite();
    await again.say(connID, 'Welcome back.');
    expect(bob.shown).toEqual(['[Maya/1001] Welcome back.']);
    centre.cut(bob.flow);
    await centre.crash();
    await centre.pass(120);
    expect(centre.switchState.calls.size).toBe(0);
  });

  test('[CM20] a ring gets the time that was left', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new PageCustomer(centre);
    await alice.say('Hi.');
    await centre.pass(15);
    await alice.say('Anybody?');
    centre.kill();
    await centre.pass(600, 60);
    await centre.restart();
    const again = await DesktopClient.connect(centre, '1001', { lastSequence: maya.lastSequence });
    await centre.pass(4.5);
    expect(again.all('EventReleased')).toEqual([]);
    await centre.pass(0.5);
    expect(again.last('EventReleased')).toMatchObject({ callState: 7 });
  });

  test('[CM20] an agent without a desktop has the whole grace after a restart', async () => {
    const centre = await ContactCentre.open();
    await DesktopClient.ready(centre, '1001');
    const router = await watch(centre, ['1001']);
    await centre.crash();
    await centre.pass(59.5);
    const seen = await DesktopClient.connect(centre, 'router', {
      place: null,
      role: 'application',
      lastSequence: router.lastSequence,
    });
    expect(seen.all('EventAgentNotReady', { agentWorkMode: 6 })).toEqual([]);
    await centre.pass(0.5);
    expect(seen.all('EventAgentNotReady', { agentWorkMode: 6 })).toHaveLength(1);
  });

  test('[ME13] page mode: the idle time does not run while the server is down', async () => {
    const centre = await ContactCentre.open();
    await DesktopClient.ready(centre, '1001');
    const alice = new PageCustomer(centre);
    await alice.say('Hi.');
    await centre.pass(20 * 60, 60);
    await alice.say('Still here.');
    await centre.pass(5 * 60, 60);
    await new PageCustomer(centre, 'sip:bob@example.net').say('Me too.');
    centre.kill();
    await centre.pass(3 * 3600, 3600);
    await centre.restart();
    await centre.pass(24 * 60, 60);
    expect(centre.switchState.calls.size).toBe(2);
    await centre.pass(60, 60);
    expect(centre.switchState.calls.size).toBe(1);
  });

  test('[CM18][CM20] waiting customers wait on in their order, a decline still counts', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    const names = ['alice', 'bob', 'carol'];
    for (const name of names) {
      await new PageCustomer(centre, `sip:${name}@example.net`).say('Hi.');
      await centre.pass(1);
    }
    const [first] = maya.rung;
    await maya.release(first);
    await centre.crash();
    const again = await DesktopClient.connect(centre, '1001', { lastSequence: maya.lastSequence });
    expect(again.rung).toEqual([]);
    const ben = await DesktopClient.ready(centre, '1002');
    expect(ben.rung).toEqual([first]);
  });
});
