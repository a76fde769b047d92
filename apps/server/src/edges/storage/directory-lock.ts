import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { StoreFailure } from './threads/store-failure.ts';

/**
 * Holds a store for one server. The lock is an open transaction in an empty file of its own: the kernel gives it back
 * when the process ends, however it ends, so no stale lock is ever left.
 */
export class DirectoryLock {
  readonly #database: Database;

  /** Makes the directory if need be. Throws a StoreFailure when it cannot, or when somebody else has the lock. */
  constructor(storePath: string) {
    const directory = dirname(storePath);
    try {
      createDirectory(directory);
      this.#database = new SqliteDatabase(`${storePath}-lock`, { timeout: 0 });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new StoreFailure('CANTOPEN', `The data directory ${directory} cannot be used: ${why}.`);
    }
    try {
      this.#database.pragma('journal_mode = MEMORY');
      this.#database.exec('BEGIN EXCLUSIVE');
    } catch {
      this.#database.close();
      throw new StoreFailure('IN_USE', `The data directory ${directory} is in use by another Cordboard server.`);
    }
  }

  release(): void {
    this.#database.close();
  }
}

/** The entry of a new directory is itself synced: without it a power cut could take the whole store. */
function createDirectory(directory: string): void {
  if (existsSync(directory)) return;
  const parent = dirname(directory);
  // Level by level: `recursive` never returns where the system makes no directories, such as below /proc.
  if (parent !== directory) createDirectory(parent);
  mkdirSync(directory, { mode: 0o700 });
  syncDirectory(parent);
}

function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
