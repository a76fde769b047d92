import SqliteDatabase from 'better-sqlite3';

/** A database of its own, so that no failure of the store's file is taken for the end of the thread. */
const probe = new SqliteDatabase(':memory:').prepare<[], number>('SELECT 1').pluck();

/**
 * Whether this thread is told to end (terminated, its process exits, out of memory). Its JavaScript goes on for a moment, but
 * every call of SQLite from then on does nothing and answers `undefined`, without an exception: a COMMIT only seems to succeed.
 * This does not change back, so what was done before it is false was really done.
 */
export function isThreadEnding(): boolean {
  return probe.get() !== 1;
}
