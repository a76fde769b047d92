import type { Dn, MessageId } from '@cordboard/shared/ids';
import type { UnnumberedEvent } from '@cordboard/shared/tlib/events';
import { expect, test } from 'vitest';
import { Draft } from './draft.ts';
import { EventHeads } from './event-heads.ts';
import type { RecordedText } from './ports.ts';
import { eventsOf, HEAD_USED_MS } from './told-text.ts';

const heads = new EventHeads();
const call = {};

function tell(now: number, from: number, im: string, heardBy?: Dn[]) {
  let sequence = from;
  const draft = new Draft<string>(now, () => sequence++);
  const words = { id: `${from}` as MessageId, time: now, im, ...(heardBy === undefined ? {} : { heardBy }) };
  draft.recordText({ ...words, connId: 'c' as RecordedText['connId'], number: 0, body: JSON.stringify(words) });
  const published = (['1001', '1002'] as Dn[]).map((thisDN) => {
    const extensions = { im, ...(heardBy === undefined ? {} : { whisper: true }) };
    const event = { name: 'EventPrivateInfo', userData: { list: [1, 'ü'] }, otherDN: 'ä"', thisDN, privateMsgID: 3001 };
    return draft.recordTelling({ ...event, messageID: words.id, extensions } as UnnumberedEvent, words, heads, call);
  });
  return { draft, published, batch: draft.finish([]).batch };
}

test('[ST19] what is put together from head and text is the event as it was published', () => {
  for (const [now, from, im, heardBy] of [
    [1000.25, 7, 'so "quoted" \\ \u2028 \ud800 👋', undefined],
    [2000, 9, '', ['1001' as Dn]],
  ] as const) {
    const { published, batch } = tell(now, from, im, heardBy === undefined ? undefined : [...heardBy]);
    expect(batch.events).toEqual([]);
    const bodies = published.map(({ event }) => JSON.stringify(event));
    expect(published.map(({ body }) => body)).toEqual(bodies);
    expect(batch.texts.flatMap(eventsOf).map(({ body }) => body)).toEqual(bodies);
  }
});

test('[ST19] a head is used for an hour, and not at all when its decision is taken back', () => {
  const headIds = ({ batch }: ReturnType<typeof tell>) => batch.texts[0]?.told?.events.map(({ head }) => head.id);
  expect(headIds(tell(3000, 11, 'a'))).toEqual([7, 8]);
  expect(headIds(tell(1001 + HEAD_USED_MS, 13, 'a'))).toEqual([13, 14]);
  const failed = tell(2002 + 2 * HEAD_USED_MS, 15, 'a');
  expect(headIds(failed)).toEqual([15, 16]);
  failed.draft.rollBack();
  expect(headIds(tell(2002 + 2 * HEAD_USED_MS, 20, 'a'))).toEqual([20, 21]);
});
