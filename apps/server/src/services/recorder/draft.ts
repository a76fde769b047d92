import type { ConnId } from '@cordboard/shared/ids';
import type { CallAttributes, DnEvent, UnnumberedEvent } from '@cordboard/shared/tlib/events';
import type { EventHeads } from './event-heads.ts';
import type {
  EventHead,
  RecordBatch,
  RecordedAnswer,
  RecordedDocument,
  RecordedEvent,
  RecordedRow,
  RecordedText,
  Telling,
} from './ports.ts';
import { completeEvent, endOf, headOf, type ToldEnd, type ToldWords } from './told-text.ts';

/** What one input writes and what leaves once it is written. */
export interface DraftedStep<Effect> {
  readonly batch: Omit<RecordBatch, 'time'>;
  readonly effects: readonly Effect[];
  /** Number of its last event. */
  readonly lastSequence: number | undefined;
}

/** An event with its number, and its JSON. */
export interface NumberedEvent {
  readonly event: DnEvent;
  readonly body: string;
}

/** A text of this step, to which the events are added that tell it. */
interface DraftedText extends Omit<RecordedText, 'told'> {
  told?: { readonly sequence: number; readonly events: Telling['events'][number][] };
}

/** Collects what one decision writes (besides table rows) and what it releases. `services/recorder` owns its life. */
export class Draft<Effect> {
  /** Time of this input, ms since 1970; one input has one time. */
  readonly now: number;
  readonly #nextSequence: () => number;
  readonly #events: RecordedEvent[] = [];
  readonly #texts: DraftedText[] = [];
  readonly #answers: RecordedAnswer[] = [];
  readonly #documents: RecordedDocument[] = [];
  readonly #rows: RecordedRow[] = [];
  readonly #effects: Effect[] = [];
  readonly #undo: (() => void)[] = [];
  #lastSequence: number | undefined;
  /** The text that was told last, as its events end. */
  #told: { readonly words: ToldWords; readonly end: ToldEnd } | undefined;

  constructor(now: number, nextSequence: () => number) {
    this.now = now;
    this.#nextSequence = nextSequence;
  }

  /** Numbers an event and records it. The caller releases it. */
  recordEvent(event: UnnumberedEvent): NumberedEvent {
    const numbered = this.#number(event);
    const body = JSON.stringify(numbered);
    this.#events.push({ sequence: this.#lastSequence ?? 0, dn: numbered.thisDN, time: this.now, body });
    return { event: numbered, body };
  }

  /**
   * Numbers an event that tells the text recorded last, and records it in the text's row. `subject` is the row whose attributes
   * it tells besides.
   */
  recordTelling(event: UnnumberedEvent, words: ToldWords, heads: EventHeads, subject: object): NumberedEvent {
    const text = this.#texts.at(-1);
    const expected = text?.told === undefined ? undefined : text.told.sequence + text.told.events.length;
    const follows = expected === undefined || expected === (this.#lastSequence ?? 0) + 1;
    if (text === undefined || text.id !== words.id || !follows) return this.recordEvent(event);
    const numbered = this.#number(event);
    const sequence = this.#lastSequence ?? 0;
    const head = this.#headFor(event, sequence, heads, subject);
    text.told ??= { sequence, events: [] };
    text.told.events.push({ dn: numbered.thisDN, head });
    const told = this.#told?.words === words ? this.#told : { words, end: endOf(words) };
    this.#told = told;
    return { event: numbered, body: completeEvent(head.body, told.end, sequence) };
  }

  #number(event: UnnumberedEvent): DnEvent {
    this.#lastSequence = this.#nextSequence();
    return { ...event, eventSequenceNumber: this.#lastSequence, time: this.now } as DnEvent;
  }

  #headFor(event: UnnumberedEvent, sequence: number, heads: EventHeads, subject: object): EventHead {
    const { otherDN, otherDNRole } = event as Partial<CallAttributes>;
    const key = `${event.name} ${event.thisDN} ${otherDN} ${otherDNRole}`;
    const known = heads.find(subject, key, this.now);
    if (known !== undefined) return known;
    const head = { id: sequence, time: this.now, body: headOf(event) };
    this.onRollBack(heads.add(subject, key, head));
    return head;
  }

  recordText(text: Omit<RecordedText, 'told'>): void {
    this.#texts.push({ ...text });
  }

  /** `body` is JSON. */
  recordAnswer(key: string, body: string): void {
    this.#answers.push({ key, time: this.now, body });
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
      lastSequence: this.#lastSequence,
    };
  }
}
