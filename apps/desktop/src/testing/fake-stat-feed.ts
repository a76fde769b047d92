import type { StatisticValue } from '@cordboard/shared/statistics/stat-channel';
import type { AskStatistic, StatFeed, StatFeedListener, StatFeedStatus } from '../gateway/stat-feed.ts';

/** A stat channel with the numbers of the test: by object and stat type, `queue:VQ_Any Total_Answered`. */
export class FakeStatFeed implements StatFeed {
  readonly opened = new Map<number, AskStatistic>();
  /** Every word of the client, in order. */
  readonly words: string[] = [];
  #numbers: Readonly<Record<string, StatisticValue | { readonly refused: string }>> = {};
  #listener: StatFeedListener | undefined;
  readonly #isLiveAtOnce: boolean;

  constructor(isLiveAtOnce = true) {
    this.#isLiveAtOnce = isLiveAtOnce;
  }

  connect(_token: string, listener: StatFeedListener): void {
    this.#listener = listener;
    this.words.push('connect');
    listener.status('loading');
    if (this.#isLiveAtOnce) listener.status('live');
  }

  open(statistic: AskStatistic): void {
    this.opened.set(statistic.referenceID, statistic);
    this.words.push(`open ${nameOf(statistic)}`);
    this.#tell(statistic);
  }

  closeStatistic(referenceID: number): void {
    const statistic = this.opened.get(referenceID);
    if (statistic !== undefined) this.words.push(`close ${nameOf(statistic)}`);
    this.opened.delete(referenceID);
  }

  close(): void {
    this.#listener = undefined;
    this.opened.clear();
  }

  /** From now on these are the numbers; what is open hears of them. */
  show(numbers: Readonly<Record<string, StatisticValue | { readonly refused: string }>>): void {
    this.#numbers = { ...this.#numbers, ...numbers };
    for (const statistic of this.opened.values()) this.#tell(statistic);
  }

  tell(status: StatFeedStatus): void {
    if (status === 'lost') this.opened.clear();
    this.#listener?.status(status);
  }

  #tell(statistic: AskStatistic): void {
    const told = this.#numbers[nameOf(statistic)];
    if (told === undefined) return;
    if (typeof told === 'object' && told !== null && 'refused' in told)
      this.#listener?.refused(statistic.referenceID, told.refused);
    else this.#listener?.values([{ referenceID: statistic.referenceID, value: told }]);
  }
}

function nameOf({ object, statType }: AskStatistic): string {
  return `${object.type}:${object.id} ${statType}`;
}
