/** Child of durability.test.ts: commits numbered batches one after another and prints each number once it is acknowledged. */
import { writeSync } from 'node:fs';
import { SqliteRecordStore } from '../../../src/edges/storage/sqlite-record-store.ts';
import { buildNumberedBatch, ROWS_PER_BATCH } from './batches.ts';

const [dataDir = '', batchesMax = '1000000'] = process.argv.slice(2);
const store = await SqliteRecordStore.open({ dataDir });
const { lastSequence } = await store.load(0);
const first = lastSequence / ROWS_PER_BATCH + 1;
writeSync(1, 'open\n');
for (let number = first; number < first + Number(batchesMax); number += 1) {
  await store.commit(buildNumberedBatch(number));
  writeSync(1, `${number}\n`);
}
await store.close();
