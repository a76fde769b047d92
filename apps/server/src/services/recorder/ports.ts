import type { ConnId, Dn, MessageId } from '@cordboard/shared/ids';

/** A changed row of the switch's state; `body` is its JSON, null when the row is gone. */
export interface RecordedRow {
  readonly table: string;
  readonly id: string;
  readonly body: string | null;
}

/** A numbered T-event with the DN on which it happened; `body` is the event's JSON. */
export interface RecordedEvent {
  readonly sequence: number;
  readonly dn: Dn;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly body: string;
}

/**
 * What many events say alike: a call as one party sees it. Stored once, together with the event whose number it bears,
 * and used by later ones for an hour at most.
 */
export interface EventHead {
  /** Number of the first event that uses it. */
  readonly id: number;
  /** When it was first used, ms since 1970. */
  readonly time: number;
  /** The event's JSON up to where the text begins. */
  readonly body: string;
}

/** Events that tell a text and nothing else; the whole of each follows from the text, the head and the number. */
export interface Telling {
  /** Number of the first event; the next ones have the next numbers. */
  readonly sequence: number;
  readonly events: readonly { readonly dn: Dn; readonly head: EventHead }[];
}

export interface RecordedText {
  readonly id: MessageId;
  readonly connId: ConnId;
  /** Place in the transcript of its call, from 0. */
  readonly number: number;
  readonly time: number;
  readonly body: string;
  /** Given when the text is stored for the first time; not among `events` of its batch, and not read with a transcript. */
  readonly told?: Telling;
}

/** What was answered to a request, kept so that a repeat gets the same answer. */
export interface RecordedAnswer {
  readonly key: string;
  readonly time: number;
  readonly body: string;
}

/** Something that is kept for good: a routing decision, an interaction's summary, an act of supervision (of no call: ConnID ''). */
export interface RecordedDocument {
  readonly kind: 'decision' | 'interaction' | 'note' | 'audit';
  readonly connId: ConnId;
  readonly time: number;
  readonly body: string;
}

/** Which acts of supervision to read: of a span of time, the latest first. */
export interface AuditQuery {
  /** Ms since 1970; `from` belongs to it, `to` does not. */
  readonly from: number;
  readonly to: number;
  /** Only those stored before the one of this number; null begins with the latest. */
  readonly before: number | null;
  readonly connId: ConnId | null;
  /** Who did it. */
  readonly who: string | null;
  /** Only what was done to one of these; null for everything. */
  readonly whom: readonly string[] | null;
  readonly limit: number;
}

export interface RecordedAudit extends Omit<RecordedDocument, 'kind'> {
  /** Rises with each document that is stored. */
  readonly number: number;
}

/** All that one transaction writes: the steps of several inputs, in their order. */
export interface RecordBatch {
  readonly rows: readonly RecordedRow[];
  /** Events besides those that its texts bring along. Numbers of both rise, and are above all that are stored. */
  readonly events: readonly RecordedEvent[];
  readonly texts: readonly RecordedText[];
  readonly answers: readonly RecordedAnswer[];
  readonly documents: readonly RecordedDocument[];
  /** When the last step of the batch was decided, in ms since 1970. */
  readonly time: number;
}

export interface LoadedRecord {
  readonly rows: readonly RecordedRow[];
  /** Texts of the calls that have a row in table `calls`, by call and number. */
  readonly texts: readonly RecordedText[];
  readonly answers: readonly RecordedAnswer[];
  /** Highest sequence number ever given; 0 in an empty store. */
  readonly lastSequence: number;
  /** `time` of the last batch; undefined in an empty store. */
  readonly lastTime: number | undefined;
}

/** Kept durably. Implemented by `edges/storage`; every implementation passes one suite. */
export interface RecordStore {
  /** Everything needed to go on. `answersSince` bounds the answers by time. */
  load(answersSince: number): Promise<LoadedRecord>;
  /** Resolves when a power cut would lose nothing of the batch; rejects when nothing of it was kept. */
  commit(batch: RecordBatch): Promise<void>;
  /** Events of these DNs with `after` < sequence <= `upTo`, rising, at most `limit`. */
  readEvents(dns: readonly Dn[], after: number, upTo: number, limit: number): Promise<readonly RecordedEvent[]>;
  /** Events of all DNs with `after` < sequence <= `upTo`, rising, at most `limit`. */
  readAllEvents(after: number, upTo: number, limit: number): Promise<readonly RecordedEvent[]>;
  /** Lowest sequence number still in the log; undefined when the log is empty. */
  readFirstSequence(): Promise<number | undefined>;
  readTranscript(connId: ConnId): Promise<readonly RecordedText[]>;
  readDocuments(kind: RecordedDocument['kind'], connId: ConnId): Promise<readonly RecordedDocument[]>;
  readAudit(query: AuditQuery): Promise<readonly RecordedAudit[]>;
  /** Deletes events and answers older than these times (ms since 1970), in bounded portions; keeps the last event. */
  prune(eventsBefore: number, answersBefore: number): Promise<void>;
  /** Deletes answers of one kind older than `before`: what is kept for a shorter time than the rest. A key's kind ends with its first bar. */
  pruneAnswers(kind: string, before: number): Promise<void>;
  close(): Promise<void>;
}
