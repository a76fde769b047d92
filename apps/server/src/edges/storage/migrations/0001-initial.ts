import type { Migration } from './migration.ts';

/** The record of a switch: its state, its event log, and what is kept of each interaction. */
export const initial: Migration = {
  version: 1,
  name: 'initial',
  sql: `
    CREATE TABLE rows (
      table_name TEXT NOT NULL,
      id TEXT NOT NULL,
      body TEXT NOT NULL,
      PRIMARY KEY (table_name, id)
    ) STRICT;

    CREATE TABLE events (
      sequence INTEGER PRIMARY KEY,
      dn TEXT NOT NULL,
      time REAL NOT NULL,
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX events_by_dn ON events (dn, sequence);

    CREATE TABLE texts (
      id TEXT NOT NULL PRIMARY KEY,
      conn_id TEXT NOT NULL,
      number INTEGER NOT NULL,
      time REAL NOT NULL,
      body TEXT NOT NULL,
      UNIQUE (conn_id, number)
    ) STRICT;

    CREATE TABLE answers (
      key TEXT NOT NULL PRIMARY KEY,
      time REAL NOT NULL,
      body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX answers_by_time ON answers (time);

    CREATE TABLE documents (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL,
      conn_id TEXT NOT NULL,
      time REAL NOT NULL,
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX documents_by_call ON documents (conn_id, kind, id);

    CREATE TABLE meta (
      key TEXT NOT NULL PRIMARY KEY,
      value REAL NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE proof (
      id INTEGER PRIMARY KEY,
      filler BLOB
    ) STRICT;
  `,
};
