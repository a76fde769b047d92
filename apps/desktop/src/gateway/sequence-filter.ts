import type { TEvent } from '@cordboard/shared/tlib/events';

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
