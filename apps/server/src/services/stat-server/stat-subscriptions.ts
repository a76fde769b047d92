import type { Notification, StatisticMessage, StatisticValue } from '@cordboard/shared/statistics/stat-channel';
import { SLIDING_STEP_SECONDS } from '@cordboard/shared/statistics/stat-type';
import type { Clock, StopTimer } from '../../base/clock.ts';
import { readStatistic, type Statistic } from '../../domain/statistics/read-statistic.ts';
import type { StatisticsModel } from '../../domain/statistics/statistics-model.ts';
import { objectKey } from '../../domain/statistics/tallies/object-book.ts';
import type { StatClient } from './stat-service.ts';

const TICK_MS = 1000;
const STEP_MS = SLIDING_STEP_SECONDS * 1000;

interface Subscription {
  readonly client: StatClient;
  readonly referenceID: number;
  readonly statistic: Statistic;
  /** The same for the same statistic, whoever asks. */
  readonly statisticKey: string;
  readonly notification: Notification;
  /** The value that was sent last, as JSON. */
  sent: string;
  sentAt: number;
}

/** What clients have open. Once a second those get new values whose statistics have changed, or whose period is over. */
export class StatSubscriptions {
  readonly #model: StatisticsModel;
  readonly #clock: Clock;
  readonly #byClient = new Map<StatClient, Map<number, Subscription>>();
  readonly #byObject = new Map<string, Set<Subscription>>();
  readonly #periodic = new Set<Subscription>();
  /** Those that change with time alone: windows slide, days begin. */
  readonly #timed = new Set<Subscription>();
  /** Objects to which something was written since the last tick. */
  readonly #written = new Set<string>();
  /** Whose value may be another one. */
  readonly #due = new Set<Subscription>();
  #lastStep = 0;
  #stopTimer: StopTimer | undefined;
  #reads = 0;

  constructor(model: StatisticsModel, clock: Clock) {
    this.#model = model;
    this.#clock = clock;
    model.book.onWrite = (key) => {
      if (this.#byObject.has(key)) this.#written.add(key);
    };
  }

  /** Values read so far, for all clients together. */
  get reads(): number {
    return this.#reads;
  }

  countOf(client: StatClient): number {
    return this.#byClient.get(client)?.size ?? 0;
  }

  has(client: StatClient, referenceID: number): boolean {
    return this.#byClient.get(client)?.has(referenceID) === true;
  }

  /** Returns the value of this moment. */
  add(client: StatClient, referenceID: number, statistic: Statistic, notification: Notification): StatisticValue {
    const now = this.#clock.now();
    const value = this.#read(statistic, now);
    const { object, category, isStatus, view, main, rel, profile, inRange } = statistic;
    const statisticKey = JSON.stringify([object, category, isStatus, view, [...main], [...rel], profile, [...inRange]]);
    const sent = JSON.stringify(value);
    const subscription = { client, referenceID, statistic, statisticKey, notification, sent, sentAt: now };
    const ofClient = this.#byClient.get(client) ?? new Map<number, Subscription>();
    this.#byClient.set(client, ofClient.set(referenceID, subscription));
    if (notification.mode === 'period') this.#periodic.add(subscription);
    else {
      const key = objectKey(object.type, object.id);
      const ofObject = this.#byObject.get(key) ?? new Set();
      this.#byObject.set(key, ofObject.add(subscription));
      if (!category.startsWith('Current')) this.#timed.add(subscription);
    }
    if (this.#stopTimer === undefined) this.#startTimer();
    return value;
  }

  /** False when there was none. */
  remove(client: StatClient, referenceID: number): boolean {
    const ofClient = this.#byClient.get(client);
    const subscription = ofClient?.get(referenceID);
    if (ofClient === undefined || subscription === undefined) return false;
    ofClient.delete(referenceID);
    if (ofClient.size === 0) this.#byClient.delete(client);
    const { type, id } = subscription.statistic.object;
    const key = objectKey(type, id);
    const ofObject = this.#byObject.get(key);
    ofObject?.delete(subscription);
    if (ofObject?.size === 0) this.#byObject.delete(key);
    for (const set of [this.#periodic, this.#timed, this.#due]) set.delete(subscription);
    if (this.#byClient.size === 0) this.close();
    return true;
  }

  leave(client: StatClient): void {
    for (const referenceID of [...(this.#byClient.get(client)?.keys() ?? [])]) this.remove(client, referenceID);
  }

  /** Sends nothing more before somebody opens a statistic. */
  close(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  /** Whatever was sent may be another one by now. */
  reviewAll(): void {
    for (const subscriptions of this.#byObject.values()) for (const one of subscriptions) this.#due.add(one);
  }

  #startTimer(): void {
    this.#stopTimer = this.#clock.startTimer(TICK_MS, () => {
      this.#startTimer();
      this.#tick();
    });
  }

  #tick(): void {
    const now = this.#clock.now();
    for (const key of this.#written) for (const one of this.#byObject.get(key) ?? []) this.#due.add(one);
    this.#written.clear();
    const step = Math.floor(now / STEP_MS);
    if (step !== this.#lastStep) for (const one of this.#timed) this.#due.add(one);
    this.#lastStep = step;
    this.#send(now);
  }

  #send(now: number): void {
    const values = new Map<string, StatisticValue>();
    const messages = new Map<StatClient, StatisticMessage[]>();
    const readOnce = ({ statistic, statisticKey }: Subscription): StatisticValue => {
      const known = values.get(statisticKey);
      if (known !== undefined) return known;
      const value = this.#read(statistic, now);
      values.set(statisticKey, value);
      return value;
    };
    const send = (subscription: Subscription, value: StatisticValue): void => {
      const { client, referenceID } = subscription;
      subscription.sentAt = now;
      messages.set(client, [...(messages.get(client) ?? []), { referenceID, value }]);
    };
    for (const subscription of this.#due) {
      if (now - subscription.sentAt < subscription.notification.seconds * 1000) continue;
      this.#due.delete(subscription);
      const value = readOnce(subscription);
      const text = JSON.stringify(value);
      if (text === subscription.sent) continue;
      subscription.sent = text;
      send(subscription, value);
    }
    for (const subscription of this.#periodic) {
      if (now - subscription.sentAt >= subscription.notification.seconds * 1000)
        send(subscription, readOnce(subscription));
    }
    for (const [client, list] of messages) client.show({ name: 'values', message: { time: now, values: list } });
  }

  #read(statistic: Statistic, now: number): StatisticValue {
    this.#reads += 1;
    return readStatistic(this.#model, statistic, now);
  }
}
