import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteRecordStore } from '../../../src/edges/storage/sqlite-record-store.ts';
import type { RecordStore } from '../../../src/services/recorder/ports.ts';
import { MemoryRecordStore } from '../../support/fakes/memory-record-store.ts';

/** A store that must keep all rules. */
export interface Engine {
  readonly name: string;
  /** An empty store. */
  readonly open: () => Promise<RecordStore>;
  /** The same store after an orderly stop and a new start. */
  readonly reopen: (store: RecordStore) => Promise<RecordStore>;
}

const directories: string[] = [];

function makeDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'cordboard-store-'));
  directories.push(directory);
  return directory;
}

const directoryOf = new Map<RecordStore, string>();

async function openSqlite(dataDir: string): Promise<RecordStore> {
  const store = await SqliteRecordStore.open({ dataDir });
  directoryOf.set(store, dataDir);
  return store;
}

export const engines: readonly Engine[] = [
  {
    name: 'SqliteRecordStore',
    open: () => openSqlite(makeDirectory()),
    reopen: async (store) => {
      await store.close();
      return openSqlite(directoryOf.get(store) ?? '');
    },
  },
  {
    name: 'MemoryRecordStore',
    open: async () => new MemoryRecordStore(),
    reopen: async (store) => (store as MemoryRecordStore).crash('lost'),
  },
];

/** Deletes what the stores have left. */
export function removeDirectories(): void {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
}
