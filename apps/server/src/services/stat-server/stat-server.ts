import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { CloseStatistic, OpenStatistic } from '@cordboard/shared/statistics/stat-channel';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import { estimateWaitMs } from '../../domain/statistics/estimate-wait.ts';
import { directoryOf } from '../../domain/statistics/folds/statistics-directory.ts';
import { StatDefinitions } from '../../domain/statistics/stat-definitions.ts';
import { StatisticsModel } from '../../domain/statistics/statistics-model.ts';
import { dayOf } from '../../domain/statistics/tallies/day-of.ts';
import type { EventPublisher } from '../call-control/clients/event-publisher.ts';
import type { RecordStore } from '../recorder/ports.ts';
import type { Recorder } from '../recorder/recorder.ts';
import type { Effect } from '../switch/effects/effects.ts';
import type { SwitchState } from '../switch/switch-state.ts';
import { checkStatistic } from './check-statistic.ts';
import type { StatClient, StatService } from './stat-service.ts';
import { StatSubscriptions } from './stat-subscriptions.ts';
import { StatisticsFollower } from './statistics-follower.ts';
import { StatisticsKeeper } from './statistics-keeper.ts';

export interface StatServerOptions {
  readonly state: SwitchState;
  readonly recorder: Pick<Recorder<Effect>, 'submit'>;
  readonly publisher: Pick<EventPublisher, 'onPublished'>;
  readonly store: Pick<RecordStore, 'readAllEvents'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** IANA name of the zone whose midnight begins the day, unless the tenant names one. */
  readonly timeZone: string;
}

/** Statistics that one client may have open. */
const OPEN_MAX = 1000;
const OPEN_MAX_OF_APPLICATION = 10_000;

/** Counts what happens and tells those who want to know. It sees stored events and nothing else. */
export class StatServer implements StatService {
  readonly model: StatisticsModel;
  readonly #options: StatServerOptions;
  readonly #definitions: StatDefinitions;
  readonly #follower: StatisticsFollower;
  readonly #keeper: StatisticsKeeper;
  readonly #subscriptions: StatSubscriptions;
  /** Who asked before the numbers were those of now. */
  #awaiting: { readonly client: StatClient; readonly request: OpenStatistic }[] = [];

  constructor(options: StatServerOptions) {
    this.#options = options;
    const { state, publisher, recorder, store, clock, logger } = options;
    const { configuration } = state;
    const timeZone = configuration.tenant.options['statistics-time-zone'] ?? options.timeZone;
    this.#definitions = new StatDefinitions(configuration.file.statistics);
    const model = new StatisticsModel({
      directory: directoryOf(configuration),
      dayOf: (time) => dayOf(timeZone, time),
      dataFilters: this.#definitions.dataFilters,
    });
    this.model = model;
    this.#follower = new StatisticsFollower({ model, store, clock, logger, caughtUp: () => this.#caughtUp() });
    this.#keeper = new StatisticsKeeper({ model, follower: this.#follower, recorder, clock });
    this.#subscriptions = new StatSubscriptions(model, clock);
    state.onLoaded((record) => this.#follower.loaded(record));
    publisher.onPublished((event) => this.#follower.published(event));
  }

  /** Whether the numbers are those of now. */
  get isCaughtUp(): boolean {
    return this.#follower.isCaughtUp;
  }

  open(client: StatClient, request: OpenStatistic): void {
    if (!this.#follower.isCaughtUp) {
      if (this.#awaiting.filter((one) => one.client === client).length < OPEN_MAX)
        this.#awaiting.push({ client, request });
      else this.#refuse(client, request.referenceID, refuse('TooManyStatistics'));
      return;
    }
    const { referenceID, notification } = request;
    if (this.#subscriptions.has(client, referenceID)) {
      this.#refuse(client, referenceID, refuse('InvalidAttribute', 'This referenceID is open already.'));
      return;
    }
    const max = client.role === 'application' ? OPEN_MAX_OF_APPLICATION : OPEN_MAX;
    if (this.#subscriptions.countOf(client) >= max) {
      this.#refuse(client, referenceID, refuse('TooManyStatistics'));
      return;
    }
    const checked = checkStatistic(this.#options.state.configuration, this.#definitions, client, request);
    if (!checked.ok) {
      this.#refuse(client, referenceID, checked.failure);
      return;
    }
    const value = this.#subscriptions.add(client, referenceID, checked.value, notification);
    client.show({ name: 'opened', message: { referenceID, time: this.#options.clock.now(), value } });
  }

  close(client: StatClient, { referenceID }: CloseStatistic): void {
    this.#awaiting = this.#awaiting.filter((one) => one.client !== client || one.request.referenceID !== referenceID);
    if (this.#subscriptions.remove(client, referenceID)) client.show({ name: 'closed', message: { referenceID } });
    else this.#refuse(client, referenceID, refuse('UnknownStatistic', 'This referenceID is not open.'));
  }

  leave(client: StatClient): void {
    this.#awaiting = this.#awaiting.filter((one) => one.client !== client);
    this.#subscriptions.leave(client);
  }

  /**
   * Seconds that somebody at this place of a queue, from 1 on, will probably wait; without a place the last one. Undefined
   * while nothing was answered there. For announcements and thresholds: it sees what is stored, so it may lag by a step.
   */
  estimatedWait(queue: string, now: number, position?: number): number | undefined {
    const estimate = estimateWaitMs(this.model, queue, now, position === undefined ? {} : { position });
    return estimate === undefined ? undefined : Math.round(estimate / 1000);
  }

  /** Stores the numbers, so that the next start reads little of the log; then nothing more is sent. */
  stop(): void {
    this.#keeper.keepNow();
    this.#follower.close();
    this.#subscriptions.close();
  }

  /** As after a crash: whatever is not stored is lost, timers included. */
  abandon(): void {
    this.#keeper.stop();
    this.#follower.close();
    this.#subscriptions.close();
  }

  #caughtUp(): void {
    this.#keeper.start();
    this.#subscriptions.reviewAll();
    const awaiting = this.#awaiting;
    this.#awaiting = [];
    for (const { client, request } of awaiting) this.open(client, request);
  }

  #refuse(client: StatClient, referenceID: number, { code, message }: Refusal): void {
    client.show({ name: 'refused', message: { referenceID, errorCode: code, errorMessage: message } });
  }
}
