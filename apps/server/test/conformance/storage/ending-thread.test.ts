import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLogger } from '../../../src/base/logger.ts';
import { WorkerLink } from '../../../src/edges/storage/threads/worker-link.ts';
import { buildCommitOrder, type WriterOrder } from '../../../src/edges/storage/threads/worker-messages.ts';
import { buildBatch, buildEvent } from './batches.ts';

let directory = '';
let link: WorkerLink<WriterOrder>;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cordboard-ending-'));
  const script = new URL('./ending-writer.ts', import.meta.url);
  link = new WorkerLink({ script, workerName: 'store writer', path: join(directory, 'store'), logger: silentLogger });
});

afterEach(async () => {
  await link.terminate();
  rmSync(directory, { recursive: true, force: true });
});

function commit(number: number): Promise<unknown> {
  return link.send(buildCommitOrder(buildBatch({ events: [buildEvent(number)] }), number));
}

describe('the writing thread', () => {
  test('[ST3] [ST20] told to end before COMMIT, it acknowledges nothing: the file tells that the batch is not there', async () => {
    await commit(1);
    await expect(commit(2)).rejects.toMatchObject({ code: 'WORKER_DIED' });
    expect(await link.open()).toBe(1);
  });

  test('[ST3] [ST20] told to end after COMMIT, it says nothing either: the file tells that the batch is there', async () => {
    await commit(1);
    await expect(commit(3)).rejects.toMatchObject({ code: 'WORKER_DIED' });
    expect(await link.open()).toBe(3);
  });
});
