import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConnId, Dn } from '@cordboard/shared/ids';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SqliteRecordStore } from '../../../src/edges/storage/sqlite-record-store.ts';
import { migrate, migrations } from '../../../src/edges/storage/writer/migrate.ts';
import { buildBatch, buildEvent, buildNumberedBatch, buildRow, ROWS_PER_BATCH } from './batches.ts';

const child = fileURLToPath(new URL('./commit-until-killed.ts', import.meta.url));
const allDns = Array.from({ length: ROWS_PER_BATCH }, (_, at) => `10${at}` as Dn);
const everything = Number.MAX_SAFE_INTEGER;

let directory = '';
let open: SqliteRecordStore[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cordboard-durable-'));
});

afterEach(async () => {
  for (const store of open) await store.close();
  open = [];
  rmSync(directory, { recursive: true, force: true });
});

async function openStore(dataDir = directory): Promise<SqliteRecordStore> {
  const store = await SqliteRecordStore.open({ dataDir });
  open.push(store);
  return store;
}

async function readSequences(store: SqliteRecordStore): Promise<number[]> {
  return (await store.readEvents([...allDns, '1001' as Dn], 0, everything, everything)).map(({ sequence }) => sequence);
}

/** Numbers from 0 to below 1, the same for the same seed. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Runs the child, kills it `delayMs` after its first acknowledgement, answers the highest number it acknowledged. */
function runUntilKilled(dataDir: string, delayMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    let isTimed = false;
    running.stdout.on('data', (bytes: Buffer) => {
      output += bytes.toString();
      if (isTimed || !/\n\d+\n/.test(output)) return;
      isTimed = true;
      setTimeout(() => running.kill('SIGKILL'), delayMs);
    });
    running.on('close', (_, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error(`the child ended by itself: ${output}`));
      const complete = output.slice(0, output.lastIndexOf('\n')).split('\n');
      resolve(Number(complete.at(-1)));
    });
  });
}

describe('SqliteRecordStore', () => {
  test('[ST2] the writing connection syncs every commit', async () => {
    const store = await openStore();
    expect(await store.pragmas()).toMatchObject({ journalMode: 'wal', synchronous: 2 });
  });

  test('[ST2] no commit without a sync: counted by the kernel', () => {
    const strace = (...args: string[]) => spawnSync('strace', args, { encoding: 'utf8', timeout: 60_000 });
    expect(strace('-f', 'true').status, 'strace must be here and may trace').toBe(0);
    const trace = join(directory, 'trace');
    const traced = strace('-f', '-o', trace, '-e', 'trace=fsync,fdatasync', process.execPath, child, directory, '200');
    expect(traced.stdout.trim().endsWith('\n200')).toBe(true);
    const syncs = readFileSync(trace, 'utf8').match(/(fsync|fdatasync)\(\d+/g)?.length ?? 0;
    expect(syncs).toBeGreaterThanOrEqual(200);
    expect(syncs).toBeLessThan(260);
  });

  test('[ST1] [ST2] killed at any moment: every acknowledged batch is there, whole, and none is missing between', async () => {
    const random = seededRandom(20_261_122);
    let acknowledgedBefore = 0;
    for (let round = 1; round <= 10; round += 1) {
      const acknowledged = await runUntilKilled(directory, random() * 120);
      const store = await openStore();
      const { rows, texts, answers, lastSequence, lastTime } = await store.load(0);
      const batches = lastSequence / ROWS_PER_BATCH;
      const seen = `round ${round}: ${acknowledged} acknowledged, ${batches} found`;
      expect(acknowledged, seen).toBeGreaterThan(acknowledgedBefore);
      // At most the one batch under way may be there besides.
      expect([acknowledged, acknowledged + 1], seen).toContain(batches);
      expect(lastTime).toBe(batches);
      expect(await readSequences(store), seen).toEqual(Array.from({ length: lastSequence }, (_, at) => at + 1));
      expect(texts.map(({ number }) => number)).toEqual(Array.from({ length: batches }, (_, at) => at));
      expect(answers.map(({ time }) => time)).toEqual(Array.from({ length: batches }, (_, at) => at + 1));
      expect((await store.readDocuments('note', 'c1' as ConnId)).map(({ body }) => Number(body))).toEqual(
        Array.from({ length: batches }, (_, at) => at + 1),
      );
      expect(rows.find(({ table }) => table === 'calls')?.body).toBe(`${batches}`);
      await store.close();
      const file = new SqliteDatabase(store.path);
      expect(file.pragma('integrity_check', { simple: true })).toBe('ok');
      file.close();
      acknowledgedBefore = batches;
    }
  }, 120_000);

  test('[ST3] [ST14] the writing thread dies under way: acknowledged means kept, rejected means not', async () => {
    const store = await openStore();
    const random = seededRandom(7);
    const kept: number[] = [];
    for (let number = 1; number <= 40; number += 1) {
      const commit = store.commit(buildBatch({ events: [buildEvent(number)], rows: [buildRow('calls', `${number}`)] }));
      const dies = number % 2 === 0 ? afterTurns(Math.floor(random() * 6)).then(() => store.crashWriter()) : undefined;
      await commit.then(
        () => kept.push(number),
        (error: unknown) => expect(error).toMatchObject({ name: 'StoreFailure', code: 'WORKER_DIED' }),
      );
      await dies;
    }
    // All commits that nobody disturbed were taken, so the thread came back each time.
    expect(kept.filter((number) => number % 2 === 1).length).toBe(20);
    expect(await readSequences(store)).toEqual(kept);
    expect((await store.load(0)).rows.length).toBe(kept.length);
  });

  test('[ST3] commits waiting behind one whose thread dies are each told the truth', async () => {
    const store = await openStore();
    const commits = Array.from({ length: 20 }, (_, at) => store.commit(buildBatch({ events: [buildEvent(at + 1)] })));
    await commits[4];
    await store.crashWriter();
    const outcomes = await Promise.allSettled(commits);
    const kept = outcomes.flatMap(({ status }, at) => (status === 'fulfilled' ? [at + 1] : []));
    expect(kept.length).toBeGreaterThanOrEqual(19);
    expect(await readSequences(store)).toEqual(kept);
  });

  test('[ST21] after the writing thread came back, the locks on the file are held as before', async () => {
    const store = await openStore();
    const file = `:${statSync(store.path).ino} `;
    const readLocks = () =>
      readFileSync('/proc/locks', 'utf8')
        .split('\n')
        .filter((lock) => lock.includes(file));
    const before = readLocks().length;
    expect(before).toBe(1);
    await store.crashWriter();
    await store.commit(buildNumberedBatch(1));
    expect(readLocks().length).toBe(before);
  });

  test('[ST14] the reading thread dies: the next read starts it again', async () => {
    const store = await openStore();
    await store.commit(buildNumberedBatch(1));
    const under = store.load(0);
    await store.crashReader();
    await under.catch((error: unknown) => expect(error).toMatchObject({ code: 'WORKER_DIED' }));
    expect((await store.load(0)).lastSequence).toBe(ROWS_PER_BATCH);
  });

  test('[ST1] [ST14] the file may not grow: nothing of the batch is kept, and all goes on when it may', async () => {
    const store = await openStore();
    await store.commit(buildNumberedBatch(1));
    await store.limitPages(1);
    await expect(store.commit(buildHugeBatch(ROWS_PER_BATCH + 1))).rejects.toMatchObject({ code: 'SQLITE_FULL' });
    expect(await readSequences(store)).toEqual([1, 2, 3, 4, 5]);
    await store.limitPages(1_000_000);
    await store.commit(buildHugeBatch(ROWS_PER_BATCH + 1));
    expect((await store.load(0)).lastSequence).toBe(ROWS_PER_BATCH + 60);
  });

  // Only root can mount a small disk; the limit on pages above shows the same to everybody else.
  const testAsRoot = process.getuid?.() === 0 ? test : () => {};
  testAsRoot(
    '[ST1] [ST14] a full disk: commits and load reject until there is room, nothing acknowledged is lost',
    async () => {
      const disk = join(directory, 'disk');
      mkdirSync(disk);
      const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'cordboard-test', disk]);
      expect(mounted.status).toBe(0);
      try {
        const filler = join(disk, 'filler');
        const dataDir = join(disk, 'data');
        const store = await openStore(dataDir);
        writeFileSync(filler, Buffer.alloc(800_000));
        let number = 0;
        let failure: unknown;
        while (failure === undefined && number < 2000) {
          number += 1;
          await store.commit(buildNumberedBatch(number)).catch((error: unknown) => {
            failure = error;
          });
        }
        expect(failure).toMatchObject({ name: 'StoreFailure', code: expect.stringMatching(/^SQLITE_(FULL|IOERR)/) });
        expect(number).toBeGreaterThan(10);
        fillUp(join(disk, 'rest'));
        await expect(store.load(0)).rejects.toMatchObject({ name: 'StoreFailure' });
        await expect(store.commit(buildNumberedBatch(number))).rejects.toMatchObject({ name: 'StoreFailure' });
        expect((await readSequences(store)).at(-1)).toBe((number - 1) * ROWS_PER_BATCH);
        rmSync(filler);
        rmSync(join(disk, 'rest'));
        expect((await store.load(0)).lastSequence).toBe((number - 1) * ROWS_PER_BATCH);
        await store.commit(buildNumberedBatch(number));
        await store.close();
        const again = await openStore(dataDir);
        expect((await readSequences(again)).length).toBe(number * ROWS_PER_BATCH);
        await again.close();
        const file = new SqliteDatabase(again.path);
        expect(file.pragma('integrity_check', { simple: true })).toBe('ok');
        file.close();
      } finally {
        for (const store of open) await store.close();
        execFileSync('umount', ['-l', disk]);
      }
    },
  );

  test('[ST14] the log stays bounded under load', async () => {
    const store = await openStore();
    const body = 'x'.repeat(20_000);
    let largest = 0;
    for (let sequence = 1; sequence <= 150; sequence += 1) {
      const rows = Array.from({ length: 30 }, (_, at) => buildRow('calls', `${sequence % 5}-${at}`, body));
      await store.commit(buildBatch({ rows, events: [buildEvent(sequence)] }));
      largest = Math.max(largest, statSync(`${store.path}-wal`).size);
    }
    // 150 batches of 600 kB.
    expect(largest).toBeLessThan(24_000_000);
    await store.close();
    expect(() => statSync(`${store.path}-wal`)).toThrow();
  });

  test('[ST15] a directory belongs to one store at a time', async () => {
    const store = await openStore();
    await expect(openStore()).rejects.toMatchObject({
      code: 'IN_USE',
      message: `The data directory ${directory} is in use by another Cordboard server.`,
    });
    await store.commit(buildNumberedBatch(1));
    const other = spawnSync(process.execPath, [child, directory, '1'], { encoding: 'utf8' });
    expect([other.stdout, other.status]).toEqual(['', 1]);
    expect(other.stderr).toContain('is in use by another Cordboard server.');
    await store.close();
    expect((await (await openStore()).load(0)).lastSequence).toBe(ROWS_PER_BATCH);
  });

  test('[ST15] the directory is made for its owner only', async () => {
    const dataDir = join(directory, 'deep', 'data');
    const store = await openStore(dataDir);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(store.path).mode & 0o777).toBe(0o600);
  });

  test('[ST15] a directory that cannot be used ends the opening with one sentence', async () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    const opening = openStore(join(file, 'data'));
    await expect(opening).rejects.toMatchObject({ name: 'StoreFailure', code: 'CANTOPEN' });
    await expect(opening).rejects.toThrow(/^The data directory .* cannot be used: .*\.$/);
  });

  test('[ST16] a store of an older schema is brought to the newest, and keeps what it has', async () => {
    const store = await openStore();
    await store.close();
    rmSync(store.path);
    const old = new SqliteDatabase(store.path);
    old.pragma('journal_mode = WAL');
    migrate(old, migrations.slice(0, 2));
    old.exec(`
      INSERT INTO rows VALUES ('calls', 'c1', '{"id":"c1"}');
      INSERT INTO texts VALUES ('t1', 'c1', 1, 20, '"second"'), ('t0', 'c1', 0, 10, '"first"'), ('t2', 'c2', 0, 30, '"other"');
      INSERT INTO answers VALUES ('sip|b', 5, '200'), ('tlib|a', 4.5, '{}');
    `);
    old.close();
    const reopened = await openStore();
    const record = await reopened.load(0);
    expect(record.texts.map(({ id, number, time, body }) => [id, number, time, body])).toEqual([
      ['t0', 0, 10, '"first"'],
      ['t1', 1, 20, '"second"'],
    ]);
    expect(record.answers).toEqual([
      { key: 'tlib|a', time: 4.5, body: '{}' },
      { key: 'sip|b', time: 5, body: '200' },
    ]);
    expect((await reopened.readTranscript('c2' as ConnId)).map(({ id }) => id)).toEqual(['t2']);
    await reopened.pruneAnswers('sip|', 100);
    expect((await reopened.load(0)).answers.map(({ key }) => key)).toEqual(['tlib|a']);
  });

  test('[ST16] a file that is no store, or of a newer schema, is refused and left as it is', async () => {
    const foreign = join(directory, 'foreign');
    mkdirSync(foreign);
    const foreignPath = join(foreign, 'cordboard.sqlite');
    writeFileSync(foreignPath, 'not a database, but long enough to be looked at as one '.repeat(20));
    chmodSync(foreignPath, 0o600);
    const before = readFileSync(foreignPath);
    await expect(openStore(foreign)).rejects.toMatchObject({ name: 'StoreFailure', code: 'SQLITE_NOTADB' });
    expect(readFileSync(foreignPath)).toEqual(before);

    const store = await openStore(directory);
    await store.close();
    const file = new SqliteDatabase(store.path);
    file.exec("INSERT INTO schema_version (version, name, applied_at) VALUES (99, 'later', '')");
    file.close();
    await expect(openStore(directory)).rejects.toThrow(
      'The store was made by a newer Cordboard: its schema has version 99, this program knows 6.',
    );
    // A refused opening leaves no lock behind.
    await expect(openStore(directory)).rejects.toMatchObject({ code: 'UNFIT' });
  });
});

function buildHugeBatch(firstSequence: number) {
  const body = 'x'.repeat(10_000);
  return buildBatch({
    rows: Array.from({ length: 60 }, (_, at) => buildRow('calls', `huge ${at}`, body)),
    events: Array.from({ length: 60 }, (_, at) => buildEvent(firstSequence + at)),
  });
}

/** Takes all room that is left. */
function fillUp(path: string): void {
  for (const size of [100_000, 4096, 1]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // No room for this size any more.
    }
  }
}

async function afterTurns(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
