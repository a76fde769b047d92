import type { DnEvent } from '@cordboard/shared/tlib/events';
import { noCounters } from '../../base/counters.ts';
import { type Logger, silentLogger } from '../../base/logger.ts';
import { SeededRandom } from '../../base/seeded-random.ts';
import { VirtualClock } from '../../base/virtual-clock.ts';
import type { Configuration } from '../../domain/configuration/configuration.ts';
import { CallControl } from '../call-control/call-control.ts';
import { OwnAddresses } from '../messaging/network/own-addresses.ts';
import type { RecordedDocument } from '../recorder/ports.ts';
import { forgetfulStore } from './forgetful-store.ts';

/** How much a simulation may do. Handed in: this folder knows no clock but the virtual one. */
export interface SimulationLimits {
  /** Seconds of real time since some moment. */
  elapsed(): number;
  /** Seconds of real time for one run. */
  readonly elapsedMax: number;
  /** Called every now and then: lets others have the processor. */
  breathe(): Promise<void>;
}

export interface CentreObserver {
  /** Each event once it is released. */
  event(event: DnEvent): void;
  document(document: RecordedDocument): void;
}

/** How a run ended. */
export interface RunEnd {
  /** Null when it came to its end by itself. */
  readonly stoppedBecause: string | null;
  readonly elapsedSeconds: number;
}

const HOST = 'simulator.invalid';
/** How many timers fire between two looks at the limits. */
const TIMERS_IN_A_ROW = 200;

/** A switch as it is in service, with its router and its call model, on a virtual clock and without sockets or disk. */
export class SimulatedCentre {
  readonly clock: VirtualClock;
  readonly callControl: CallControl;
  /** What failed within the switch. */
  readonly failures: string[] = [];
  readonly #observers: CentreObserver[] = [];

  constructor(options: { readonly configuration: Configuration; readonly startsAt: number; readonly seed: number }) {
    this.clock = new VirtualClock(options.startsAt);
    this.callControl = new CallControl({
      configuration: options.configuration,
      store: forgetfulStore((batch) => {
        for (const document of batch.documents) for (const observer of this.#observers) observer.document(document);
      }),
      clock: this.clock,
      random: new SeededRandom(options.seed),
      logger: this.#logger(),
      counters: noCounters,
      // Customers are told in the transcript; nothing leaves by SIP.
      sender: { sendRequest: () => {}, sendStateless: () => {} },
      network: {
        sentBy: () => HOST,
        own: new OwnAddresses({ sipDomain: HOST, addresses: [], ports: () => [5060] }),
      },
      isOpen: () => true,
      observeDistribution: (event) => {
        for (const observer of this.#observers) observer.event(event);
      },
    });
  }

  observe(observer: CentreObserver): void {
    this.#observers.push(observer);
  }

  start(): Promise<void> {
    return this.callControl.start();
  }

  /** Lets virtual time pass until then, or until `isOver`: whatever happens next, happens at once. */
  async run(until: number, limits: SimulationLimits, isOver: () => boolean): Promise<RunEnd> {
    const began = limits.elapsed();
    let fired = 0;
    let stoppedBecause: string | null = null;
    await this.callControl.recorder.settled();
    while (!isOver() && this.clock.fireNext(until)) {
      await this.callControl.recorder.settled();
      fired += 1;
      if (fired % TIMERS_IN_A_ROW !== 0) continue;
      if (limits.elapsed() - began > limits.elapsedMax) {
        stoppedBecause = `It took longer than ${limits.elapsedMax} seconds.`;
        break;
      }
      await limits.breathe();
    }
    return { stoppedBecause, elapsedSeconds: limits.elapsed() - began };
  }

  #logger(): Logger {
    return {
      ...silentLogger,
      error: (fields, message) => {
        const { error } = fields as { readonly error?: unknown };
        this.failures.push(error === undefined ? message : `${message}: ${String(error)}`);
      },
      child: () => this.#logger(),
    };
  }
}
