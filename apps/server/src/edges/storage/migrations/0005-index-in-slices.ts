import type { Migration } from './migration.ts';

/** Texts are entered into the indexes slice by slice; what is there of rows above `indexedTexts` does not count yet. */
export const indexInSlices: Migration = {
  version: 5,
  name: 'index in slices',
  sql: `
    DROP VIEW transcripts;
    CREATE VIEW transcripts AS
      SELECT text_places.conn_id, text_places.number, texts.row, texts.id, texts.time, texts.body
        FROM text_places JOIN texts ON texts.row = text_places.text_row
        WHERE text_places.text_row <= (SELECT value FROM meta WHERE key = 'indexedTexts')
      UNION ALL
      SELECT conn_id, number, row, id, time, body FROM texts
        WHERE row > (SELECT value FROM meta WHERE key = 'indexedTexts');
  `,
};
