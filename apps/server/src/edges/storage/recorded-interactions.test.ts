import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnId, MessageId } from '@cordboard/shared/ids';
import { afterEach, expect, test } from 'vitest';
import { readRecordedInteractions } from './recorded-interactions.ts';
import { SqliteRecordStore } from './sqlite-record-store.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

test('[SU7] the interactions that began in time, with the texts of their customers, while the store is in use', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'cordboard-recorded-'));
  const store = await SqliteRecordStore.open({ dataDir });
  open.push(
    () => store.close(),
    () => rm(dataDir, { recursive: true }),
  );
  const summary = (connId: string, startedAt: number) => ({
    kind: 'interaction' as const,
    connId: connId as ConnId,
    time: startedAt + 50,
    body: JSON.stringify({
      customer: connId,
      dnis: '1111',
      startedAt,
      endedAt: startedAt + 50,
      endedBy: '1001',
      parties: [],
    }),
  });
  const said = (connId: string, number: number, fromRole: string) => ({
    id: `${connId}${number}` as MessageId,
    connId: connId as ConnId,
    number,
    time: 100 + number,
    body: JSON.stringify({ fromRole, im: `${fromRole} ${number}` }),
  });
  await store.commit({
    rows: [],
    events: [],
    texts: [said('b', 0, 'customer'), said('b', 1, 'agent'), said('b', 2, 'customer')],
    answers: [],
    documents: [summary('a', 99), summary('b', 100), summary('c', 200), { ...summary('d', 150), kind: 'note' }],
    time: 300,
  });
  const found = readRecordedInteractions(store.path, 100, 200);
  expect(found).toMatchObject([
    {
      customer: 'b',
      startedAt: 100,
      texts: [
        { time: 100, im: 'customer 0' },
        { time: 102, im: 'customer 2' },
      ],
    },
  ]);
});
