/**
 * What queueing theory says of one queue with Poisson arrivals, exponential handling times and `agents` equal agents.
 *
 * Erlang C (A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
 * exchanges", 1917): nobody leaves before he is served.
 * Erlang A (C. Palm, "Research on telephone traffic carried by full availability groups", 1957): patience is exponential.
 */
export interface Queue {
  readonly agents: number;
  /** Per second. */
  readonly arrivalRate: number;
  readonly handlingSeconds: number;
}

export interface Expected {
  /** Share of the customers who do not find a free agent. */
  readonly probabilityOfWaiting: number;
  /** Of all customers, those who need not wait and those who leave included. */
  readonly meanWaitSeconds: number;
  /** Share of those who leave. */
  readonly abandoned: number;
}

export function erlangC({ agents, arrivalRate, handlingSeconds }: Queue): Expected {
  const offered = arrivalRate * handlingSeconds;
  // Erlang B by its recursion, then C from B.
  let blocking = 1;
  for (let count = 1; count <= agents; count += 1) blocking = (offered * blocking) / (count + offered * blocking);
  const probabilityOfWaiting = (agents * blocking) / (agents - offered * (1 - blocking));
  const meanWaitSeconds = (probabilityOfWaiting * handlingSeconds) / (agents - offered);
  return { probabilityOfWaiting, meanWaitSeconds, abandoned: 0 };
}

/** How many customers at once the sum goes to: the rest is less than rounding. */
const STATES_MAX = 2000;

export function erlangA(queue: Queue & { readonly patienceSeconds: number }): Expected {
  const { agents, arrivalRate, handlingSeconds, patienceSeconds } = queue;
  // Stationary probabilities of the birth-death process, not yet divided by their sum.
  const weights = [1];
  for (let present = 1; present < STATES_MAX; present += 1) {
    const served = Math.min(present, agents) / handlingSeconds;
    const leaving = Math.max(0, present - agents) / patienceSeconds;
    weights.push(((weights[present - 1] ?? 0) * arrivalRate) / (served + leaving));
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const share = (value: (present: number) => number) =>
    weights.reduce((total, weight, present) => total + weight * value(present), 0) / sum;
  const waiting = share((present) => Math.max(0, present - agents));
  return {
    probabilityOfWaiting: share((present) => (present >= agents ? 1 : 0)),
    meanWaitSeconds: waiting / arrivalRate,
    abandoned: waiting / patienceSeconds / arrivalRate,
  };
}
