import type { ConnId } from '@cordboard/shared/ids';
import type { KeyValue } from '@cordboard/shared/tlib/attached-data';
import type { DnEvent, UnnumberedEvent } from '@cordboard/shared/tlib/events';
import type {
  RecordBatch,
  RecordedAnswer,
  RecordedDocument,
  RecordedEvent,
  RecordedRow,
  RecordedText,
} from './ports.ts';

/** What one input writes and what leaves once it is written. */
export interface DraftedStep<Effect> {
  readonly batch: Omit<RecordBatch, 'time'>;
  readonly effects: readonly Effect[];
}

/** Collects what one decision writes (besides table rows) and what it releases. `services/recorder` owns its life. */
export class Draft<Effect> {
  /** Time of this input, ms since 1970; one input has one time. */
  readonly now: number;
  readonly #nextSequence: () => number;
  readonly #events: RecordedEvent[] = [];
  readonly #texts: RecordedText[] = [];
  readonly #answers: RecordedAnswer[] = [];
  readonly #documents: RecordedDocument[] = [];
  readonly #rows: RecordedRow[] = [];
  readonly #effects: Effect[] = [];
  readonly #undo: (() => void)[] = [];

  constructor(now: number, nextSequence: () => number) {
    this.now = now;
    this.#nextSequence = nextSequence;
  }

  /** Numbers an event and records it. The caller releases it. */
  recordEvent(event: UnnumberedEvent): DnEvent {
    const numbered = { ...event, eventSequenceNumber: this.#nextSequence(), time: this.now } as DnEvent;
    this.#events.push({
      sequence: numbered.eventSequenceNumber ?? 0,
      dn: numbered.thisDN,
      time: this.now,
      body: JSON.stringify(numbered),
    });
    return numbered;
  }

  recordText(text: RecordedText): void {
    this.#texts.push(text);
  }

  recordAnswer(key: string, body: KeyValue): void {
    this.#answers.push({ key, time: this.now, body: JSON.stringify(body) });
  }

  recordDocument(kind: RecordedDocument['kind'], connId: ConnId, body: object): void {
    this.#documents.push({ kind, connId, time: this.now, body: JSON.stringify(body) });
  }

  /** Writes a row that is in no table of the state, as JSON; null removes it. */
  recordRow(table: string, id: string, body: string | null): void {
    this.#rows.push({ table, id, body });
  }

  /** Something that happens when, and only when, all of this is stored. */
  release(effect: Effect): void {
    this.#effects.push(effect);
  }

  /** Undoes a change of memory that is in no table, should this decision fail. */
  onRollBack(undo: () => void): void {
    this.#undo.push(undo);
  }

  rollBack(): void {
    for (const undo of this.#undo.reverse()) undo();
  }

  finish(rows: readonly RecordedRow[]): DraftedStep<Effect> {
    return {
      batch: {
        rows: this.#rows.length === 0 ? rows : [...rows, ...this.#rows],
        events: this.#events,
        texts: this.#texts,
        answers: this.#answers,
        documents: this.#documents,
      },
      effects: this.#effects,
    };
  }
}
