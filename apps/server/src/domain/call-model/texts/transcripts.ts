import type { ConnId } from '@cordboard/shared/ids';
import type { Text } from './text.ts';

/** Most texts of one call that are kept in memory; older ones are in the store only. */
export const TEXTS_KEPT_MAX = 2000;

/** The texts of the calls that are going on, in order. */
export class Transcripts {
  readonly #texts = new Map<ConnId, Text[]>();
  readonly #listeners: ((connId: ConnId) => void)[] = [];

  /** Tells when a call has one text more. */
  onAdded(listener: (connId: ConnId) => void): void {
    this.#listeners.push(listener);
  }

  /** Texts of the call, at most `TEXTS_KEPT_MAX`, the latest ones. */
  of(connId: ConnId): readonly Text[] {
    return this.#texts.get(connId) ?? [];
  }

  /** When the last text of the call was said that is no whisper, ms since 1970; undefined when there is none. */
  lastSaidAt(connId: ConnId): number | undefined {
    return this.#texts.get(connId)?.findLast((text) => text.heardBy === undefined)?.time;
  }

  /** The number that the next text of the call gets. */
  nextNumber(connId: ConnId): number {
    const last = this.#texts.get(connId)?.at(-1);
    return last === undefined ? 0 : last.number + 1;
  }

  /** Adds a text; the function returned takes it away again. */
  add(text: Text): () => void {
    const texts = this.#texts.get(text.connId) ?? [];
    this.#texts.set(text.connId, texts);
    texts.push(text);
    // Cut in portions, so that a long chat does not move the whole list at each text.
    if (texts.length > TEXTS_KEPT_MAX * 1.1) texts.splice(0, texts.length - TEXTS_KEPT_MAX);
    for (const listener of this.#listeners) listener(text.connId);
    return () => {
      if (texts.at(-1) === text) texts.pop();
    };
  }

  /** Replaces a text by its newer state; the function returned puts the old one back. */
  replace(text: Text): () => void {
    const texts = this.#texts.get(text.connId) ?? [];
    const at = texts.findLastIndex((candidate) => candidate.id === text.id);
    const before = texts[at];
    if (before === undefined) return () => {};
    texts[at] = text;
    return () => {
      const index = texts.lastIndexOf(text);
      if (index >= 0) texts[index] = before;
    };
  }

  /** Forgets the texts of a call that has ended; the store keeps them. */
  forget(connId: ConnId): void {
    this.#texts.delete(connId);
  }

  load(texts: Iterable<Text>): void {
    this.#texts.clear();
    for (const text of texts) this.add(text);
  }
}
