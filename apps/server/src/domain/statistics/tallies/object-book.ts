import type { ObjectType } from '@cordboard/shared/statistics/stat-type';
import type { Day } from './day-of.ts';
import { Tally } from './tally.ts';

/** Names an object across all types: `agent:1001`. */
export function objectKey(type: ObjectType, id: string): string {
  return `${type}:${id}`;
}

/** One object with its numbers. */
export interface StatObject {
  readonly key: string;
  readonly tally: Tally;
}

/** All objects that something is known of, and what was written to them. */
export class ObjectBook {
  readonly #dayOf: (time: number) => Day;
  readonly #objects = new Map<string, StatObject>();
  readonly #changed = new Set<string>();
  #day: Day;
  /** The day that was asked for last. */
  #askedDay: Day;
  #writes = 0;
  /** Told of each object when something is written to it. */
  onWrite: (key: string) => void = () => {};
  /** Told of each object before it changes. */
  beforeChange: (key: string) => void = () => {};

  constructor(dayOf: (time: number) => Day) {
    this.#dayOf = dayOf;
    this.#day = { start: Number.NEGATIVE_INFINITY, end: Number.NEGATIVE_INFINITY };
    this.#askedDay = this.#day;
  }

  /** Numbers written so far: what events have cost. */
  get writes(): number {
    return this.#writes;
  }

  find(key: string): StatObject | undefined {
    return this.#objects.get(key);
  }

  get(type: ObjectType, id: string): StatObject {
    const key = objectKey(type, id);
    const known = this.#objects.get(key);
    if (known !== undefined) return known;
    const object: StatObject = { key, tally: new Tally({ day: this.#day.start, hasDurations: type === 'queue' }) };
    this.#objects.set(key, object);
    return object;
  }

  /** The day of a moment. */
  dayAt(time: number): Day {
    if (!isIn(this.#askedDay, time)) this.#askedDay = isIn(this.#day, time) ? this.#day : this.#dayOf(time);
    return this.#askedDay;
  }

  /** From now on events are of this time. Time does not go back over midnight. */
  enter(time: number): void {
    if (time >= this.#day.end) this.#day = this.dayAt(time);
  }

  begin(objects: readonly StatObject[], keys: readonly number[], since: number): void {
    this.adopt(objects, keys, since, since);
  }

  end(objects: readonly StatObject[], keys: readonly number[], since: number, time: number): void {
    for (const object of objects) for (const key of keys) this.#write(object).end(key, since, time);
  }

  occur(objects: readonly StatObject[], keys: readonly number[], since: number, time: number): void {
    for (const object of objects) for (const key of keys) this.#write(object).occur(key, since, time);
  }

  /** What has been going on since then counts under these keys too from now on … */
  adopt(objects: readonly StatObject[], keys: readonly number[], since: number, time: number): void {
    for (const object of objects) for (const key of keys) this.#write(object).begin(key, since, time);
  }

  /** … or does not any longer, as if it had never been there. */
  drop(objects: readonly StatObject[], keys: readonly number[], since: number, time: number): void {
    for (const object of objects) for (const key of keys) this.#write(object).drop(key, since, time);
  }

  enterLogin(object: StatObject, time: number): void {
    this.#write(object).enterLogin(time);
  }

  /** To be called before something that is stored with the object changes. */
  willChange({ key }: StatObject): void {
    this.beforeChange(key);
    this.#changed.add(key);
  }

  /** Keys of the objects that have changed since this was asked last. */
  takeChanged(): readonly string[] {
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed;
  }

  /** These are to be stored again: it did not work out. */
  markChanged(keys: Iterable<string>): void {
    for (const key of keys) this.#changed.add(key);
  }

  restore(key: string, tally: Tally): void {
    this.#objects.set(key, { key, tally });
  }

  #write(object: StatObject): Tally {
    this.#writes += 1;
    this.willChange(object);
    this.onWrite(object.key);
    object.tally.enterDay(this.#day.start);
    return object.tally;
  }
}

function isIn({ start, end }: Day, time: number): boolean {
  return time >= start && time < end;
}
