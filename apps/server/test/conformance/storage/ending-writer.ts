/**
 * The writing thread, told to end while it stores an event: number 2 before its COMMIT, number 3 after it. From then on calls of
 * better-sqlite3 do here what they do in a thread that is told to end: nothing, and they answer nothing.
 */
import SqliteDatabase from 'better-sqlite3';

let underWay: unknown;
let isEnding = false;

function endThread(): void {
  isEnding = true;
  setImmediate(() => process.exit());
}

const statements = Object.getPrototypeOf(new SqliteDatabase(':memory:').prepare('SELECT 1'));
for (const name of ['run', 'get', 'all']) {
  const call = statements[name];
  statements[name] = function (this: { source: string }, ...values: unknown[]) {
    if (this.source.startsWith('INSERT INTO events')) [underWay] = values.flat();
    const isCommit = this.source === 'COMMIT';
    if (isCommit && underWay === 2) endThread();
    const answer = isEnding ? undefined : call.apply(this, values);
    if (isCommit && underWay === 3) endThread();
    return answer;
  };
}

await import('../../../src/edges/storage/writer/sqlite-writer.ts');
