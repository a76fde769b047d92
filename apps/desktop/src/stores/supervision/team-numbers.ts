import { type StatState, statKey, type WantedStatistic } from '../statistics/stat-store.ts';
import { numberOf } from '../statistics/use-statistics.ts';

/** What a row shows of a queue's day. Undefined until it has come, null when there is nothing to tell. */
export interface QueueNumbers {
  readonly answered: number | null | undefined;
  readonly abandoned: number | null | undefined;
  /** Percentage of those answered or abandoned. */
  readonly serviceLevel: number | null | undefined;
  readonly answeredInTime: number | null | undefined;
  /** Seconds. */
  readonly averageAnswer: number | null | undefined;
  /** Why a number does not come. */
  readonly refusal: string | undefined;
}

const ofQueue = (id: string, statType: string, withinSeconds?: number): WantedStatistic => ({
  type: 'queue',
  id,
  statType,
  ...(withinSeconds === undefined ? {} : { withinSeconds }),
});

function wantedOfQueue(id: string, objectiveSeconds: number) {
  return {
    answered: ofQueue(id, 'Total_Answered'),
    abandoned: ofQueue(id, 'Total_Abandoned'),
    serviceLevel: ofQueue(id, 'Service_Level', objectiveSeconds),
    answeredInTime: ofQueue(id, 'Total_Answered_In_Range', objectiveSeconds),
    averageAnswer: ofQueue(id, 'Average_Speed_Of_Answer'),
  };
}

export function statisticsOfQueues(queues: readonly string[], objectiveSeconds: number): WantedStatistic[] {
  return queues.flatMap((queue) => Object.values(wantedOfQueue(queue, objectiveSeconds)));
}

export function queueNumbers(state: StatState, queue: string, objectiveSeconds: number): QueueNumbers {
  const wanted = wantedOfQueue(queue, objectiveSeconds);
  return {
    answered: numberOf(state, wanted.answered),
    abandoned: numberOf(state, wanted.abandoned),
    serviceLevel: numberOf(state, wanted.serviceLevel),
    answeredInTime: numberOf(state, wanted.answeredInTime),
    averageAnswer: numberOf(state, wanted.averageAnswer),
    refusal: Object.values(wanted)
      .map((one) => state.refusals.get(statKey(one)))
      .find((message) => message !== undefined),
  };
}

/** All queues together: null of nothing, undefined until every queue's numbers have come. */
export interface DayTotals {
  readonly serviceLevel: number | null | undefined;
  readonly averageAnswer: number | null | undefined;
}

export function dayTotals(queues: readonly QueueNumbers[]): DayTotals {
  if (queues.some(({ answered, averageAnswer }) => answered === undefined || averageAnswer === undefined))
    return { serviceLevel: undefined, averageAnswer: undefined };
  const sum = (of: (queue: QueueNumbers) => number): number => queues.reduce((total, queue) => total + of(queue), 0);
  const answered = sum((queue) => queue.answered ?? 0);
  const offered = answered + sum((queue) => queue.abandoned ?? 0);
  return {
    serviceLevel: offered === 0 ? null : (sum((queue) => queue.answeredInTime ?? 0) / offered) * 100,
    averageAnswer:
      answered === 0 ? null : sum((queue) => (queue.averageAnswer ?? 0) * (queue.answered ?? 0)) / answered,
  };
}

/** A column of an agent's day. */
export interface DayColumn {
  readonly id: string;
  readonly words: string;
  readonly title?: string;
  readonly statType: string;
  readonly isTime: boolean;
  readonly grows?: boolean;
}

export const DAY_COLUMNS: readonly DayColumn[] = [
  { id: 'handled', words: 'Handled', statType: 'Total_Calls_Handled', isTime: false },
  {
    id: 'average',
    words: 'Average',
    title: 'Handling time, from the answer to the end of after-contact work',
    statType: 'Average_Handling_Time',
    isTime: true,
  },
  { id: 'missed', words: 'Missed', statType: 'Total_Calls_Missed', isTime: false },
  { id: 'transfers', words: 'Transferred', statType: 'Total_Transfers_Made', isTime: false },
  { id: 'busy', words: 'On chats', statType: 'Total_Busy_Time', isTime: true, grows: true },
  {
    id: 'ready',
    words: 'Ready',
    title: 'Ready, without a chat',
    statType: 'Total_Ready_Time',
    isTime: true,
    grows: true,
  },
  { id: 'notReady', words: 'Not ready', statType: 'Total_Not_Ready_Time', isTime: true, grows: true },
  { id: 'loggedIn', words: 'Logged in', statType: 'Total_Login_Time', isTime: true, grows: true },
];

export function ofAgent(userName: string, { statType, grows }: DayColumn): WantedStatistic {
  return { type: 'agent', id: userName, statType, ...(grows === true ? { grows } : {}) };
}

/** Which column orders the agents, `name` for none of them. */
export interface DayOrder {
  readonly column: string;
  readonly isDescending: boolean;
}

export interface DayRow {
  readonly userName: string;
  readonly name: string;
  readonly numbers: readonly (number | null | undefined)[];
}

/** Those without a number stand last, whichever way round. */
export function orderDay(rows: readonly DayRow[], { column, isDescending }: DayOrder): DayRow[] {
  const index = DAY_COLUMNS.findIndex(({ id }) => id === column);
  const byName = (a: DayRow, b: DayRow): number => a.name.localeCompare(b.name);
  const sign = isDescending ? -1 : 1;
  if (index < 0) return [...rows].sort((a, b) => sign * byName(a, b));
  return [...rows].sort((a, b) => {
    const [left, right] = [a.numbers[index], b.numbers[index]];
    if (left == null || right == null) return Number(left == null) - Number(right == null) || byName(a, b);
    return sign * (left - right) || byName(a, b);
  });
}
