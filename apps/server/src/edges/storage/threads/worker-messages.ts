import type { AuditQuery, RecordBatch, RecordedDocument, Telling } from '../../../services/recorder/ports.ts';
import { beginsWith } from '../../../services/recorder/told-text.ts';
import { groupAnswers } from './answer-groups.ts';
import type { FailureNote } from './store-failure.ts';

/** Rows of one kind behind one another, column after column: far cheaper to hand to a thread than objects. */
export type FlatRows<Column = string | number | null> = readonly Column[];

/** One transaction. `batchNumber` is stored with it, so that after a crash of the thread the file itself tells if it was kept. */
export interface CommitOrder {
  readonly name: 'commit';
  readonly batchNumber: number;
  readonly time: number;
  /** table, id, body */
  readonly rows: FlatRows;
  /** sequence, dn, time, body */
  readonly events: FlatRows;
  /** id, connId, number, time, body, number of the first event that tells it, how many these are, their DNs and heads as JSON */
  readonly texts: FlatRows;
  /** id, time, body */
  readonly heads: FlatRows;
  /** As `groupAnswers` makes them. */
  readonly answers: FlatRows;
  /** kind, connId, time, body */
  readonly documents: FlatRows;
}

export type WriterOrder =
  | CommitOrder
  /** After a failure: succeeds only when the file can be written again. Otherwise does nothing. */
  | { readonly name: 'prove' }
  /** Answers how many rows were deleted; 0 when nothing is left to delete. */
  | { readonly name: 'pruneEvents'; readonly before: number; readonly rowsMax: number }
  | { readonly name: 'pruneAnswers'; readonly kind: string | null; readonly before: number; readonly rowsMax: number }
  | { readonly name: 'readPragmas' }
  | { readonly name: 'limitPages'; readonly pagesMax: number }
  | { readonly name: 'close' };

export type ReaderOrder =
  | { readonly name: 'load'; readonly answersSince: number }
  | {
      readonly name: 'readEvents';
      readonly dns: readonly string[];
      readonly after: number;
      readonly upTo: number;
      readonly limit: number;
    }
  | { readonly name: 'readAllEvents'; readonly after: number; readonly upTo: number; readonly limit: number }
  | { readonly name: 'readFirstSequence' }
  | { readonly name: 'readTranscript'; readonly connId: string }
  | { readonly name: 'readDocuments'; readonly kind: RecordedDocument['kind']; readonly connId: string }
  | { readonly name: 'readAudit'; readonly query: AuditQuery }
  | { readonly name: 'close' };

/** What the writer's connection really runs with. */
export interface WriterPragmas {
  readonly journalMode: string;
  /** 2 is FULL: synced before COMMIT returns. */
  readonly synchronous: number;
  readonly journalSizeLimit: number;
  readonly busyTimeout: number;
}

export interface LoadedFlat {
  /** table, id, body */
  readonly rows: FlatRows;
  /** id, connId, number, time, body */
  readonly texts: FlatRows;
  /** key, time, body */
  readonly answers: FlatRows;
  readonly lastSequence: number;
  readonly lastTime: number | undefined;
}

export interface OrderMessage<Order> {
  readonly orderId: number;
  readonly order: Order;
}

/** From a thread to its owner; the first is `opened` or `failedToOpen`. */
export type WorkerMessage =
  | { readonly name: 'opened'; readonly value: unknown }
  | { readonly name: 'failedToOpen'; readonly failure: FailureNote }
  | { readonly name: 'done'; readonly orderId: number; readonly value: unknown }
  | { readonly name: 'failed'; readonly orderId: number; readonly failure: FailureNote }
  | { readonly name: 'warning'; readonly failure: FailureNote; readonly what: string };

export function buildCommitOrder(batch: RecordBatch, batchNumber: number): CommitOrder {
  const rows: (string | null)[] = [];
  for (const row of batch.rows) rows.push(row.table, row.id, row.body);
  const events: (string | number)[] = [];
  for (const event of batch.events) events.push(event.sequence, event.dn, event.time, event.body);
  const texts: (string | number | null)[] = [];
  const heads: (string | number)[] = [];
  for (const { id, connId, number, time, body, told } of batch.texts) {
    texts.push(id, connId, number, time, body);
    if (told === undefined) texts.push(null, 0, null);
    else texts.push(told.sequence, told.events.length, noteTelling(told, heads));
  }
  const answers = groupAnswers(batch.answers);
  const documents: (string | number)[] = [];
  for (const document of batch.documents) {
    documents.push(document.kind, document.connId, document.time, document.body);
  }
  return { name: 'commit', batchNumber, time: batch.time, rows, events, texts, heads, answers, documents };
}

/** DNs and heads of the events as JSON; `heads` gets those that are used for the first time. */
function noteTelling({ sequence, events }: Telling, heads: (string | number)[]): string {
  let noted = '';
  for (const [index, { dn, head }] of events.entries()) {
    if (beginsWith(head, sequence + index)) heads.push(head.id, head.time, head.body);
    noted += `${index === 0 ? '[' : ','}[${JSON.stringify(dn)},${head.id}]`;
  }
  return `${noted}]`;
}
