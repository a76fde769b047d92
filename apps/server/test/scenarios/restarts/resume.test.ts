import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient, type SeenEvent, transcriptOf } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

/** Events that are stored, as they were, without what only the asker's copy has. */
function stored(events: readonly SeenEvent[]): readonly unknown[] {
  return events
    .filter((event) => event.eventSequenceNumber !== undefined)
    .map(({ referenceID: _own, ...event }) => event);
}

describe('connecting and resuming', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;
  let alice: PageCustomer;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    maya = await DesktopClient.ready(centre, '1001');
    alice = new PageCustomer(centre);
  });

  test('[RQ10] every client is greeted by EventServerConnected and EventLinkConnected with the point to resume from', async () => {
    const second = await DesktopClient.connect(centre, '1001');
    expect(second.events.slice(0, 2).map((event) => event.name)).toEqual([
      'EventServerConnected',
      'EventLinkConnected',
    ]);
    expect(second.last('EventLinkConnected').extensions).toEqual({ lastSequence: maya.lastSequence });
    expect(second.events.filter((event) => event.eventSequenceNumber !== undefined)).toEqual([]);
  });

  test('[RQ11] with lastSequence exactly the missed events come, in order, then what is live', async () => {
    const { lastSequence } = maya;
    const seen = maya.events.length;
    await alice.say('one');
    await maya.answer(maya.rung[0]);
    await alice.say('two');
    await maya.say(maya.rung[0], 'three');
    const again = await DesktopClient.connect(centre, '1001', { lastSequence });
    const missed = stored(maya.events.slice(seen));
    expect(missed.length).toBeGreaterThan(5);
    expect(stored(again.events)).toEqual(missed);
    expect(again.events.slice(2).every((event) => event.referenceID === undefined)).toBe(true);
    await alice.say('four');
    expect(again.texts).toEqual(['one', 'two', 'three', 'four']);
  });

  test('[RQ11] nothing is lost or doubled when events happen during the catch-up', async () => {
    const { lastSequence } = maya;
    await alice.say('text 0');
    await maya.answer(maya.rung[0]);
    for (let number = 1; number < 20; number += 1) await alice.say(`text ${number}`);
    const connecting = DesktopClient.connect(centre, '1001', { lastSequence });
    for (let number = 20; number < 30; number += 1) void alice.say(`text ${number}`);
    const again = await connecting;
    await centre.settle();
    expect(again.texts).toEqual(Array.from({ length: 30 }, (_, number) => `text ${number}`));
    const numbers = again.events.flatMap((event) => event.eventSequenceNumber ?? []);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  });

  test('[RQ11] more missed events than one page of the log', async () => {
    const { lastSequence } = maya;
    await alice.say('text 0');
    await maya.answer(maya.rung[0]);
    for (let number = 1; number < 600; number += 1) await alice.say(`text ${number}`);
    const again = await DesktopClient.connect(centre, '1001', { lastSequence });
    expect(again.texts).toHaveLength(600);
    expect(again.texts.at(-1)).toBe('text 599');
  });

  test('[RQ11] up to date: nothing is missed and no fresh picture is drawn', async () => {
    const again = await DesktopClient.connect(centre, '1001', {
      lastSequence: centre.world.callControl.recorder.releasedSequence,
    });
    expect(again.events).toHaveLength(2);
  });

  test.each([
    ['without lastSequence', undefined],
    ['with one of the future', 1_000_000],
  ])('[RQ12] %s the present state comes, without numbers', async (_what, lastSequence) => {
    await alice.say('one');
    await maya.answer(maya.rung[0]);
    await maya.say(maya.rung[0], 'two');
    await new PageCustomer(centre, 'sip:bob@example.net').say('rings');
    const again = await DesktopClient.connect(centre, '1001', lastSequence === undefined ? {} : { lastSequence });
    expect(again.events.map((event) => event['privateMsgID'] ?? event.name)).toEqual([
      'EventServerConnected',
      'EventLinkConnected',
      'EventRegistered',
      3005,
    ]);
    expect(again.events.every((event) => event.eventSequenceNumber === undefined)).toBe(true);
    expect(again.last('EventRegistered')).toMatchObject({
      thisDN: '1001',
      agentID: '1001',
      extensions: {
        AgentStatus: 2,
        'conn-1': maya.rung[0],
        'ps-1': 'established',
        'conn-2': maya.rung[1],
        'ct-2': 2,
        'mt-2': 5,
        'ps-2': 'ringing',
      },
    });
    expect(transcriptOf(again.last('EventPrivateInfo'))).toEqual(['one', 'two']);
    expect(again.last('EventPrivateInfo')).toMatchObject({ connID: maya.rung[0] });
  });

  test('[RQ12] a lastSequence older than the log draws the present state', async () => {
    const { lastSequence } = maya;
    await alice.say('one');
    await centre.pass(25 * 3600, 3600);
    await alice.say('two');
    await centre.store.prune(centre.clock.now() - 24 * 3600_000, 0);
    await centre.world.callControl.noticePruning();
    const again = await DesktopClient.connect(centre, '1001', { lastSequence });
    expect(again.last('EventRegistered').extensions).toHaveProperty('AgentStatus');
    expect(again.events.every((event) => event.eventSequenceNumber === undefined)).toBe(true);
  });

  test('[RQ12] after a crash lastSequence still brings what was missed', async () => {
    await alice.say('one');
    await maya.answer(maya.rung[0]);
    const { lastSequence } = maya;
    await alice.say('two');
    await centre.crash();
    await alice.say('three');
    const again = await DesktopClient.connect(centre, '1001', { lastSequence });
    expect(again.texts).toEqual(['two', 'three']);
  });

  test('[RQ13] a socket that closes before it is attached stays no ghost', async () => {
    const slow = await ContactCentre.open({ manualStore: true });
    const connecting = DesktopClient.connect(slow, '1001');
    const record = slow.world.callControl.record(() => slow.switchState.counters.put({ id: 'x', value: 1 }));
    const client = await connecting;
    const late = DesktopClient.connect(slow, '1001');
    const second = await late;
    await second.disconnect();
    slow.store.flush();
    await slow.settle();
    slow.store.flush();
    await record;
    await slow.settle();
    await client.disconnect();
    expect(slow.world.callControl.publisher.isConnected(client.userName, client.place)).toBe(false);
    expect(second.events).toEqual([]);
  });

  test('[AG8] an old socket that closes while the new one connects leaves the agent Ready', async () => {
    const slow = await ContactCentre.open({ manualStore: true });
    const flushing = async <Value>(doing: Promise<Value>): Promise<Value> => {
      let isDone = false;
      const watched = doing.finally(() => {
        isDone = true;
      });
      while (!isDone) {
        slow.store.flush();
        await slow.settle();
      }
      return watched;
    };
    const old = await flushing(DesktopClient.connect(slow, '1001'));
    for (const [name, attributes] of [
      ['TRegisterAddress', { thisDN: '1001' }],
      ['TAgentLogin', { thisDN: '1001', agentID: '1001' }],
      ['TAgentSetReady', { thisDN: '1001' }],
    ] as const) {
      old.submit(name, attributes);
      await flushing(slow.settle());
    }
    void slow.world.callControl.record(() => slow.switchState.counters.put({ id: 'x', value: 1 }));
    const fresh = await DesktopClient.connect(slow, '1001');
    await old.disconnect();
    for (let second = 0; second < 65; second += 1) {
      slow.store.flush();
      await slow.pass(1);
    }
    expect(fresh.all('EventAgentNotReady')).toEqual([]);
  });
});
