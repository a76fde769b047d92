import { AgedMap } from '../../base/aged-map.ts';
import type { RecordedAnswer } from './ports.ts';

/** Most answers of one kind that are kept in memory; the oldest go first. */
const ANSWERS_MAX = 300_000;

interface KeptAnswer {
  readonly time: number;
  readonly body: string;
}

/**
 * Answers that were given, by the key of the request, so that a repeat finds its answer and does nothing again. Kept in the
 * order in which they came, for a limited time.
 */
export class AnswerLog {
  readonly #kind: string;
  readonly #keptMs: number;
  readonly #answers = new AgedMap<KeptAnswer>();

  constructor(kind: string, keptMs: number) {
    this.#kind = kind;
    this.#keptMs = keptMs;
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
    const answer = this.#answers.get(key);
    return answer === undefined || answer.time < now - this.#keptMs ? undefined : answer.body;
  }

  /** Keeps an answer; the function returned takes it away again. */
  add(key: string, time: number, body: string): () => void {
    this.#forgetOld(time);
    this.#answers.set(key, { time, body });
    return () => this.#answers.delete(key);
  }

  /** Takes over the answers of this kind. */
  load(answers: readonly RecordedAnswer[]): void {
    this.#answers.clear();
    for (const { key, time, body } of answers) {
      if (key.startsWith(this.keyPrefix)) this.#answers.set(key, { time, body });
    }
  }

  #forgetOld(now: number): void {
    for (let oldest = this.#answers.oldest(); oldest !== undefined; oldest = this.#answers.oldest()) {
      const [key, { time }] = oldest;
      if (time >= now - this.#keptMs && this.#answers.size < ANSWERS_MAX) return;
      this.#answers.delete(key);
    }
  }
}
