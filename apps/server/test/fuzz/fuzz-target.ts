import type { Logger } from '../../src/base/logger.ts';
import type { SeededRandom } from '../../src/base/seeded-random.ts';

/** Something that is fed with whatever a mutation has made. */
export interface FuzzSubject {
  /** Throws, or rejects, when this input does harm. */
  feed(input: Buffer): void | Promise<void>;
  /** Looks once more, when it has had its inputs. */
  close?(): void | Promise<void>;
}

export interface FuzzTarget {
  readonly name: string;
  /** Good inputs, which are mutated. */
  readonly seeds: readonly Buffer[];
  /** Whether a good input is taken: one that is refused at the door leads nowhere, however it is changed. */
  isTaken?(seed: Buffer): boolean;
  /** Words that mean something to it. */
  readonly dictionary: readonly string[];
  /** Inputs that one subject gets before the next one is opened. */
  readonly inputsPerSubject: number;
  /** Inputs in `npm test`, where all targets together have a few seconds; 0 where a real server is needed. */
  readonly inputsInTest: number;
  /** Another way to make an input than by lines. */
  mutate?(random: SeededRandom, seeds: readonly Buffer[]): Buffer;
  open(): FuzzSubject | Promise<FuzzSubject>;
}

/** Segments of an input for a subject that takes several messages. */
const SEPARATOR = '\n=====\n';

export function splitSegments(input: Buffer): readonly Buffer[] {
  return input
    .toString('latin1')
    .split(SEPARATOR)
    .map((segment) => Buffer.from(segment, 'latin1'));
}

export function joinSegments(segments: readonly (Buffer | string)[]): Buffer {
  return Buffer.from(segments.map((segment) => segment.toString('latin1')).join(SEPARATOR), 'latin1');
}

/** A seed in which lines are separated by CRLF. */
export function wire(...lines: readonly string[]): Buffer {
  return Buffer.from(lines.join('\r\n'), 'utf8');
}

/** Collects what is logged as an error: our own mistakes, which a peer must not be able to bring about. */
export class ErrorWatch {
  #errors: string[] = [];

  readonly logger: Logger = {
    trace: () => {},
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: (fields, message) => this.#errors.push(`${message}: ${describe(fields)}`),
    child: () => this.logger,
  };

  /** Throws what was logged since the last check. */
  check(): void {
    if (this.#errors.length === 0) return;
    const errors = this.#errors;
    this.#errors = [];
    throw new Error(errors.join('\n'));
  }
}

function describe(fields: object): string {
  const error = 'error' in fields ? fields.error : undefined;
  return error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(fields);
}
