import type { ConnId, Dn } from '@cordboard/shared/ids';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RecordBatch, RecordStore } from '../../../src/services/recorder/ports.ts';
import { eventsOf } from '../../../src/services/recorder/told-text.ts';
import { buildBatch, buildEvent, buildText, buildToldText } from './batches.ts';
import { engines, removeDirectories } from './engines.ts';

const dns = (...names: string[]) => names as Dn[];
const everything = Number.MAX_SAFE_INTEGER;

describe.each(engines)('events that tell texts: $name', (engine) => {
  let store: RecordStore;

  beforeEach(async () => {
    store = await engine.open();
  });

  afterEach(async () => {
    await store.close();
    removeDirectories();
  });

  const commit = (parts: Partial<RecordBatch>) => store.commit(buildBatch(parts));
  const readSequences = async (names: Dn[], after = 0, upTo = everything, limit = 1000) =>
    (await store.readEvents(names, after, upTo, limit)).map((event) => event.sequence);

  test('[ST19] they are read among the others, whole, by DN and all together', async () => {
    const first = buildToldText('c1', 0, 2, ['im', '1001']);
    const second = buildToldText('c1', 1, 5, ['im', '1001'], 2);
    const whisper = buildToldText('c1', 2, 7, ['1001', '1002', '2001']);
    await commit({ events: [buildEvent(1), buildEvent(4)], texts: [first] });
    await commit({ texts: [second, whisper] });
    await commit({ events: [buildEvent(10, '1002')], texts: [{ ...buildText('c1', 1), time: 5, body: second.body }] });
    expect(await readSequences(dns('1001'))).toEqual([1, 3, 4, 6, 7]);
    expect(await readSequences(dns('1001', '1002'), 3, 8, 3)).toEqual([4, 6, 7]);
    expect(await readSequences(dns('2001', 'im'))).toEqual([2, 5, 9]);
    const all = await store.readAllEvents(2, 9, 100);
    expect(all.map(({ sequence }) => sequence)).toEqual([3, 4, 5, 6, 7, 8, 9]);
    expect((await store.readAllEvents(6, 9, 2)).map(({ sequence }) => sequence)).toEqual([7, 8]);
    expect((await store.load(0)).lastSequence).toBe(10);
    expect(JSON.parse(all[4]?.body ?? '')).toEqual({
      thisDN: '1001',
      messageID: 'c1-2',
      extensions: { im: '"2" \u2028 👋', whisper: true },
      eventSequenceNumber: 7,
      time: 7,
    });
    expect(await store.readEvents(dns('2001', '1002'), 0, 9, 9)).toEqual(eventsOf(whisper).slice(1));
  });

  test('[ST6] [ST19] their numbers are given once as well', async () => {
    await commit({ events: [buildEvent(1)], texts: [buildToldText('c1', 0, 2, ['im', '1001'])] });
    await expect(commit({ events: [buildEvent(3)] })).rejects.toThrow();
    await expect(commit({ texts: [buildToldText('c1', 1, 3, ['im'])] })).rejects.toThrow();
    await expect(
      commit({ events: [buildEvent(5)], texts: [buildToldText('c1', 1, 4, ['im', '1001'])] }),
    ).rejects.toThrow();
    await commit({ events: [buildEvent(4)], texts: [buildToldText('c1', 1, 5, ['im'])] });
    expect(await readSequences(dns('im', '1001'))).toEqual([1, 2, 3, 4, 5]);
  });

  test('[ST12] [ST19] they go with the others, texts and the last event stay', async () => {
    const texts = Array.from({ length: 2400 }, (_, at) =>
      buildToldText(`c${at % 7}`, at, 2 * at + 1, ['im', `10${at % 5}`], at < 5 ? 2 * at + 1 : 2 * (at % 5) + 1),
    );
    const expected = texts.flatMap((text) => eventsOf(text));
    for (let at = 0; at < texts.length; at += 240) await commit({ texts: texts.slice(at, at + 240) });
    store = await engine.reopen(store);
    const ofOne = (from: number) => expected.filter(({ dn, sequence }) => dn === '103' && sequence >= from);
    expect(await store.readEvents(dns('103'), 0, everything, 9999)).toEqual(ofOne(0));
    expect(await store.readAllEvents(2000, 2500, 9999)).toEqual(expected.slice(2000, 2500));
    await store.prune(4201, 0);
    expect(await store.readFirstSequence()).toBe(4201);
    expect(await store.readEvents(dns('103'), 0, everything, 9999)).toEqual(ofOne(4201));
    expect(await store.readEvents(dns('103'), 4200, everything, 5)).toEqual(ofOne(4201).slice(0, 5));
    await store.prune(everything, 0);
    expect(await store.load(0)).toMatchObject({ lastSequence: 4800 });
    expect((await store.readAllEvents(0, everything, 9)).at(-1)).toEqual(expected.at(-1));
    await expect(commit({ texts: [{ ...buildText('c3', 3, 'other') }] })).rejects.toThrow();
    await expect(commit({ texts: [{ ...buildText('c2', 2396, 'x') }] })).rejects.toThrow();
    expect((await store.readTranscript('c3' as ConnId)).map(({ number }) => number)).toEqual(
      texts.flatMap(({ connId, number }) => (connId === 'c3' ? [number] : [])),
    );
  });
});
