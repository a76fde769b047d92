import { Worker } from 'node:worker_threads';
import type { Logger } from '../../../base/logger.ts';
import { type FailureNote, StoreFailure } from './store-failure.ts';
import type { OrderMessage, WorkerMessage } from './worker-messages.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (failure: StoreFailure) => void;
}

export interface WorkerLinkOptions {
  readonly script: URL;
  /** For the log. */
  readonly workerName: string;
  readonly path: string;
  readonly logger: Logger;
}

/** Sends orders to a thread and hands back its replies. A thread that died is started again by the next order. */
export class WorkerLink<Order> {
  readonly #options: WorkerLinkOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #opening: Promise<unknown> | undefined;
  #nextOrderId = 1;

  constructor(options: WorkerLinkOptions) {
    this.#options = options;
  }

  /** Whether the thread is there; answers what it said when it opened. */
  open(): Promise<unknown> {
    this.#opening ??= this.#start();
    return this.#opening;
  }

  /** Rejects with a StoreFailure; `WORKER_DIED` leaves open whether the order was carried out. */
  async send(order: Order): Promise<unknown> {
    await this.open();
    const worker = this.#worker;
    if (worker === undefined) throw new StoreFailure('WORKER_DIED', `the ${this.#options.workerName} ended`);
    const orderId = this.#nextOrderId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(orderId, { resolve, reject });
      const message: OrderMessage<Order> = { orderId, order };
      worker.postMessage(message);
    });
  }

  /** Ends the thread at once, whatever it does. */
  async terminate(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Promise<unknown> {
    const { script, workerName, path, logger } = this.#options;
    return new Promise((resolve, reject) => {
      const worker = new Worker(script, {
        // What it is given is garbage a moment later: a young generation of the default size would only hold it longer.
        resourceLimits: { maxYoungGenerationSizeMb: 8 },
        workerData: { path },
        name: workerName,
      });
      this.#worker = worker;
      const end = (failure: StoreFailure) => {
        if (this.#worker === worker) {
          this.#worker = undefined;
          this.#opening = undefined;
          this.#rejectAll(failure);
        }
        reject(failure);
      };
      worker.on('message', (message: WorkerMessage) => {
        switch (message.name) {
          case 'opened':
            return resolve(message.value);
          case 'failedToOpen':
            return end(toStoreFailure(message.failure));
          case 'done':
            return this.#take(message.orderId)?.resolve(message.value);
          case 'failed':
            return this.#take(message.orderId)?.reject(toStoreFailure(message.failure));
          case 'warning':
            return logger.warn({ worker: workerName, failure: message.failure }, message.what);
        }
      });
      worker.on('error', (error) => {
        logger.error({ worker: workerName, error }, 'storage thread failed');
        end(
          new StoreFailure(
            'WORKER_DIED',
            `the ${workerName} failed: ${error instanceof Error ? error.message : error}`,
          ),
        );
      });
      worker.on('exit', () => end(new StoreFailure('WORKER_DIED', `the ${workerName} ended`)));
    });
  }

  #take(orderId: number): Waiting | undefined {
    const waiting = this.#waiting.get(orderId);
    this.#waiting.delete(orderId);
    return waiting;
  }

  #rejectAll(failure: StoreFailure): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(failure);
  }
}

function toStoreFailure(note: FailureNote): StoreFailure {
  return new StoreFailure(note.code, note.message);
}
