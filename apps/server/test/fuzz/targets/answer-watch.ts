import { parseMessage } from '../../../src/protocols/sip/grammar/parse-message.ts';
import { type Flow, isReliable } from '../../../src/protocols/sip/transport/sip-transport.ts';

/** What `received`, a tag, Allow and Accept may add to an answer, however short the request. */
const ADDED_BYTES = 320;
const AMPLIFICATION_MAX = 1.5;
/** What we add may stand behind a line that was as long as it may be. */
const limits = { headBytesMax: 2 ** 20, headersMax: 300, lineLengthMax: 2 ** 20, bodyBytesMax: 2 ** 20 };

/** Looks at what we send: it can be read, and what answers at once is not much longer than its request. */
export class AnswerWatch {
  #requestBytes: number | undefined;
  #problems: string[] = [];

  /** A request is about to be handed up. */
  receives(bytes: Buffer): void {
    this.#requestBytes = bytes.length;
  }

  /** What is sent from now on answers nothing that came just now. */
  isDone(): void {
    this.#requestBytes = undefined;
  }

  sends(flow: Flow, bytes: Buffer): void {
    const text = () => `${bytes.toString('latin1').slice(0, 300)} (${bytes.length} bytes)`;
    if (!parseMessage(bytes, { isStream: true, limits }).ok) this.#problems.push(`sent what cannot be read: ${text()}`);
    // Who has a stream is where it ends: he can have nothing sent to others.
    const isAnswer =
      !isReliable(flow) && this.#requestBytes !== undefined && bytes.subarray(0, 4).toString() === 'SIP/';
    if (isAnswer && bytes.length > AMPLIFICATION_MAX * Number(this.#requestBytes) + ADDED_BYTES) {
      this.#problems.push(`answered ${this.#requestBytes} bytes with ${text()}`);
    }
  }

  /** Throws what was wrong since the last check. */
  check(): void {
    const problems = this.#problems;
    this.#problems = [];
    if (problems.length > 0) throw new Error(problems.join('\n'));
  }
}
