import type { SipResponse } from '../../protocols/sip/message/message.ts';
import type { ClientOutcome, ReceivedText } from '../../services/sip-client/sip-client.ts';
import { printable } from '../logging/printable.ts';
import { formatLadder, type LadderRung } from './ladder.ts';

/** Ends of the command. */
export const EXIT = { taken: 0, refused: 1, usage: 2, unanswered: 3 } as const;

/** Prints what happens, for eyes or, as one JSON object per line, for scripts. */
export class ClientOutput {
  readonly #isJson: boolean;
  readonly #write: (text: string) => void;
  #exitCode: number = EXIT.taken;

  constructor(isJson: boolean, write: (text: string) => void) {
    this.#isJson = isJson;
    this.#write = write;
  }

  /** The worst that has come so far. */
  get exitCode(): number {
    return this.#exitCode;
  }

  heard({ from, text }: ReceivedText): void {
    this.#print({ event: 'text', from, text }, `${from}: ${text}`);
  }

  ended(): void {
    this.#print({ event: 'ended' }, 'The session has ended.');
  }

  /** True when it was taken. */
  answered(what: string, outcome: ClientOutcome): boolean {
    if (outcome.kind === 'unanswered') {
      this.#exitCode = Math.max(this.#exitCode, EXIT.unanswered);
      this.#print({ event: 'unanswered', request: what, why: outcome.why }, `${what}: ${outcome.why}`);
      return false;
    }
    const { status, reason } = outcome.response;
    const isTaken = status < 300;
    if (!isTaken) this.#exitCode = Math.max(this.#exitCode, EXIT.refused);
    const told = Object.fromEntries(
      outcome.response.headers.filter(({ name }) => TOLD.has(name)).map(({ name, value }) => [name, value]),
    );
    this.#print(
      { event: 'answer', request: what, status, reason, headers: told },
      `${what}: ${status} ${reason}${inBrackets(outcome.response)}`,
    );
    return isTaken;
  }

  /** What cannot go this way was not sent, so other options are needed. */
  unsent(what: string, why: string): false {
    this.#exitCode = Math.max(this.#exitCode, EXIT.usage);
    this.#print({ event: 'unsent', request: what, why }, `${what}: ${why}`);
    return false;
  }

  /** The answer to an MSRP text; 0 when there was none. */
  sent(status: number): void {
    if (status !== 200) this.#exitCode = Math.max(this.#exitCode, status === 0 ? EXIT.unanswered : EXIT.refused);
    const what = status === 0 ? 'No answer came in time.' : String(status);
    this.#print({ event: status === 0 ? 'unanswered' : 'answer', request: 'SEND', status }, `SEND: ${what}`);
  }

  ladder(rungs: readonly LadderRung[], names: { readonly client: string; readonly server: string }): void {
    if (!this.#isJson) {
      this.#write(`\n${formatLadder(rungs, names)}\n`);
      return;
    }
    for (const { at, direction, bytes } of rungs) {
      this.#write(`${JSON.stringify({ event: 'message', at, direction, message: bytes.toString('utf8') })}\n`);
    }
  }

  #print(object: object, line: string): void {
    // What a peer writes must not steer the terminal.
    this.#write(this.#isJson ? `${JSON.stringify(object)}\n` : `${printable(line)}\n`);
  }
}

const TOLD: ReadonlySet<string> = new Set([
  'Allow',
  'Accept',
  'Contact',
  'Retry-After',
  'Min-Expires',
  'Supported',
  'Warning',
]);

function inBrackets({ headers }: SipResponse): string {
  const told = headers
    .filter(({ name }) => TOLD.has(name) && name !== 'Contact')
    .map(({ name, value }) => `${name}: ${value}`);
  return told.length === 0 ? '' : ` (${told.join('; ')})`;
}
