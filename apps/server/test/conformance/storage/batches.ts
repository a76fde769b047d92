import type { ConnId, Dn, MessageId } from '@cordboard/shared/ids';
import type {
  RecordBatch,
  RecordedDocument,
  RecordedEvent,
  RecordedText,
} from '../../../src/services/recorder/ports.ts';

export const emptyBatch: RecordBatch = { rows: [], events: [], texts: [], answers: [], documents: [], time: 0 };

export function buildBatch(parts: Partial<RecordBatch>): RecordBatch {
  return { ...emptyBatch, ...parts };
}

export function buildRow(table: string, id: string, body: string | null = `{"id":"${id}"}`) {
  return { table, id, body };
}

export function buildEvent(sequence: number, dn = '1001', time = sequence): RecordedEvent {
  return { sequence, dn: dn as Dn, time, body: `{"eventSequenceNumber":${sequence}}` };
}

export function buildText(connId: string, number: number, id = `${connId}-${number}`, body = `{"n":${number}}`) {
  return { id: id as MessageId, connId: connId as ConnId, number, time: number, body } satisfies RecordedText;
}

/** A text that is told to these DNs, with numbers from `sequence` on; each DN has one head, stored when the text is `first`. */
export function buildToldText(
  connId: string,
  number: number,
  sequence: number,
  dns: readonly string[],
  first = sequence,
) {
  const words = { im: `"${number}" \u2028 👋`, ...(dns.length > 2 ? { heardBy: dns } : {}) };
  const head = (index: number) => ({ id: first + index, time: first, body: `{"thisDN":"${dns[index]}"` });
  const id = `${connId}-${number}`;
  const text = buildText(connId, number, id, JSON.stringify({ id, time: sequence, ...words }));
  const events = dns.map((dn, index) => ({ dn: dn as Dn, head: head(index) }));
  return { ...text, time: sequence, told: { sequence, events } } satisfies RecordedText;
}

export function buildAnswer(key: string, time: number, body = '{}') {
  return { key, time, body };
}

export function buildDocument(kind: RecordedDocument['kind'], connId: string, body: string): RecordedDocument {
  return { kind, connId: connId as ConnId, time: 1.5, body };
}

/** Rows in each numbered batch of the crash test. */
export const ROWS_PER_BATCH = 5;

/** Batch `number` (from 1) of the crash test: events of its own, a text, a row that each batch writes anew. */
export function buildNumberedBatch(number: number): RecordBatch {
  const first = (number - 1) * ROWS_PER_BATCH;
  return buildBatch({
    rows: [buildRow('calls', 'c1', `${number}`), buildRow('parties', `p${number % 7}`, `${number}`)],
    events: Array.from({ length: ROWS_PER_BATCH }, (_, at) => buildEvent(first + at + 1, `10${at}`)),
    texts: [buildText('c1', number - 1)],
    answers: [buildAnswer(`answer ${number}`, number)],
    documents: [buildDocument('note', 'c1', `${number}`)],
    time: number,
  });
}
