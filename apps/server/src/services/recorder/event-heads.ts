import type { EventHead } from './ports.ts';
import { HEAD_USED_MS } from './told-text.ts';

/**
 * Heads in use, by the row whose attributes they hold and by the event's own words for it. A row is replaced when it changes,
 * and all rows are when the state is read from the store again: with the row its heads are forgotten.
 */
export class EventHeads {
  readonly #bySubject = new WeakMap<object, Map<string, EventHead>>();

  find(subject: object, key: string, now: number): EventHead | undefined {
    const head = this.#bySubject.get(subject)?.get(key);
    return head === undefined || head.time < now - HEAD_USED_MS ? undefined : head;
  }

  /** The function returned takes it away again. */
  add(subject: object, key: string, head: EventHead): () => void {
    const heads = this.#bySubject.get(subject) ?? new Map<string, EventHead>();
    this.#bySubject.set(subject, heads.set(key, head));
    return () => heads.delete(key);
  }
}
