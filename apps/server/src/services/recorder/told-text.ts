import type { UnnumberedEvent } from '@cordboard/shared/tlib/events';
import type { EventHead, RecordBatch, RecordedEvent, RecordedText } from './ports.ts';

/** Longest time for which a head is used; after that the same attributes get a new one. So old heads can be deleted by their age. */
export const HEAD_USED_MS = 3_600_000;

/** What an event that tells a text takes from the text. */
export interface ToldWords {
  readonly id: string;
  readonly time: number;
  readonly im: string;
  /** Of a whisper: who heard it. */
  readonly heardBy?: readonly string[];
}

interface ToldAttributes {
  readonly messageID?: unknown;
  readonly extensions?: unknown;
}

/** What an event that tells a text carries besides the text and its number: JSON without its end. */
export function headOf(event: UnnumberedEvent): string {
  const { messageID: _messageID, extensions: _extensions, ...attributes } = event as UnnumberedEvent & ToldAttributes;
  return JSON.stringify(attributes).slice(0, -1);
}

/** What all events that tell a text have in common behind their heads: JSON with a gap for the number, which `completeEvent` fills. */
export interface ToldEnd {
  readonly before: string;
  readonly after: string;
}

export function endOf({ id, time, im, heardBy }: ToldWords): ToldEnd {
  const whisper = heardBy === undefined ? '' : ',"whisper":true';
  return {
    before: `,"messageID":"${id}","extensions":{"im":${JSON.stringify(im)}${whisper}},"eventSequenceNumber":`,
    after: `,"time":${time}}`,
  };
}

/** The event's JSON, whole again. */
export function completeEvent(head: string, { before, after }: ToldEnd, sequence: number): string {
  return `${head}${before}${sequence}${after}`;
}

/** Whether the event that bears this number is the first with this head: the head is stored with it. */
export function beginsWith(head: EventHead, sequence: number): boolean {
  return head.id === sequence;
}

/** The events that told a text, as they were published. */
export function eventsOf({ told, body, time }: RecordedText): readonly RecordedEvent[] {
  if (told === undefined) return [];
  const end = endOf(JSON.parse(body) as ToldWords);
  return told.events.map(({ dn, head }, index) => {
    const sequence = told.sequence + index;
    return { sequence, dn, time, body: completeEvent(head.body, end, sequence) };
  });
}

/** All events of a batch by their numbers, those that its texts bring along included. */
export function allEventsOf({ events, texts }: Pick<RecordBatch, 'events' | 'texts'>): readonly RecordedEvent[] {
  const told = texts.flatMap(eventsOf);
  return told.length === 0 ? events : [...events, ...told].sort((one, other) => one.sequence - other.sequence);
}
