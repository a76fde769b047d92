import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { SimulationReply, SimulationRequest } from '@cordboard/shared/routing/simulation';
import { fail, type Result } from '../../base/result.ts';
import type { SimulationOrder } from './simulation-process.ts';

const PROGRAM = fileURLToPath(new URL('./simulation-process.ts', import.meta.url));
/** For starting the process and reading the store, besides the runs themselves. */
const GRACE_SECONDS = 10;
const MEMORY_MB_MAX = 512;

export type SimulationSurroundings = Omit<SimulationOrder, 'request'>;

/**
 * Runs simulations in a process of their own, one at a time: another one that is asked for meanwhile is refused.
 * A process and no thread, because a thread that is ended while it loads, or that runs out of memory, can take the server with it.
 */
export class SimulationDesk {
  readonly #surroundings: () => SimulationSurroundings;
  #process: ChildProcess | undefined;

  constructor(surroundings: () => SimulationSurroundings) {
    this.#surroundings = surroundings;
  }

  /** What the simulation says; a failure when one runs already, and when it fails, takes too long or is ended. */
  async simulate(request: SimulationRequest): Promise<Result<SimulationReply, Refusal>> {
    if (this.#process !== undefined) return fail(refuse('TooManyRequests', 'A simulation is running.'));
    const order: SimulationOrder = { request, ...this.#surroundings() };
    const process = fork(PROGRAM, [], {
      execArgv: [`--max-old-space-size=${MEMORY_MB_MAX}`],
      serialization: 'advanced',
    });
    this.#process = process;
    const gone = new Promise<void>((resolve) => {
      process.once('exit', () => resolve());
      process.once('error', () => resolve());
    });
    // Two runs at most; a process that does not end by itself then has gone astray.
    const secondsMax = 2 * order.elapsedMax + GRACE_SECONDS;
    const timer = setTimeout(() => process.kill('SIGKILL'), secondsMax * 1000);
    try {
      return await new Promise<Result<SimulationReply, Refusal>>((resolve) => {
        process.once('message', (reply) => resolve(reply as Result<SimulationReply, Refusal>));
        process.once('error', (error) => resolve(fail(refuse('InternalError', String(error)))));
        // SIGKILL is how it is ended here; any other end is its own.
        void gone.then(() =>
          resolve(
            fail(
              process.signalCode === 'SIGKILL'
                ? refuse('SimulationTooLong')
                : refuse(
                    'InternalError',
                    `The simulation ended with ${process.signalCode ?? `code ${process.exitCode}`}.`,
                  ),
            ),
          ),
        );
        // A process that is gone already is answered by its exit.
        process.send(order, () => undefined);
      });
    } finally {
      clearTimeout(timer);
      process.kill('SIGKILL');
      await gone;
      this.#process = undefined;
    }
  }

  /** Ends what runs. */
  async close(): Promise<void> {
    const process = this.#process;
    if (process === undefined || process.exitCode !== null || process.signalCode !== null) return;
    await new Promise<void>((resolve) => {
      process.once('exit', () => resolve());
      process.kill('SIGKILL');
    });
  }
}
