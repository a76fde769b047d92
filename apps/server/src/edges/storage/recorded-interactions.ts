import SqliteDatabase from 'better-sqlite3';
import type { RecordedInteraction } from '../../services/simulator/recorded-load.ts';

const BUSY_TIMEOUT_MS = 2000;
/** How long an interaction that began in time may have gone on. */
const LENGTH_MAX_MS = 24 * 3_600_000;

/**
 * Interactions of the store that began within these times (ms since 1970) and have ended, with what their customers wrote.
 * Reads on a connection of its own that cannot write, so a server may run on the store meanwhile.
 */
export function readRecordedInteractions(path: string, from: number, until: number): readonly RecordedInteraction[] {
  const database = new SqliteDatabase(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    const documents = database.prepare<[number, number], { conn_id: string; body: string }>(
      "SELECT conn_id, body FROM documents WHERE kind = 'interaction' AND time >= ? AND time < ? ORDER BY id",
    );
    const texts = database.prepare<[string], { time: number; body: string }>(
      'SELECT time, body FROM transcripts WHERE conn_id = ? ORDER BY number',
    );
    const found: RecordedInteraction[] = [];
    for (const { conn_id: connId, body } of documents.iterate(from, until + LENGTH_MAX_MS)) {
      const summary = JSON.parse(body) as Omit<RecordedInteraction, 'texts'>;
      if (summary.startedAt < from || summary.startedAt >= until) continue;
      const said = texts.all(connId).flatMap((text) => {
        const { fromRole, im } = JSON.parse(text.body) as { readonly fromRole: string; readonly im: string };
        return fromRole === 'customer' ? [{ time: text.time, im }] : [];
      });
      found.push({ ...summary, texts: said });
    }
    return found;
  } finally {
    database.close();
  }
}
