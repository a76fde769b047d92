import { Worker } from 'node:worker_threads';
import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { SimulationReply, SimulationRequest } from '@cordboard/shared/routing/simulation';
import { fail, type Result } from '../../base/result.ts';
import type { SimulationOrder } from './simulation-thread.ts';

const THREAD = new URL('./simulation-thread.ts', import.meta.url);
/** For starting the thread and reading the store, besides the runs themselves. */
const GRACE_SECONDS = 10;
const MEMORY_MB_MAX = 512;

export type SimulationSurroundings = Omit<SimulationOrder, 'request'>;

/** Runs simulations in a thread of their own, one at a time: another one that is asked for meanwhile is refused. */
export class SimulationDesk {
  readonly #surroundings: () => SimulationSurroundings;
  #worker: Worker | undefined;

  constructor(surroundings: () => SimulationSurroundings) {
    this.#surroundings = surroundings;
  }

  async simulate(request: SimulationRequest): Promise<Result<SimulationReply, Refusal>> {
    if (this.#worker !== undefined) return fail(refuse('TooManyRequests', 'A simulation is running.'));
    const order: SimulationOrder = { request, ...this.#surroundings() };
    const worker = new Worker(THREAD, {
      workerData: order,
      name: 'simulator',
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB_MAX },
    });
    this.#worker = worker;
    // Two runs at most; a thread that does not end by itself then has gone astray.
    const secondsMax = 2 * order.elapsedMax + GRACE_SECONDS;
    const timer = setTimeout(() => void worker.terminate(), secondsMax * 1000);
    try {
      return await new Promise<Result<SimulationReply, Refusal>>((resolve) => {
        worker.once('message', resolve);
        worker.once('error', (error) => resolve(fail(refuse('InternalError', String(error)))));
        worker.once('exit', () => resolve(fail(refuse('SimulationTooLong'))));
      });
    } finally {
      clearTimeout(timer);
      await worker.terminate();
      this.#worker = undefined;
    }
  }

  /** Ends what runs. */
  async close(): Promise<void> {
    await this.#worker?.terminate();
  }
}
