import type { ConnId, Dn } from '@cordboard/shared/ids';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RecordBatch, RecordStore } from '../../../src/services/recorder/ports.ts';
import { buildAnswer, buildBatch, buildDocument, buildEvent, buildRow, buildText, emptyBatch } from './batches.ts';
import { engines, removeDirectories } from './engines.ts';

const c1 = 'c1' as ConnId;
const dns = (...names: string[]) => names as Dn[];
const everything = Number.MAX_SAFE_INTEGER;

describe.each(engines)('$name', (engine) => {
  let store: RecordStore;

  beforeEach(async () => {
    store = await engine.open();
  });

  afterEach(async () => {
    await store.close();
    removeDirectories();
  });

  const commit = (parts: Partial<RecordBatch>) => store.commit(buildBatch(parts));
  const reopen = async () => {
    store = await engine.reopen(store);
  };
  const readSequences = async (names: Dn[], after = 0, upTo = everything, limit = 1000) =>
    (await store.readEvents(names, after, upTo, limit)).map((event) => event.sequence);

  test('[ST11] an empty store loads as nothing', async () => {
    expect(await store.load(0)).toEqual({ rows: [], texts: [], answers: [], lastSequence: 0, lastTime: undefined });
    expect(await store.readFirstSequence()).toBeUndefined();
    expect(await store.readTranscript(c1)).toEqual([]);
    expect(await store.readDocuments('note', c1)).toEqual([]);
    expect(await readSequences(dns('1001'))).toEqual([]);
    await store.prune(everything, everything);
  });

  test('[ST18] events of all DNs are read page by page', async () => {
    await commit({ events: [buildEvent(1), buildEvent(2, '1002'), buildEvent(3, 'gcti:im')] });
    await commit({ events: [buildEvent(4), buildEvent(5, '1111')] });
    const read = async (after: number, upTo: number, limit: number) =>
      (await store.readAllEvents(after, upTo, limit)).map((event) => `${event.sequence} ${event.dn}`);
    expect(await read(0, everything, 2)).toEqual(['1 1001', '2 1002']);
    expect(await read(2, everything, 9)).toEqual(['3 gcti:im', '4 1001', '5 1111']);
    expect(await read(2, 4, 9)).toEqual(['3 gcti:im', '4 1001']);
    expect(await read(5, everything, 9)).toEqual([]);
    expect(await store.readAllEvents(1, 2, 9)).toEqual([buildEvent(2, '1002')]);
  });

  test('[ST1] a batch that breaks a rule is refused whole, and the next one is taken', async () => {
    await commit({ events: [buildEvent(1)], rows: [buildRow('calls', 'c1')] });
    const bad = {
      rows: [buildRow('calls', 'c1', null), buildRow('calls', 'c2')],
      events: [buildEvent(2), buildEvent(1)],
      texts: [buildText('c1', 0)],
      answers: [buildAnswer('k', 1)],
      documents: [buildDocument('note', 'c1', '{}')],
      time: 9,
    };
    await expect(commit(bad)).rejects.toMatchObject({ name: 'StoreFailure', code: /^SQLITE_CONSTRAINT/ });
    const loaded = await store.load(0);
    expect(loaded).toEqual({
      rows: [buildRow('calls', 'c1')],
      texts: [],
      answers: [],
      lastSequence: 1,
      lastTime: 0,
    });
    expect(await store.readTranscript(c1)).toEqual([]);
    expect(await store.readDocuments('note', c1)).toEqual([]);
    await commit({ ...bad, events: [buildEvent(2)] });
    expect((await store.load(0)).rows).toEqual([buildRow('calls', 'c2')]);
  });

  test('[ST2] what was acknowledged is read at once', async () => {
    for (let sequence = 1; sequence <= 50; sequence += 1) {
      await commit({ events: [buildEvent(sequence)] });
      expect(await readSequences(dns('1001'), sequence - 1)).toEqual([sequence]);
    }
  });

  test('[ST2] batches handed over together are kept in their order', async () => {
    await Promise.all(
      Array.from({ length: 30 }, (_, at) =>
        commit({
          rows: [buildRow('calls', 'c1', `${at}`)],
          documents: [buildDocument('note', 'c1', `${at}`)],
          time: at,
        }),
      ),
    );
    const loaded = await store.load(0);
    expect([loaded.rows[0]?.body, loaded.lastTime]).toEqual(['29', 29]);
    expect((await store.readDocuments('note', c1)).map(({ body }) => Number(body))).toEqual(
      Array.from({ length: 30 }, (_, at) => at),
    );
  });

  test('[ST4] the last body of a row counts, null removes it, rows come by table and id', async () => {
    await commit({
      rows: [
        buildRow('parties', 'b', '1'),
        buildRow('calls', 'b', '1'),
        buildRow('parties', 'b', '2'),
        buildRow('calls', 'a', '1'),
        buildRow('calls', 'gone', '1'),
      ],
    });
    await commit({
      rows: [
        buildRow('calls', 'a', '3'),
        buildRow('calls', 'gone', null),
        buildRow('calls', 'never', null),
        buildRow('calls', 'back', '1'),
        buildRow('calls', 'back', null),
        buildRow('calls', 'back', '2'),
      ],
    });
    const expected = [
      buildRow('calls', 'a', '3'),
      buildRow('calls', 'b', '1'),
      buildRow('calls', 'back', '2'),
      buildRow('parties', 'b', '2'),
    ];
    expect((await store.load(0)).rows).toEqual(expected);
  });

  test('[ST5] events are read by DNs, between two numbers, rising, up to a limit', async () => {
    await commit({
      events: [1, 2, 3, 4, 5, 6, 7, 8].map((sequence) => buildEvent(sequence, `100${sequence % 3}`)),
    });
    expect(await readSequences(dns('1000', '1001'))).toEqual([1, 3, 4, 6, 7]);
    expect(await readSequences(dns('1000', '1001'), 1, 6)).toEqual([3, 4, 6]);
    expect(await readSequences(dns('1000', '1001'), 1, 6, 2)).toEqual([3, 4]);
    expect(await readSequences(dns('1000', '1000'))).toEqual([3, 6]);
    expect(await readSequences(dns())).toEqual([]);
    expect(await readSequences(dns('9999', 'x"]\'; --'))).toEqual([]);
    expect(await readSequences(dns('1000'), 0, everything, 0)).toEqual([]);
    expect(await store.readEvents(dns('1002'), 1, 2, 9)).toEqual([buildEvent(2, '1002')]);
  });

  test('[ST5] any events: reading in portions gives what a filter gives', async () => {
    let next = 1;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 40 }),
        fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }),
        fc.integer({ min: 1, max: 7 }),
        async (order, wanted, limit) => {
          const first = next;
          const events = order.map((dn) => buildEvent(next++, dn));
          await commit({ events });
          const found: number[] = [];
          let after = first - 1;
          for (;;) {
            const portion = await readSequences(wanted as Dn[], after, everything, limit);
            found.push(...portion);
            after = portion.at(-1) ?? after;
            if (portion.length < limit) break;
          }
          expect(found).toEqual(
            events.filter(({ dn }) => wanted.some((one) => one === dn)).map(({ sequence }) => sequence),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  test('[ST6] a sequence number is given once', async () => {
    await commit({ events: [buildEvent(1), buildEvent(2)] });
    await expect(commit({ events: [buildEvent(2, 'other')] })).rejects.toThrow();
    await expect(commit({ events: [buildEvent(3), buildEvent(3)] })).rejects.toThrow();
    expect(await readSequences(dns('1001', 'other'))).toEqual([1, 2]);
  });

  test('[ST7] a place has one text; stored again it is replaced, crowded out it is refused', async () => {
    await commit({ texts: [buildText('c1', 0), buildText('c1', 1), buildText('c2', 0)] });
    await commit({ texts: [buildText('c1', 1, 'c1-1', '"delivered"')] });
    await expect(commit({ texts: [buildText('c1', 1, 'other')] })).rejects.toThrow();
    await expect(commit({ texts: [buildText('c3', 0, 'one'), buildText('c3', 0, 'two')] })).rejects.toThrow();
    expect(await store.readTranscript(c1)).toEqual([buildText('c1', 0), buildText('c1', 1, 'c1-1', '"delivered"')]);
    expect(await store.readTranscript('c3' as ConnId)).toEqual([]);
  });

  test('[ST8] load brings the texts of open calls only, by call and number; a transcript is read of any call', async () => {
    await commit({
      rows: [buildRow('calls', 'c2'), buildRow('calls', 'c1'), buildRow('parties', 'c3')],
      texts: [
        buildText('c2', 1),
        buildText('c1', 1),
        buildText('c3', 0),
        buildText('c1', 0),
        buildText('c4', 0),
        buildText('c1', 10),
        buildText('c1', 2),
      ],
    });
    const texts = [buildText('c1', 0), buildText('c1', 1), buildText('c1', 2), buildText('c1', 10), buildText('c2', 1)];
    expect((await store.load(0)).texts).toEqual(texts);
    await commit({ rows: [buildRow('calls', 'c1', null)] });
    expect((await store.load(0)).texts).toEqual([buildText('c2', 1)]);
    expect(await store.readTranscript(c1)).toEqual(texts.slice(0, 4));
  });

  test('[ST9] the last answer of a key counts; load brings those not older than asked for', async () => {
    await commit({ answers: [buildAnswer('a', 10, '1'), buildAnswer('b', 20.25), buildAnswer('c', 30)] });
    await commit({ answers: [buildAnswer('a', 25, '2')] });
    expect((await store.load(20.25)).answers).toEqual([
      buildAnswer('b', 20.25),
      buildAnswer('a', 25, '2'),
      buildAnswer('c', 30),
    ]);
    expect((await store.load(25.001)).answers).toEqual([buildAnswer('c', 30)]);
  });

  test('[ST10] documents come by kind and call, in the order in which they were stored', async () => {
    const notes = [buildDocument('note', 'c1', '2'), buildDocument('note', 'c1', '1')];
    await commit({ documents: [...notes, buildDocument('decision', 'c1', '3'), buildDocument('note', 'c2', '4')] });
    await commit({ documents: [buildDocument('note', 'c1', '2')] });
    expect(await store.readDocuments('note', c1)).toEqual([...notes, buildDocument('note', 'c1', '2')]);
    expect(await store.readDocuments('decision', c1)).toEqual([buildDocument('decision', 'c1', '3')]);
    expect(await store.readDocuments('interaction', c1)).toEqual([]);
  });

  test('[ST17] acts of supervision by time, call, who and whom, in pages', async () => {
    const act = (connId: string, time: number, who: string, whom: string | null) => ({
      ...buildDocument('audit', connId, JSON.stringify({ what: 'observerJoined', who, whom })),
      time,
    });
    await commit({ documents: [act('c1', 10, 'sara', 'maya'), buildDocument('note', 'c1', '1')] });
    await commit({ documents: [act('c2', 20.5, 'sara', 'ben'), act('', 30, 'nora', null)] });
    const all = { from: 0, to: 100, before: null, connId: null, who: null, whom: null, limit: 10 };
    const read = async (query: object) => (await store.readAudit({ ...all, ...query })).map(({ time }) => time);
    expect(await read({})).toEqual([30, 20.5, 10]);
    expect(await read({ from: 20.5, to: 30 })).toEqual([20.5]);
    expect(await read({ connId: c1 })).toEqual([10]);
    expect(await read({ who: 'nora' })).toEqual([30]);
    expect(await read({ whom: ['ben', 'lena'] })).toEqual([20.5]);
    expect(await read({ whom: [] })).toEqual([]);
    const [latest, second] = await store.readAudit({ ...all, limit: 2 });
    expect(latest).toMatchObject({ connId: '', time: 30 });
    expect(await read({ before: second?.number ?? 0 })).toEqual([10]);
  });

  test('[ST11] lastSequence and lastTime are of the last batch and outlive pruning', async () => {
    await commit({ events: [buildEvent(41), buildEvent(42)], time: 1_800_000_000_000.125 });
    await store.prune(everything, everything);
    expect(await store.load(0)).toMatchObject({ lastSequence: 42, lastTime: 1_800_000_000_000.125 });
    await commit({ rows: [buildRow('calls', 'c1')], time: 7 });
    expect(await store.load(0)).toMatchObject({ lastSequence: 42, lastTime: 7 });
  });

  test('[ST12] prune deletes from the front of the log, strictly older, and never the last event', async () => {
    const times = [10, 20, 30, 15, 40];
    await commit({
      events: times.map((time, at) => buildEvent(at + 1, '1001', time)),
      answers: [buildAnswer('a', 10), buildAnswer('b', 20), buildAnswer('c', 5)],
    });
    await store.prune(20, 20);
    expect(await readSequences(dns('1001'))).toEqual([2, 3, 4, 5]);
    expect(await store.readFirstSequence()).toBe(2);
    expect((await store.load(0)).answers).toEqual([buildAnswer('b', 20)]);
    await store.prune(30, 0);
    expect(await readSequences(dns('1001'))).toEqual([3, 4, 5]);
    await store.prune(everything, 0);
    expect(await readSequences(dns('1001'))).toEqual([5]);
    await store.prune(everything, 0);
    expect(await store.readFirstSequence()).toBe(5);
  });

  test('[ST12] pruneAnswers deletes only answers of one kind', async () => {
    const kept = [buildAnswer('b|1', 10), buildAnswer('a', 10), buildAnswer('%|2', 11), buildAnswer('a|3', 20)];
    await commit({ answers: [...kept, buildAnswer('a|1', 10), buildAnswer('a|ü👋', 19), buildAnswer('👋|1', 5)] });
    await store.pruneAnswers('a|', 20);
    await store.pruneAnswers('👋|', 20);
    await store.pruneAnswers('_|', 20);
    const left = (await store.load(0)).answers.map(({ key }) => key);
    expect(left.sort()).toEqual(kept.map(({ key }) => key).sort());
  });

  test('[ST12] prune goes on until all is done, and commits get in between', async () => {
    const events = Array.from({ length: 12_000 }, (_, at) => buildEvent(at + 1));
    const answers = Array.from({ length: 12_000 }, (_, at) => buildAnswer(`k${at}`, at));
    await commit({ events, answers });
    const pruned = store.prune(11_000, 11_000);
    await commit({ events: [buildEvent(12_001)] });
    await pruned;
    expect(await store.readFirstSequence()).toBe(11_000);
    expect((await store.load(0)).answers.length).toBe(1000);
    expect((await store.load(0)).lastSequence).toBe(12_001);
  });

  test('[ST13] everything is there after reopening, character for character', async () => {
    const bodies = ['', '{"text":"Grüße, 你好, 👋, \\u0000, \u2028"}', "'); DROP TABLE rows; --", 'x'.repeat(300_000)];
    const batch = buildBatch({
      rows: bodies.map((body, at) => buildRow('calls', `c${at}`, body)),
      events: bodies.map((body, at) => ({ ...buildEvent(at + 1), time: 1_800_000_000_000.123, body })),
      texts: bodies.map((body, at) => buildText('c1', at, `t${at}`, body)),
      answers: bodies.map((body, at) => buildAnswer(`key ü ${at}`, 5, body)),
      documents: bodies.map((body) => buildDocument('interaction', 'c1', body)),
      time: 1_800_000_000_000.123,
    });
    await store.commit(batch);
    await reopen();
    expect(await store.load(0)).toEqual({
      rows: batch.rows,
      texts: batch.texts,
      answers: batch.answers,
      lastSequence: 4,
      lastTime: batch.time,
    });
    expect(await store.readEvents(dns('1001'), 0, everything, 10)).toEqual(batch.events);
    expect(await store.readDocuments('interaction', c1)).toEqual(batch.documents);
    await commit({ events: [buildEvent(5)] });
    await reopen();
    expect((await store.load(0)).lastSequence).toBe(5);
  });

  test('[ST11] an empty batch is taken', async () => {
    await store.commit({ ...emptyBatch, time: 3 });
    expect((await store.load(0)).lastTime).toBe(3);
  });

  test('a closed store rejects, and closing twice does nothing', async () => {
    await store.close();
    await store.close();
    for (const call of [store.commit(emptyBatch), store.load(0), store.readFirstSequence(), store.prune(1, 1)]) {
      await expect(call).rejects.toMatchObject({ code: 'CLOSED' });
    }
  });
});
