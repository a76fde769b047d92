import type { ConnId, Dn } from '@cordboard/shared/ids';
import { StoreFailure } from '../../../src/edges/storage/threads/store-failure.ts';
import type {
  AuditQuery,
  LoadedRecord,
  RecordBatch,
  RecordedAnswer,
  RecordedAudit,
  RecordedDocument,
  RecordedEvent,
  RecordedRow,
  RecordedText,
  RecordStore,
} from '../../../src/services/recorder/ports.ts';
import { allEventsOf } from '../../../src/services/recorder/told-text.ts';

export interface MemoryRecordStoreOptions {
  /** Commits wait for `flush()`; otherwise each is done in the next microtask. */
  readonly manual?: boolean;
  /** Told of each batch at the moment at which it is stored, before anybody else is. */
  readonly kept?: (batch: RecordBatch) => void;
}

interface WaitingCommit {
  readonly batch: RecordBatch;
  readonly resolve: () => void;
  readonly reject: (failure: StoreFailure) => void;
}

/** What would be on the disk. */
class Content {
  readonly rows = new Map<string, RecordedRow>();
  /** By rising sequence. */
  events: RecordedEvent[] = [];
  readonly textsById = new Map<string, RecordedText>();
  readonly transcripts = new Map<string, Map<number, RecordedText>>();
  readonly answers = new Map<string, RecordedAnswer>();
  readonly documents: RecordedDocument[] = [];
  lastTime: number | undefined;
}

/**
 * The record in memory, for scenarios and simulations: the same rules as the real one, plus failures on demand and a
 * crash that loses whatever was not committed.
 */
export class MemoryRecordStore implements RecordStore {
  readonly #options: MemoryRecordStoreOptions;
  readonly #content: Content;
  #waiting: WaitingCommit[] = [];
  #failures = 0;
  #isBroken = false;
  #isHeld = false;
  #isCrashed = false;
  #isClosed = false;
  #commitCount = 0;

  constructor(options: MemoryRecordStoreOptions = {}, content: Content = new Content()) {
    this.#options = options;
    this.#content = content;
  }

  /** Batches stored so far. */
  get commitCount(): number {
    return this.#commitCount;
  }

  /** Batches handed over and not yet stored. */
  get waitingCount(): number {
    return this.#waiting.length;
  }

  /** The next `count` commits fail; nothing else does. */
  failNext(count = 1): void {
    this.#failures = count;
  }

  /** Everything fails from now on, like a full or vanished disk. */
  breakDown(): void {
    this.#isBroken = true;
  }

  /** Commits last from now on, until `letGo`. */
  hold(): void {
    this.#isHeld = true;
  }

  /** The end of `hold`: what waited is done. */
  letGo(): void {
    this.#isHeld = false;
    this.flush();
  }

  /** The end of `breakDown`. */
  repair(): void {
    this.#isBroken = false;
  }

  /**
   * The machine stops: this store never answers again, and the store returned has what was on the disk. With `kept` the
   * batches under way had just reached it, though nobody was told.
   */
  crash(underWay: 'lost' | 'kept' = 'lost'): MemoryRecordStore {
    this.#isCrashed = true;
    if (underWay === 'kept' && !this.#isBroken) {
      for (const { batch } of this.#waiting) if (findConflict(this.#content, batch) === undefined) this.#keep(batch);
    }
    this.#waiting = [];
    return new MemoryRecordStore(this.#options, this.#content);
  }

  /** Does all commits that wait, in their order. */
  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { batch, resolve, reject } of waiting) {
      const failure = this.#findFailure() ?? findConflict(this.#content, batch);
      if (failure === undefined) {
        this.#keep(batch);
        resolve();
      } else reject(failure);
    }
  }

  commit(batch: RecordBatch): Promise<void> {
    if (this.#isClosed) return Promise.reject(closed());
    return new Promise((resolve, reject) => {
      if (this.#isCrashed) return;
      this.#waiting.push({ batch, resolve, reject });
      if (this.#options.manual !== true && !this.#isHeld) queueMicrotask(() => this.flush());
    });
  }

  load(answersSince: number): Promise<LoadedRecord> {
    return this.#answer(({ rows, events, transcripts, answers, lastTime }) => ({
      rows: [...rows.values()].sort((a, b) => compare(a.table, b.table) || compare(a.id, b.id)),
      texts: [...transcripts]
        .filter(([connId]) => rows.has(rowKey('calls', connId)))
        .sort(([a], [b]) => compare(a, b))
        .flatMap(([, texts]) => sortTexts(texts)),
      answers: [...answers.values()]
        .filter((answer) => answer.time >= answersSince)
        .sort((a, b) => a.time - b.time || compare(a.key, b.key)),
      lastSequence: events.at(-1)?.sequence ?? 0,
      lastTime,
    }));
  }

  readEvents(dns: readonly Dn[], after: number, upTo: number, limit: number): Promise<readonly RecordedEvent[]> {
    return this.#readEvents((dn) => dns.includes(dn), after, upTo, limit);
  }

  readAllEvents(after: number, upTo: number, limit: number): Promise<readonly RecordedEvent[]> {
    return this.#readEvents(() => true, after, upTo, limit);
  }

  #readEvents(
    isWanted: (dn: Dn) => boolean,
    after: number,
    upTo: number,
    limit: number,
  ): Promise<readonly RecordedEvent[]> {
    return this.#answer(({ events }) => {
      const found: RecordedEvent[] = [];
      for (let at = findPlace(events, after + 1); at < events.length && found.length < limit; at += 1) {
        const event = events[at];
        if (event === undefined || event.sequence > upTo) break;
        if (isWanted(event.dn)) found.push(event);
      }
      return found;
    });
  }

  readFirstSequence(): Promise<number | undefined> {
    return this.#answer(({ events }) => events[0]?.sequence);
  }

  readTranscript(connId: ConnId): Promise<readonly RecordedText[]> {
    return this.#answer(({ transcripts }) => sortTexts(transcripts.get(connId)));
  }

  readDocuments(kind: RecordedDocument['kind'], connId: ConnId): Promise<readonly RecordedDocument[]> {
    return this.#answer(({ documents }) =>
      documents.filter((document) => document.kind === kind && document.connId === connId),
    );
  }

  readAudit(query: AuditQuery): Promise<readonly RecordedAudit[]> {
    const { from, to, before, connId, who, whom, limit } = query;
    return this.#answer(({ documents }) => {
      const found = documents.flatMap(({ kind, ...document }, index) => {
        const entry = JSON.parse(document.body) as { readonly who?: string; readonly whom?: string | null };
        const isMeant =
          kind === 'audit' &&
          document.time >= from &&
          document.time < to &&
          (before === null || index + 1 < before) &&
          (connId === null || document.connId === connId) &&
          (who === null || entry.who === who) &&
          (whom === null || whom.includes(entry.whom ?? ''));
        return isMeant ? [{ ...document, number: index + 1 }] : [];
      });
      return found.reverse().slice(0, limit);
    });
  }

  prune(eventsBefore: number, answersBefore: number): Promise<void> {
    return this.#answer((content) => {
      const firstKept = content.events.findIndex((event) => event.time >= eventsBefore);
      const last = content.events.length - 1;
      content.events = content.events.slice(firstKept === -1 ? Math.max(last, 0) : Math.min(firstKept, last));
      removeAnswers(content, '', answersBefore);
    });
  }

  pruneAnswers(kind: string, before: number): Promise<void> {
    return this.#answer((content) => removeAnswers(content, kind, before));
  }

  async close(): Promise<void> {
    this.flush();
    this.#isClosed = true;
  }

  #answer<Value>(read: (content: Content) => Value): Promise<Value> {
    if (this.#isClosed) return Promise.reject(closed());
    if (this.#isCrashed) return new Promise(() => {});
    if (this.#isBroken) return Promise.reject(new StoreFailure('SQLITE_IOERR', 'disk I/O error'));
    return Promise.resolve(read(this.#content));
  }

  #findFailure(): StoreFailure | undefined {
    if (this.#isBroken) return new StoreFailure('SQLITE_IOERR', 'disk I/O error');
    if (this.#failures === 0) return undefined;
    this.#failures -= 1;
    return new StoreFailure('SQLITE_FULL', 'database or disk is full');
  }

  #keep(batch: RecordBatch): void {
    const content = this.#content;
    for (const row of batch.rows) {
      if (row.body === null) content.rows.delete(rowKey(row.table, row.id));
      else content.rows.set(rowKey(row.table, row.id), row);
    }
    for (const event of allEventsOf(batch)) content.events.splice(findPlace(content.events, event.sequence), 0, event);
    for (const { told: _told, ...text } of batch.texts) {
      const transcript = content.transcripts.get(text.connId) ?? new Map<number, RecordedText>();
      content.transcripts.set(text.connId, transcript.set(text.number, text));
      content.textsById.set(text.id, text);
    }
    for (const answer of batch.answers) content.answers.set(answer.key, answer);
    content.documents.push(...batch.documents);
    content.lastTime = batch.time;
    this.#commitCount += 1;
    this.#options.kept?.(batch);
  }
}

function removeAnswers({ answers }: Content, keyPrefix: string, before: number): void {
  for (const [key, { time }] of answers) if (time < before && key.startsWith(keyPrefix)) answers.delete(key);
}

/** Why the batch must be refused as a whole: it would overwrite what may not change. */
function findConflict(content: Content, batch: RecordBatch): StoreFailure | undefined {
  let last = content.events.at(-1)?.sequence ?? 0;
  for (const { sequence } of allEventsOf(batch)) {
    if (sequence <= last) return conflict(`number ${sequence} is given already`);
    last = sequence;
  }
  const idByPlace = new Map<string, string>();
  const placeById = new Map<string, string>();
  for (const { id, connId, number } of batch.texts) {
    const place = `${connId} ${number}`;
    const known = content.textsById.get(id);
    const knownPlace = placeById.get(id) ?? (known === undefined ? place : `${known.connId} ${known.number}`);
    const holder = idByPlace.get(place) ?? content.transcripts.get(connId)?.get(number)?.id ?? id;
    if (knownPlace !== place) return conflict(`text ${id} is kept at another place`);
    if (holder !== id) return conflict(`place ${place} is taken by text ${holder}`);
    idByPlace.set(place, id);
    placeById.set(id, place);
  }
  return undefined;
}

function conflict(message: string): StoreFailure {
  return new StoreFailure('SQLITE_CONSTRAINT', message);
}

function closed(): StoreFailure {
  return new StoreFailure('CLOSED', 'the store is closed');
}

function rowKey(table: string, id: string): string {
  return `${table}\u0000${id}`;
}

function sortTexts(texts: ReadonlyMap<number, RecordedText> | undefined): readonly RecordedText[] {
  return texts === undefined ? [] : [...texts.values()].sort((a, b) => a.number - b.number);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Index of the first event with at least this sequence number. */
function findPlace(events: readonly RecordedEvent[], sequence: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle]?.sequence ?? Number.POSITIVE_INFINITY) < sequence) low = middle + 1;
    else high = middle;
  }
  return low;
}
