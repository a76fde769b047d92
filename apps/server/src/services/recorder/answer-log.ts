import { AgedTexts } from '../../base/aged-texts.ts';
import type { Fingerprinter } from '../../base/fingerprint.ts';
import type { RecordedAnswer } from './ports.ts';

/** Most answers of one kind that are kept in memory; the oldest go first. */
const ANSWERS_MAX = 300_000;

/**
 * Answers that were given, by the key of the request, so that a repeat finds its answer and does nothing again. Kept in the
 * order in which they came, for a limited time.
 */
export class AnswerLog {
  readonly #kind: string;
  readonly #keptMs: number;
  readonly #fingerprinter: Fingerprinter;
  readonly #answers = new AgedTexts();

  constructor(kind: string, keptMs: number, fingerprinter: Fingerprinter) {
    this.#kind = kind;
    this.#keptMs = keptMs;
    this.#fingerprinter = fingerprinter;
  }

  /** With what the keys of this kind begin. */
  get keyPrefix(): string {
    return `${this.#kind}|`;
  }

  /** The key under which the store keeps the answer to a request. */
  key(...parts: readonly (string | number)[]): string {
    return [this.#kind, ...parts].join('|');
  }

  /** The answer that was given, unless that is too long ago. */
  find(key: string, now: number): string | undefined {
    const answer = this.#answers.get(this.#fingerprinter.of(key));
    return answer === undefined || answer.time < now - this.#keptMs ? undefined : answer.text;
  }

  /** Keeps an answer; the function returned takes it away again. */
  add(key: string, time: number, body: string): () => void {
    this.#forgetOld(time);
    const fingerprint = this.#fingerprinter.of(key);
    this.#answers.set(fingerprint, time, body);
    return () => this.#answers.delete(fingerprint);
  }

  /** Takes over the answers of this kind. */
  load(answers: readonly RecordedAnswer[]): void {
    this.#answers.clear();
    for (const { key, time, body } of answers) {
      if (key.startsWith(this.keyPrefix)) this.#answers.set(this.#fingerprinter.of(key), time, body);
    }
  }

  #forgetOld(now: number): void {
    for (let oldest = this.#answers.oldestTime(); oldest !== undefined; oldest = this.#answers.oldestTime()) {
      if (oldest >= now - this.#keptMs && this.#answers.size < ANSWERS_MAX) return;
      this.#answers.deleteOldest();
    }
  }
}
