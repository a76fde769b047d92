import type { ConnId, Dn } from '@cordboard/shared/ids';
import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../test/support/fakes/fake-clock.ts';
import { MemoryRecordStore } from '../../../test/support/fakes/memory-record-store.ts';
import { silentLogger } from '../../base/logger.ts';
import { Table, type TableRow } from '../../base/table.ts';
import type { Draft } from './draft.ts';
import type { LoadedRecord, RecordBatch } from './ports.ts';
import { Recorder } from './recorder.ts';

interface CallRow extends TableRow {
  readonly texts: number;
}

/** Remembers the batches that it was given. */
class WatchedStore extends MemoryRecordStore {
  readonly batches: RecordBatch[] = [];

  override commit(batch: RecordBatch): Promise<void> {
    this.batches.push(batch);
    return super.commit(batch);
  }
}

async function startRecorder({
  manual = true,
  stepsMax = 1000,
  soon,
}: {
  manual?: boolean;
  stepsMax?: number;
  soon?: (commit: () => void) => void;
} = {}) {
  const store = new WatchedStore({ manual });
  const clock = new FakeClock();
  const calls = new Table<CallRow>('calls');
  const callsByTexts = calls.indexBy((row) => [String(row.texts)]);
  const happened: string[] = [];
  const loads: LoadedRecord[] = [];
  const resumptions: { record: LoadedRecord; isAvailable: boolean }[] = [];
  /** What is said as soon as inputs are taken again. */
  const goOn: string[] = [];
  const recorder: Recorder<string | (() => void)> = new Recorder({
    store,
    clock,
    logger: silentLogger,
    tables: [calls],
    perform: (effect) => {
      if (typeof effect === 'string') happened.push(effect);
      else effect();
    },
    loaded: (record) => loads.push(record),
    resumed: (record) => {
      resumptions.push({ record, isAvailable: recorder.isAvailable });
      for (const what of goOn.splice(0)) say(what);
    },
    answersKeptMs: 60_000,
    stepsMax,
    soon,
  });
  const submit = (what: string, decide: (draft: Draft<string | (() => void)>) => void) =>
    recorder.submit({ what, decide, abandoned: (why) => happened.push(`${what} ${why}`) });
  /** An input that writes a row and an event and releases its own name. */
  const say = (what: string) =>
    submit(what, (draft) => {
      calls.put({ id: what, texts: 1 });
      recordEvent(draft);
      draft.release(what);
    });
  await recorder.start();
  return { store, clock, calls, callsByTexts, happened, loads, resumptions, goOn, recorder, submit, say };
}

function recordEvent(draft: Draft<string | (() => void)>): number | undefined {
  return draft.recordEvent({ name: 'EventRegistered', thisDN: '1001' as Dn }).event.eventSequenceNumber;
}

/** Lets every promise that can go on go on. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('Recorder', () => {
  test('[RC1] effects leave only when the store has the input', async () => {
    const { store, happened, say } = await startRecorder();
    say('a');
    await settle();
    expect(happened).toEqual([]);
    store.flush();
    await settle();
    expect(happened).toEqual(['a']);
  });

  test('[RC2] effects leave in the order of inputs and releases', async () => {
    const { store, happened, submit, say, recorder } = await startRecorder();
    say('a');
    submit('b', (draft) => {
      recordEvent(draft);
      draft.release('b1');
      draft.release('b2');
    });
    say('c');
    while (store.waitingCount > 0) {
      store.flush();
      await settle();
    }
    await recorder.settled();
    expect(happened).toEqual(['a', 'b1', 'b2', 'c']);
  });

  test('[RC2] an input that writes nothing waits for those before it, and for nothing else', async () => {
    const { store, happened, submit, say } = await startRecorder();
    submit('first', (draft) => draft.release('first'));
    expect(happened).toEqual(['first']);
    say('a');
    submit('empty', (draft) => draft.release('empty'));
    await settle();
    expect(happened).toEqual(['first']);
    store.flush();
    await settle();
    expect(happened).toEqual(['first', 'a', 'empty']);
    expect(store.batches.length).toBe(1);
  });

  test('[RC3] inputs during a commit all go into the next one, without a timer', async () => {
    const { store, clock, happened, say } = await startRecorder();
    for (const what of ['a', 'b', 'c', 'd']) say(what);
    expect(store.batches.map((batch) => batch.rows.map((row) => row.id))).toEqual([['a']]);
    store.flush();
    await settle();
    expect(store.batches.map((batch) => batch.rows.map((row) => row.id))).toEqual([['a'], ['b', 'c', 'd']]);
    expect(store.batches[1]?.events.map((event) => event.sequence)).toEqual([2, 3, 4]);
    expect(happened).toEqual(['a']);
    store.flush();
    await settle();
    expect(happened).toEqual(['a', 'b', 'c', 'd']);
    expect(clock.pendingTimers).toBe(0);
  });

  test('[RC3] inputs that are there already get into the commit that begins soon', async () => {
    const begin: (() => void)[] = [];
    const { store, recorder, happened, say } = await startRecorder({ soon: (commit) => begin.push(commit) });
    const batches = () => store.batches.map((batch) => batch.rows.map((row) => row.id));
    for (const what of ['a', 'b']) say(what);
    expect([batches(), begin.length]).toEqual([[], 1]);
    begin.shift()?.();
    expect(batches()).toEqual([['a', 'b']]);
    say('c');
    store.flush();
    await settle();
    expect([happened, begin.length]).toEqual([['a', 'b'], 1]);
    const stopped = recorder.stop();
    begin.shift()?.();
    store.flush();
    await stopped;
    expect([happened, batches()]).toEqual([
      ['a', 'b', 'c'],
      [['a', 'b'], ['c']],
    ]);
  });

  test('[RC3] an input submitted by an effect is recorded after the effects of its commit', async () => {
    const { store, happened, submit, say } = await startRecorder();
    submit('a', (draft) => {
      recordEvent(draft);
      draft.release(() => say('from a'));
      draft.release('a');
    });
    store.flush();
    await settle();
    store.flush();
    await settle();
    expect(happened).toEqual(['a', 'from a']);
  });

  test('[RC4] a decision that throws leaves no trace and harms no other input', async () => {
    const { store, calls, callsByTexts, happened, submit, say, recorder } = await startRecorder();
    say('a');
    const undone: string[] = [];
    submit('bad', (draft) => {
      calls.put({ id: 'a', texts: 2 });
      calls.put({ id: 'new', texts: 2 });
      recordEvent(draft);
      draft.recordDocument('note', 'c1' as ConnId, {});
      draft.release('never');
      draft.onRollBack(() => undone.push('first'));
      draft.onRollBack(() => undone.push('second'));
      throw new Error('a mistake of ours');
    });
    expect(happened).toEqual(['bad failed']);
    expect(undone).toEqual(['second', 'first']);
    expect([...calls.values()]).toEqual([{ id: 'a', texts: 1 }]);
    expect([callsByTexts.count('1'), callsByTexts.count('2')]).toEqual([1, 0]);
    say('b');
    store.flush();
    await settle();
    store.flush();
    await recorder.settled();
    expect(happened).toEqual(['bad failed', 'a', 'b']);
    expect(store.batches.flatMap((batch) => batch.events.map((event) => event.sequence))).toEqual([1, 2]);
    expect(store.batches.flatMap((batch) => batch.documents)).toEqual([]);
    expect(recorder.isAvailable).toBe(true);
  });

  test('[RC4] a row that is no JSON fails its input only', async () => {
    const { calls, happened, submit, say } = await startRecorder({ manual: false });
    submit('bad', () => {
      calls.put({ id: 'good row', texts: 1 });
      calls.put({ id: 'bad row', texts: 1n as unknown as number });
    });
    say('a');
    await settle();
    expect(happened).toEqual(['bad failed', 'a']);
    expect([...calls.values()].map((row) => row.id)).toEqual(['a']);
  });

  test('[RC5] a failed commit abandons what was not released, refuses, reloads and goes on by itself', async () => {
    const { store, clock, calls, happened, loads, recorder, say } = await startRecorder();
    say('kept');
    store.flush();
    await settle();
    store.breakDown();
    for (const what of ['a', 'b', 'c']) say(what);
    store.flush();
    await settle();
    expect(happened).toEqual(['kept', 'a storeUnavailable', 'b storeUnavailable', 'c storeUnavailable']);
    expect(recorder.isAvailable).toBe(false);
    say('d');
    expect(happened.at(-1)).toBe('d storeUnavailable');
    for (let second = 0; second < 5; second += 1) {
      clock.advance(1000);
      await settle();
    }
    expect([recorder.isAvailable, loads.length]).toEqual([false, 1]);
    store.repair();
    clock.advance(999);
    await settle();
    expect(recorder.isAvailable).toBe(false);
    clock.advance(1);
    await settle();
    expect([recorder.isAvailable, loads.length, recorder.releasedSequence]).toEqual([true, 2, 1]);
    expect([...calls.values()].map((row) => row.id)).toEqual(['kept']);
    say('e');
    store.flush();
    await settle();
    expect(happened.at(-1)).toBe('e');
    expect(store.batches.at(-1)?.events.map((event) => event.sequence)).toEqual([2]);
  });

  test('[RC5] one failure is over as soon as the store can be read', async () => {
    const { store, clock, happened, recorder, say } = await startRecorder({ manual: false });
    store.failNext();
    say('a');
    await settle();
    expect([happened, recorder.isAvailable, clock.pendingTimers]).toEqual([['a storeUnavailable'], true, 0]);
    say('b');
    await recorder.settled();
    expect(happened.at(-1)).toBe('b');
  });

  test('[RC5] what was under way goes on once inputs are taken, after start and after each reload', async () => {
    const { store, happened, loads, resumptions, goOn, recorder, say } = await startRecorder({ manual: false });
    expect(resumptions).toEqual([{ record: loads[0], isAvailable: true }]);
    goOn.push('goes on');
    store.failNext();
    say('a');
    await recorder.settled();
    expect(resumptions).toEqual(loads.map((record) => ({ record, isAvailable: true })));
    expect([loads.length, happened]).toEqual([2, ['a storeUnavailable', 'goes on']]);
  });

  test('[RC6] the released sequence follows what has left, never what is only decided', async () => {
    const { store, recorder, say, submit } = await startRecorder();
    const seen: number[] = [];
    say('a');
    submit('b', (draft) => {
      recordEvent(draft);
      recordEvent(draft);
      draft.release(() => seen.push(recorder.releasedSequence));
    });
    expect(recorder.releasedSequence).toBe(0);
    store.flush();
    await settle();
    expect(recorder.releasedSequence).toBe(1);
    store.flush();
    await settle();
    expect([recorder.releasedSequence, ...seen]).toEqual([3, 3]);
  });

  test('[RC7] a row changed by several inputs is written once per commit', async () => {
    const { store, calls, submit, say } = await startRecorder();
    say('a');
    for (const texts of [2, 3, 4]) submit(`change ${texts}`, () => calls.put({ id: 'a', texts }));
    submit('remove', () => calls.remove('a'));
    store.flush();
    await settle();
    expect(store.batches[1]?.rows).toEqual([{ table: 'calls', id: 'a', body: null }]);
  });

  test('[RC8] too many waiting steps: further inputs are refused', async () => {
    const { happened, say } = await startRecorder({ stepsMax: 2 });
    for (const what of ['under way', 'a', 'b', 'c']) say(what);
    expect(happened).toEqual(['c storeUnavailable']);
  });

  test('[RC9] stop ends what is under way and takes no more', async () => {
    const { store, happened, recorder, say } = await startRecorder();
    say('a');
    say('b');
    const stopped = recorder.stop();
    say('late');
    store.flush();
    await settle();
    store.flush();
    await stopped;
    expect(happened).toEqual(['late storeUnavailable', 'a', 'b']);
  });

  test('[RC9] a store that fails does not hold up the stop, before or during it', async () => {
    const { store, clock, happened, recorder, say } = await startRecorder();
    store.breakDown();
    say('a');
    const stopped = recorder.stop();
    store.flush();
    await stopped;
    expect(happened).toEqual(['a storeUnavailable']);

    const other = await startRecorder();
    other.store.breakDown();
    other.say('a');
    other.store.flush();
    await settle();
    expect(other.clock.pendingTimers).toBe(1);
    await other.recorder.stop();
    other.store.repair();
    other.clock.advance(10_000);
    await settle();
    expect([other.recorder.isAvailable, other.clock.pendingTimers, clock.pendingTimers]).toEqual([false, 0, 0]);
  });

  test('[RC10] an input submitted from within a decision fails that decision', async () => {
    const { happened, submit, say } = await startRecorder({ manual: false });
    submit('outer', () => say('inner'));
    await settle();
    expect(happened).toEqual(['outer failed']);
  });

  test('[RC1] after a crash the record has all that was released, and the next start goes on from there', async () => {
    const { store, happened, say } = await startRecorder();
    say('a');
    store.flush();
    await settle();
    say('b');
    const lost = await store.crash('lost').load(0);
    expect(happened).toEqual(['a']);
    expect([lost.rows.map((row) => row.id), lost.lastSequence]).toEqual([['a'], 1]);
  });

  test('an effect that throws does not stop the next', async () => {
    const { happened, submit } = await startRecorder({ manual: false });
    submit('a', (draft) => {
      recordEvent(draft);
      draft.release(() => {
        throw new Error('a mistake of ours');
      });
      draft.release('next');
    });
    await settle();
    expect(happened).toEqual(['next']);
  });
});
