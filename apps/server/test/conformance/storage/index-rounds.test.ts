import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ReaderConnection } from '../../../src/edges/storage/reader/reader-connection.ts';
import { buildCommitOrder } from '../../../src/edges/storage/threads/worker-messages.ts';
import { WriterConnection } from '../../../src/edges/storage/writer/writer-connection.ts';
import { buildBatch, buildRow, buildToldText } from './batches.ts';

const everything = Number.MAX_SAFE_INTEGER;
const TEXTS = 4100;

let directory = '';
let writer: WriterConnection;
let reader: ReaderConnection;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cordboard-rounds-'));
  writer = new WriterConnection(join(directory, 'store'));
  reader = new ReaderConnection(join(directory, 'store'));
});

afterEach(() => {
  reader.close();
  writer.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Text `number` of all: each tells an event to `im` and one to one of 20 DNs. */
function buildNumbered(number: number) {
  const kind = number % 20;
  return buildToldText(
    `c${kind}`,
    Math.floor(number / 20),
    2 * number + 1,
    ['im', `10${kind}`],
    number < 20 ? 2 * number + 1 : 2 * kind + 1,
  );
}

function commit(from: number, to: number, number: number): void {
  const texts = Array.from({ length: to - from }, (_, at) => buildNumbered(from + at));
  writer.commit(buildCommitOrder(buildBatch({ texts, rows: [buildRow('calls', 'c3')], time: to }), number));
}

/** Numbers of all texts of call c3, of its DN's events, and of the loaded texts. */
function read() {
  const every = (columns: readonly unknown[], width: number, at: number) =>
    columns.filter((_, index) => index % width === at);
  return {
    transcript: every(reader.readTranscript('c3'), 5, 2),
    events: every(reader.readEvents(['103'], 0, everything, everything), 4, 0),
    loaded: every(reader.load(0).texts, 5, 2),
  };
}

function expected(count: number, firstEvent = 0) {
  const numbers = Array.from({ length: Math.ceil((count - 3) / 20) }, (_, at) => at);
  return {
    transcript: numbers,
    events: numbers.map((at) => 2 * (20 * at + 3) + 2).filter((sequence) => sequence >= firstEvent),
    loaded: numbers,
  };
}

describe('texts entered into the indexes slice by slice', () => {
  test('[ST5] [ST8] [ST22] whoever reads meanwhile sees every text once, also those that come meanwhile', () => {
    commit(0, TEXTS, 1);
    expect(writer.indexTexts()).toBe(true);
    expect(read()).toEqual(expected(TEXTS));
    for (let slices = 2; writer.indexTexts(); slices += 1) {
      if (slices === 8) commit(TEXTS, TEXTS + 40, 2);
      if (slices % 8 === 0) expect(read()).toEqual(expected(slices < 8 ? TEXTS : TEXTS + 40));
    }
    expect(read()).toEqual(expected(TEXTS + 40));
  });

  test('[ST7] [ST13] [ST22] broken off by the end of the thread, it is done again; a place stays taken all the time', () => {
    commit(0, TEXTS, 1);
    for (let slices = 0; slices < 10; slices += 1) expect(writer.indexTexts()).toBe(true);
    writer.close();
    writer = new WriterConnection(join(directory, 'store'));
    expect(read()).toEqual(expected(TEXTS));
    const other = { ...buildNumbered(43), id: 'other', told: undefined };
    const takePlace = () => writer.commit(buildCommitOrder(buildBatch({ texts: [other as never] }), 2));
    expect(takePlace).toThrow('is taken');
    while (writer.indexTexts());
    expect(takePlace).toThrow('is taken');
    expect(read()).toEqual(expected(TEXTS));
  });

  test('[ST12] [ST22] events deleted meanwhile stay deleted', () => {
    commit(0, TEXTS, 1);
    for (let slices = 0; slices < 4; slices += 1) expect(writer.indexTexts()).toBe(true);
    while (writer.pruneEvents(5001, 2000) > 0);
    while (writer.indexTexts());
    expect(read()).toEqual(expected(TEXTS, 5001));
    while (writer.pruneEvents(everything, 2000) > 0);
    const file = new SqliteDatabase(join(directory, 'store'), { readonly: true });
    // The last event stays, and with it its text's.
    expect(file.prepare('SELECT min(sequence) FROM text_dns').pluck().get()).toBe(2 * TEXTS - 1);
    file.close();
  });
});
