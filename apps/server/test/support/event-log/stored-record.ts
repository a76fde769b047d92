import type { DnEvent } from '@cordboard/shared/tlib/events';
import type { RecordBatch, RecordedDocument } from '../../../src/services/recorder/ports.ts';
import { allEventsOf } from '../../../src/services/recorder/told-text.ts';
import { EventLogReader } from './event-log-reader.ts';

/** What is in the store at this moment, kept apart from the server, so that every send can be checked against it. */
export class StoredRecord {
  /** Table name and id to the JSON of the row. */
  readonly rows = new Map<string, Map<string, string>>();
  /** All events ever stored, by rising sequence number. */
  readonly events: DnEvent[] = [];
  readonly eventsBySequence = new Map<number, DnEvent>();
  readonly textIds = new Set<string>();
  /** Texts by what was said: simulated people never say the same twice. */
  readonly saidTexts = new Set<string>();
  readonly documents: RecordedDocument[] = [];
  /** Dialogs that a stored leg ever had: `localTag` to the leg, and legs to their calls. */
  readonly legsByTag = new Map<string, string>();
  readonly callsByLeg = new Map<string, string>();
  /** Via branches of requests that a stored leg ever had in flight. */
  readonly branches = new Set<string>();
  batchCount = 0;
  /** Reads each event as it is stored. */
  readonly log = new EventLogReader();

  take(batch: RecordBatch): void {
    this.batchCount += 1;
    for (const { table, id, body } of batch.rows) {
      const rows = this.rows.get(table) ?? new Map<string, string>();
      this.rows.set(table, rows);
      if (body === null) rows.delete(id);
      else rows.set(id, body);
      if (table === 'legs' && body !== null) this.#noteLeg(body);
    }
    for (const { body } of allEventsOf(batch)) {
      const event = JSON.parse(body) as DnEvent;
      this.events.push(event);
      this.eventsBySequence.set(event.eventSequenceNumber ?? 0, event);
      this.log.read(event);
    }
    this.log.balance();
    for (const { id, body } of batch.texts) {
      this.textIds.add(id);
      this.saidTexts.add((JSON.parse(body) as { im: string }).im);
    }
    this.documents.push(...batch.documents);
  }

  #noteLeg(body: string): void {
    const leg = JSON.parse(body) as {
      readonly id: string;
      readonly connId: string | null;
      readonly inFlight: { readonly branch: string } | null;
      readonly addressing: { readonly dialog?: { readonly localTag: string } };
    };
    if (leg.inFlight !== null) this.branches.add(leg.inFlight.branch);
    const tag = leg.addressing.dialog?.localTag;
    if (tag !== undefined) this.legsByTag.set(tag, leg.id);
    if (leg.connId === null) return;
    const before = this.callsByLeg.get(leg.id);
    if (before !== undefined && before !== leg.connId) this.log.problems.push(`SI23 leg ${leg.id} left ${before}`);
    this.callsByLeg.set(leg.id, leg.connId);
  }
}
