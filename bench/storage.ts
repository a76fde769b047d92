/** Durable commits of the SQLite store, alone and behind the recorder. `node bench/storage.ts` prints a table. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnId, Dn, MessageId } from '@cordboard/shared/ids';
import { silentLogger } from '../apps/server/src/base/logger.ts';
import { Table, type TableRow } from '../apps/server/src/base/table.ts';
import { SqliteRecordStore } from '../apps/server/src/edges/storage/sqlite-record-store.ts';
import type { RecordBatch, RecordStore } from '../apps/server/src/services/recorder/ports.ts';
import { Recorder } from '../apps/server/src/services/recorder/recorder.ts';

export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly note: string;
}

interface Measured {
  readonly perSecond: number;
  /** Milliseconds from asking to acknowledgement, rising. */
  readonly latencies: readonly number[];
}

const MEASURE_MS = 3000;
const CALLS = 600;
const AGENTS = 200;
const EVENT_BODY = 'x'.repeat(600);
const CALL_BODY = 'x'.repeat(1200);
const TEXT_BODY = 'x'.repeat(300);
/** What one text of a customer writes: two rows, two events, the text, the stored answer. */
const ROWS_PER_TEXT = 6;

interface FilledRow extends TableRow {
  readonly body: string;
}

/** Writes what `count` customer texts write, each of another call in turn. */
class TextSource {
  #sequence = 0;
  #texts = 0;

  buildBatch(count: number): RecordBatch {
    const batch = { rows: [], events: [], texts: [], answers: [], documents: [] } as {
      -readonly [Part in keyof Omit<RecordBatch, 'time'>]: RecordBatch[Part][number][];
    };
    const time = Date.now();
    for (let at = 0; at < count; at += 1) {
      const { call, agent, number } = this.next();
      batch.rows.push({ table: 'calls', id: call, body: CALL_BODY }, { table: 'legs', id: call, body: TEXT_BODY });
      batch.events.push(
        { sequence: ++this.#sequence, dn: 'gcti:im' as Dn, time, body: EVENT_BODY },
        { sequence: ++this.#sequence, dn: agent, time, body: EVENT_BODY },
      );
      batch.texts.push({ id: `${call}-${number}` as MessageId, connId: call, number, time, body: TEXT_BODY });
      batch.answers.push({ key: `sip|${call}|${number}`, time, body: TEXT_BODY });
    }
    return { ...batch, time };
  }

  next(): { call: ConnId; agent: Dn; number: number } {
    const at = this.#texts++;
    return {
      call: `call-${(at * 7919) % CALLS}` as ConnId,
      agent: `${1000 + ((at * 7919) % AGENTS)}` as Dn,
      number: Math.floor(at / CALLS),
    };
  }
}

/** Keeps `concurrency` of `work` going for the time of one measurement. */
async function measure(concurrency: number, work: () => Promise<void>): Promise<Measured> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  const goOn = async () => {
    while (performance.now() - startedAt < MEASURE_MS) {
      const askedAt = performance.now();
      await work();
      latencies.push(performance.now() - askedAt);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, goOn));
  const perSecond = (latencies.length * 1000) / (performance.now() - startedAt);
  return { perSecond, latencies: latencies.sort((a, b) => a - b) };
}

function describeLatency({ latencies }: Measured): string {
  const at = (share: number) => (latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(2);
  return `ack p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}

async function withStore<Value>(work: (store: SqliteRecordStore) => Promise<Value>): Promise<Value> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cordboard-bench-'));
  const store = await SqliteRecordStore.open({ dataDir });
  try {
    return await work(store);
  } finally {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measureCommits(concurrency: number, textsPerCommit: number): Promise<BenchRow[]> {
  const measured = await withStore((store) => {
    const source = new TextSource();
    return measure(concurrency, () => store.commit(source.buildBatch(textsPerCommit)));
  });
  const setting = `${concurrency} at a time, ${textsPerCommit} text${textsPerCommit === 1 ? '' : 's'} each`;
  return [
    {
      name: `store: durable commits, ${setting}`,
      value: Math.round(measured.perSecond),
      unit: 'commits/s',
      note: describeLatency(measured),
    },
    {
      name: `store: durable rows, ${setting}`,
      value: Math.round(measured.perSecond * textsPerCommit * ROWS_PER_TEXT),
      unit: 'rows/s',
      note: `${ROWS_PER_TEXT} rows per text`,
    },
  ];
}

/** Counts commits on their way to the real store. */
function countCommits(store: RecordStore): { readonly counted: RecordStore; readonly count: () => number } {
  let commits = 0;
  const counted = Object.create(store) as RecordStore;
  counted.commit = (batch) => {
    commits += 1;
    return store.commit(batch);
  };
  counted.load = (answersSince) => store.load(answersSince);
  return { counted, count: () => commits };
}

async function measureRecorder(concurrency: number): Promise<BenchRow[]> {
  return withStore(async (store) => {
    const { counted, count } = countCommits(store);
    const calls = new Table<FilledRow>('calls');
    const legs = new Table<FilledRow>('legs');
    const recorder = new Recorder<() => void>({
      store: counted,
      clock: { now: Date.now, startTimer: () => () => {} },
      logger: silentLogger,
      tables: [calls, legs],
      perform: (effect) => effect(),
      loaded: () => {},
      resumed: () => {},
      answersKeptMs: 0,
    });
    await recorder.start();
    const source = new TextSource();
    const extensions = { filler: 'x'.repeat(500) };
    const recordText = () =>
      new Promise<void>((resolve, reject) =>
        recorder.submit({
          what: 'text',
          decide: (draft) => {
            const { call, agent, number } = source.next();
            calls.put({ id: call, body: CALL_BODY });
            legs.put({ id: call, body: TEXT_BODY });
            draft.recordEvent({ name: 'EventRegistered', thisDN: 'gcti:im' as Dn, extensions });
            draft.recordEvent({ name: 'EventRegistered', thisDN: agent, extensions });
            const id = `${call}-${number}` as MessageId;
            draft.recordText({ id, connId: call, number, time: draft.now, body: TEXT_BODY });
            draft.recordAnswer(`sip|${call}|${number}`, JSON.stringify({ body: TEXT_BODY }));
            draft.release(resolve);
          },
          abandoned: reject,
        }),
      );
    const measured = await measure(concurrency, recordText);
    await recorder.stop();
    const perCommit = (measured.latencies.length / count()).toFixed(1);
    return [
      {
        name: `recorder: durable inputs, ${concurrency} at a time`,
        value: Math.round(measured.perSecond),
        unit: 'inputs/s',
        note: `${describeLatency(measured)}, ${perCommit} inputs per commit`,
      },
    ];
  });
}

export async function run(): Promise<BenchRow[]> {
  return [
    ...(await measureCommits(1, 1)),
    ...(await measureCommits(1, 64)),
    ...(await measureCommits(64, 1)),
    ...(await measureRecorder(1)),
    ...(await measureRecorder(64)),
    ...(await measureRecorder(256)),
  ];
}

if (import.meta.main) console.table(await run());
