import type { Migration } from './migration.ts';

/**
 * A text and the events that tell it are one row: what these events share with one another is a head, stored once. Places in
 * transcripts and DNs of events are entered for many texts at once, sorted (`indexTexts`): entered with each commit they had
 * cost two pages of the log per text. Rows above `indexedTexts` are not in them yet and are few.
 *
 * `told` is a list of [dn, head] whose numbers begin at `sequence`; those up to `prunedEvents` are deleted.
 */
export const toldTexts: Migration = {
  version: 4,
  name: 'told texts',
  sql: `
    CREATE TABLE heads (
      id INTEGER PRIMARY KEY,
      time REAL NOT NULL,
      body TEXT NOT NULL
    ) STRICT;

    ALTER TABLE texts ADD COLUMN sequence INTEGER;
    ALTER TABLE texts ADD COLUMN told TEXT;
    CREATE INDEX texts_by_sequence ON texts (sequence) WHERE sequence IS NOT NULL;

    CREATE TABLE text_places (
      conn_id TEXT NOT NULL,
      number INTEGER NOT NULL,
      text_row INTEGER NOT NULL,
      PRIMARY KEY (conn_id, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE text_dns (
      dn TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      text_row INTEGER NOT NULL,
      PRIMARY KEY (dn, sequence)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO text_places (conn_id, number, text_row) SELECT conn_id, number, row FROM texts ORDER BY conn_id, number;
    DROP INDEX texts_by_place;
    INSERT INTO meta (key, value) SELECT 'indexedTexts', coalesce(max(row), 0) FROM texts;
    INSERT INTO meta (key, value) VALUES ('prunedEvents', 0);

    CREATE VIEW transcripts AS
      SELECT text_places.conn_id, text_places.number, texts.row, texts.id, texts.time, texts.body
        FROM text_places JOIN texts ON texts.row = text_places.text_row
      UNION ALL
      SELECT conn_id, number, row, id, time, body FROM texts
        WHERE row > (SELECT value FROM meta WHERE key = 'indexedTexts');

    CREATE VIEW event_bounds AS
      SELECT min(first) AS first, max(last) AS last FROM (
        SELECT min(sequence) AS first, max(sequence) AS last FROM events
        UNION ALL
        SELECT min(sequence), NULL FROM texts WHERE sequence > (SELECT value FROM meta WHERE key = 'prunedEvents')
        UNION ALL
        SELECT NULL, sequence + json_array_length(told) - 1 FROM texts
          WHERE sequence = (SELECT max(sequence) FROM texts WHERE sequence IS NOT NULL)
      );
  `,
};
