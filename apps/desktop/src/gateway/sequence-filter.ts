import type { TEvent } from '@cordboard/shared/tlib/events';

/** Answers that never have a number: what they tell is the present state, or nothing about it. */
const UNNUMBERED: ReadonlySet<TEvent['name']> = new Set([
  'EventRegistered',
  'EventUnregistered',
  'EventAddressInfo',
  'EventPartyInfo',
  'EventServerInfo',
  'EventACK',
  'EventError',
]);

/**
 * Whether the event is the answer to a request that was repeated: the event of then without its number. With its number it
 * comes in its place, so that by now the state may be another.
 */
export function isOldAnswer(event: TEvent): boolean {
  return event.referenceID !== undefined && event.eventSequenceNumber === undefined && !UNNUMBERED.has(event.name);
}

/** Remembers how far the stored events have come, so that none is handled twice and resume knows where to begin. */
export class SequenceFilter {
  #highest: number | undefined;

  /** What to name as `lastSequence` in the next handshake. */
  get lastSequence(): number | undefined {
    return this.#highest;
  }

  /** Whether the event is new. */
  accept(event: TEvent): boolean {
    if (event.name === 'EventLinkConnected') this.#link(event.extensions?.lastSequence);
    const sequence = event.eventSequenceNumber;
    if (sequence === undefined) return true;
    if (this.#highest !== undefined && sequence <= this.#highest) return false;
    this.#highest = sequence;
    return true;
  }

  /** On a fresh start the server names the point to resume from; a lower one than ours means a new log. */
  #link(lastSequence: unknown): void {
    if (typeof lastSequence !== 'number') return;
    if (this.#highest === undefined || lastSequence < this.#highest) this.#highest = lastSequence;
  }
}
