import type { DayReport, Times } from '@cordboard/shared/routing/simulation';
import type { BookedInteraction, InteractionBook } from './interaction-book.ts';
import type { AgentWork } from './simulated-agents.ts';

export interface DayMeasures {
  /** Those who came before are not counted, ms since 1970. */
  readonly countedFrom: number;
  readonly serviceLevelMs: number;
  readonly work: readonly AgentWork[];
}

/** The figures of a day, from what was written down. */
export function reportDay(book: InteractionBook, { countedFrom, serviceLevelMs, work }: DayMeasures): DayReport {
  const counted = book.interactions.filter(({ cameAt }) => cameAt >= countedFrom);
  const waits = counted.flatMap((one) => (one.answeredAt === null ? [] : [one.answeredAt - one.cameAt]));
  const abandoned = counted.filter((one) => isAbandoned(one));
  const ended = counted.filter((one) => one.answeredAt === null && one.endedAt !== null && !isAbandoned(one));
  const atOnce = counted.filter((one) => one.answeredAt !== null && one.offeredAt === one.cameAt).length;
  const servedWell = waits.filter((wait) => wait <= serviceLevelMs).length;
  const wanted = waits.length + abandoned.length;
  return {
    interactions: counted.length,
    answered: waits.length,
    abandoned: abandoned.length,
    ended: ended.length,
    open: counted.length - waits.length - abandoned.length - ended.length,
    answeredAtOncePercent: percent(atOnce, waits.length),
    serviceLevelPercent: percent(servedWell, wanted),
    abandonedPercent: percent(abandoned.length, wanted),
    wait: timesOf(waits),
    patience: timesOf(abandoned.map((one) => (one.endedAt ?? one.cameAt) - one.cameAt)),
    failures: failuresOf(book, countedFrom),
    queues: queuesOf(book, countedFrom),
    agents: work.map(({ plan, answered, onDutyMs, busyMs, chatMs }) => ({
      agentID: plan.agentId,
      name: plan.name,
      answered,
      occupancyPercent: percent(busyMs, onDutyMs),
      chatsAtOnce: busyMs === 0 ? 0 : round(chatMs / busyMs, 2),
    })),
  };
}

function isAbandoned({ answeredAt, endedBy }: BookedInteraction): boolean {
  return answeredAt === null && endedBy === 'customer';
}

function queuesOf(book: InteractionBook, countedFrom: number): DayReport['queues'] {
  const stays = book.stays.filter(({ enteredAt }) => enteredAt >= countedFrom);
  const queues = [...new Set(stays.map(({ virtualQueue }) => virtualQueue))].toSorted();
  return queues.map((virtualQueue) => {
    const own = stays.filter((stay) => stay.virtualQueue === virtualQueue);
    const diverted = own.filter(({ how }) => how === 'diverted');
    return {
      virtualQueue,
      entered: own.length,
      diverted: diverted.length,
      abandoned: own.filter(({ how }) => how === 'abandoned').length,
      longest: book.longest(virtualQueue),
      wait: timesOf(diverted.map(({ enteredAt, leftAt }) => (leftAt ?? enteredAt) - enteredAt)),
    };
  });
}

/** Each kind of failure once, with how often it came. */
function failuresOf(book: InteractionBook, countedFrom: number): DayReport['failures'] {
  const counts = new Map<string, DayReport['failures'][number]>();
  for (const { record } of book.decisions) {
    if (record.failure === undefined || record.time < countedFrom) continue;
    const { block, reason, detail } = record.failure;
    const key = JSON.stringify([block, reason, detail]);
    counts.set(key, { block, reason, detail, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}

/** Seconds; a percentile is the smallest time that so many per cent do not exceed. */
export function timesOf(timesMs: readonly number[]): Times {
  const sorted = timesMs.toSorted((one, other) => one - other);
  const at = (share: number) => (sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0) / 1000;
  const sum = sorted.reduce((total, time) => total + time, 0);
  return {
    count: sorted.length,
    mean: sorted.length === 0 ? 0 : round(sum / sorted.length / 1000, 3),
    p50: round(at(0.5), 3),
    p95: round(at(0.95), 3),
    max: round(at(1), 3),
  };
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : round((100 * part) / whole, 2);
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
