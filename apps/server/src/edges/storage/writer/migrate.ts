import type { Database } from 'better-sqlite3';
import { initial } from '../migrations/0001-initial.ts';
import { auditByTime } from '../migrations/0002-audit-by-time.ts';
import { appendOnly } from '../migrations/0003-append-only.ts';
import { toldTexts } from '../migrations/0004-told-texts.ts';
import { indexInSlices } from '../migrations/0005-index-in-slices.ts';
import { answersTogether } from '../migrations/0006-answers-together.ts';
import type { Migration } from '../migrations/migration.ts';
import { StoreFailure } from '../threads/store-failure.ts';

/** All steps, by rising version from 1 without a gap. */
export const migrations: readonly Migration[] = [
  initial,
  auditByTime,
  appendOnly,
  toldTexts,
  indexInSlices,
  answersTogether,
];

/** Brings the file to the newest schema; each step is one transaction. Answers the version reached. */
export function migrate(database: Database, steps: readonly Migration[] = migrations): number {
  database.exec(
    'CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT',
  );
  const findVersion = database.prepare<[], { reached: number }>(
    'SELECT coalesce(max(version), 0) AS reached FROM schema_version',
  );
  const rememberStep = database.prepare<[number, string]>(
    "INSERT INTO schema_version (version, name, applied_at) VALUES (?, ?, datetime('now'))",
  );
  const reached = findVersion.get()?.reached ?? 0;
  const newest = steps.at(-1)?.version ?? 0;
  if (reached > newest) {
    throw new StoreFailure(
      'UNFIT',
      `The store was made by a newer Cordboard: its schema has version ${reached}, this program knows ${newest}.`,
    );
  }
  const apply = database.transaction((step: Migration) => {
    database.exec(step.sql);
    rememberStep.run(step.version, step.name);
  });
  for (const step of steps) if (step.version > reached) apply.immediate(step);
  return newest;
}
