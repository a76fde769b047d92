import { Durations, type StoredDurations } from './durations.ts';
import { type EndedSum, RecentEnds } from './recent-ends.ts';
import { RecentTimes, type StoredTimes } from './recent-times.ts';

/** What a profile has seen end. `adjusted` is the time within the profile only. */
interface Cell extends EndedSum {
  adjusted: number;
}

/** What goes on under one key: how many, and the sum of their begins; `day` and `login` begin with the profile at the earliest. */
interface Ongoing {
  number: number;
  since: number;
  daySince: number;
  loginSince: number;
}

/** A tally as it is stored: flat numbers. */
export interface StoredTally {
  /** Begin of the day that `ended` is about. */
  readonly day: number;
  /** key, number, time, max, adjusted */
  readonly ended: readonly number[];
  /** Begin of the login that `endedSinceLogin` is about; null for none. */
  readonly login: number | null;
  readonly endedSinceLogin: readonly number[];
  /** key, number, since, daySince, loginSince */
  readonly ongoing: readonly number[];
  readonly recent: readonly number[];
  readonly times: StoredTimes;
  /** Of queues only. */
  readonly durations?: StoredDurations | undefined;
}

/** A tally that has nothing yet. */
export interface NewTally {
  readonly day: number;
  readonly hasDurations: boolean;
}

const CELL_WIDTH = 5;
/** Sums of begins are kept from here on (2025), so that those of thousands of agents stay exact. */
const EPOCH = 1_735_689_600_000;

/** All numbers of one object, by key: what goes on now, what has ended today, since the login and within the last hour. */
export class Tally {
  readonly #ended: Map<number, Cell>;
  readonly #endedSinceLogin: Map<number, Cell>;
  readonly #ongoing = new Map<number, Ongoing>();
  readonly #recent: RecentEnds;
  readonly #times: RecentTimes;
  /** How long what ended took; undefined where nobody asks. */
  readonly durations: Durations | undefined;
  #day: number;
  #login: number | null;

  constructor(from: NewTally | StoredTally) {
    const stored = 'ended' in from ? from : undefined;
    const hasDurations = 'ended' in from ? from.durations !== undefined : from.hasDurations;
    this.#day = from.day;
    this.durations = hasDurations ? new Durations(from.day, stored?.durations) : undefined;
    this.#times = new RecentTimes(stored?.times);
    this.#login = stored?.login ?? null;
    this.#ended = readCells(stored?.ended);
    this.#endedSinceLogin = readCells(stored?.endedSinceLogin);
    this.#recent = new RecentEnds(stored?.recent);
    const ongoing = stored?.ongoing ?? [];
    for (let at = 0; at < ongoing.length; at += CELL_WIDTH) {
      const [key = 0, number = 0, since = 0, daySince = 0, loginSince = 0] = ongoing.slice(at, at + CELL_WIDTH);
      this.#ongoing.set(key, { number, since, daySince, loginSince });
    }
  }

  /** The day that everything is about from now on; a new one begins with nothing. */
  enterDay(day: number): void {
    if (day <= this.#day) return;
    this.#day = day;
    this.#ended.clear();
    this.durations?.enterDay(day);
    for (const ongoing of this.#ongoing.values()) ongoing.daySince = ongoing.number * (day - EPOCH);
  }

  /** The agent logs in: a new login begins with nothing. */
  enterLogin(time: number): void {
    this.#login = time;
    this.#endedSinceLogin.clear();
    for (const ongoing of this.#ongoing.values()) ongoing.loginSince = ongoing.number * (time - EPOCH);
  }

  /** Goes on since then; for windows from now on. */
  begin(key: number, since: number, time: number): void {
    const ongoing = this.#ongoing.get(key) ?? { number: 0, since: 0, daySince: 0, loginSince: 0 };
    this.#ongoing.set(key, ongoing);
    this.#change(ongoing, 1, since);
    this.#times.change(key, 1, time);
  }

  end(key: number, since: number, time: number): void {
    if (this.drop(key, since, time)) this.#add(key, since, time);
  }

  /** Goes on no longer, and does not count as ended; false when it did not go on. */
  drop(key: number, since: number, time: number): boolean {
    const ongoing = this.#ongoing.get(key);
    if (ongoing === undefined) return false;
    this.#change(ongoing, -1, since);
    this.#times.change(key, -1, time);
    if (ongoing.number === 0) this.#ongoing.delete(key);
    return true;
  }

  /** Something happened that ends what took `time - since`. */
  occur(key: number, since: number, time: number): void {
    this.#add(key, since, time);
  }

  ongoingNumber(keys: Iterable<number>): number {
    let number = 0;
    for (const key of keys) number += this.#ongoing.get(key)?.number ?? 0;
    return number;
  }

  /** How long all that goes on has been going on, together. */
  ongoingTime(keys: Iterable<number>, now: number): number {
    let time = 0;
    for (const key of keys) {
      const ongoing = this.#ongoing.get(key);
      if (ongoing !== undefined) time += ongoing.number * (now - EPOCH) - ongoing.since;
    }
    return time;
  }

  /** Adds what ended since midnight; `day` is the day of now. */
  addEndedToday(sum: EndedSum, keys: Iterable<number>, day: number): void {
    if (day === this.#day) addCells(sum, this.#ended, keys);
  }

  addEndedSinceLogin(sum: EndedSum, keys: Iterable<number>): void {
    addCells(sum, this.#endedSinceLogin, keys);
  }

  addRecent(sum: EndedSum, keys: ReadonlySet<number>, now: number, windowMs: number): void {
    this.#recent.addTo(sum, keys, now, windowMs);
  }

  /** Time since midnight, what goes on included. */
  adjustedToday(keys: Iterable<number>, day: number, now: number): number {
    let time = 0;
    for (const key of keys) {
      const ongoing = this.#ongoing.get(key);
      const isToday = day === this.#day;
      if (isToday) time += this.#ended.get(key)?.adjusted ?? 0;
      if (ongoing === undefined) continue;
      time += ongoing.number * (now - EPOCH) - (isToday ? ongoing.daySince : ongoing.number * (day - EPOCH));
    }
    return time;
  }

  /** Time since the login, what goes on included. */
  adjustedSinceLogin(keys: Iterable<number>, now: number): number {
    let time = 0;
    for (const key of keys) {
      time += this.#endedSinceLogin.get(key)?.adjusted ?? 0;
      const ongoing = this.#ongoing.get(key);
      if (ongoing !== undefined && this.#login !== null) time += ongoing.number * (now - EPOCH) - ongoing.loginSince;
    }
    return time;
  }

  /** Time within the window that reaches up to `now`, what goes on included. */
  adjustedRecently(keys: Iterable<number>, now: number, windowMs: number): number {
    return this.#times.within(keys, now, windowMs);
  }

  toJSON(): StoredTally {
    return {
      day: this.#day,
      ended: writeCells(this.#ended),
      login: this.#login,
      endedSinceLogin: writeCells(this.#endedSinceLogin),
      ongoing: [...this.#ongoing].flatMap(([key, { number, since, daySince, loginSince }]) => [
        key,
        number,
        since,
        daySince,
        loginSince,
      ]),
      recent: this.#recent.toJSON(),
      times: this.#times.toJSON(),
      durations: this.durations?.toJSON(),
    };
  }

  #change(ongoing: Ongoing, difference: 1 | -1, since: number): void {
    ongoing.number += difference;
    ongoing.since += difference * (since - EPOCH);
    ongoing.daySince += difference * (Math.max(since, this.#day) - EPOCH);
    ongoing.loginSince += difference * (Math.max(since, this.#login ?? since) - EPOCH);
  }

  #add(key: number, since: number, time: number): void {
    const duration = Math.max(time - since, 0);
    addToCell(this.#ended, key, duration, Math.max(time - Math.max(since, this.#day), 0));
    if (this.#login !== null) {
      addToCell(this.#endedSinceLogin, key, duration, Math.max(time - Math.max(since, this.#login), 0));
    }
    this.#recent.add(key, time, duration);
    this.durations?.add(key, time, duration);
  }
}

function addToCell(cells: Map<number, Cell>, key: number, duration: number, adjusted: number): void {
  const cell = cells.get(key);
  if (cell === undefined) {
    cells.set(key, { number: 1, time: duration, max: duration, adjusted });
    return;
  }
  cell.number += 1;
  cell.time += duration;
  cell.max = Math.max(cell.max, duration);
  cell.adjusted += adjusted;
}

function addCells(sum: EndedSum, cells: ReadonlyMap<number, Cell>, keys: Iterable<number>): void {
  for (const key of keys) {
    const cell = cells.get(key);
    if (cell === undefined) continue;
    sum.number += cell.number;
    sum.time += cell.time;
    sum.max = Math.max(sum.max, cell.max);
  }
}

function readCells(flat: readonly number[] = []): Map<number, Cell> {
  const cells = new Map<number, Cell>();
  for (let at = 0; at < flat.length; at += CELL_WIDTH) {
    const [key = 0, number = 0, time = 0, max = 0, adjusted = 0] = flat.slice(at, at + CELL_WIDTH);
    cells.set(key, { number, time, max, adjusted });
  }
  return cells;
}

function writeCells(cells: ReadonlyMap<number, Cell>): readonly number[] {
  return [...cells].flatMap(([key, { number, time, max, adjusted }]) => [key, number, time, max, adjusted]);
}
