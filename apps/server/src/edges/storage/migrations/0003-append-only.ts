import type { Migration } from './migration.ts';

/**
 * Answers and texts are added at the end of their tables. Keys that lie anywhere in a tree cost a page of the log each, and that
 * page is copied into the file later on: per text that was most of what the store did. The last answer of a key counts.
 */
export const appendOnly: Migration = {
  version: 3,
  name: 'append only',
  sql: `
    ALTER TABLE answers RENAME TO old_answers;
    DROP INDEX answers_by_time;
    CREATE TABLE answers (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL,
      key TEXT NOT NULL,
      time REAL NOT NULL,
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX answers_by_kind ON answers (kind, time);
    INSERT INTO answers (kind, key, time, body)
      SELECT substr(key, 1, instr(key, '|')), key, time, body FROM old_answers ORDER BY time, key;
    DROP TABLE old_answers;

    ALTER TABLE texts RENAME TO old_texts;
    CREATE TABLE texts (
      row INTEGER PRIMARY KEY,
      id TEXT NOT NULL,
      conn_id TEXT NOT NULL,
      number INTEGER NOT NULL,
      time REAL NOT NULL,
      body TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX texts_by_place ON texts (conn_id, number);
    INSERT INTO texts (id, conn_id, number, time, body) SELECT id, conn_id, number, time, body FROM old_texts ORDER BY rowid;
    DROP TABLE old_texts;
  `,
};
