import type { AgentSession } from '../apps/server/src/domain/agents/agent-session.ts';
import { nextPairing } from '../apps/server/src/domain/routing/next-pairing.ts';
import { ReadyAgents } from '../apps/server/src/domain/routing/ready-agents.ts';
import type { RouteRequest } from '../apps/server/src/domain/routing/route-request.ts';
import type { RoutingTarget } from '../apps/server/src/domain/routing/strategy/targets.ts';
import {
  CANDIDATES_MAX,
  findTarget,
  type Selection,
  selectTarget,
} from '../apps/server/src/domain/routing/targets/select-target.ts';
import { WaitingRequests } from '../apps/server/src/domain/routing/waiting-requests.ts';
import { agentSession, routeRequest } from '../apps/server/test/support/routing-rows.ts';

export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly note: string;
}

const FEW = 10;
const MANY = 10_000;
const ROUNDS = 41;
const WARM_UP_ROUNDS = 5;
const CHOICES_PER_ROUND = 5_000;
const TARGET: RoutingTarget = { type: 'agentGroup', name: 'G', choice: 'longestReady' };

/** A centre in which nobody waits and `agentCount` agents are free. */
class Centre {
  readonly readyAgents = new ReadyAgents(() => [TARGET.name]);
  readonly waiting = new WaitingRequests();
  readonly request: RouteRequest = routeRequest('0000000000000001', { target: TARGET });
  #now: number;

  constructor(agentCount: number) {
    for (let index = 0; index < agentCount; index += 1) {
      this.readyAgents.replace(undefined, agentSession(String(100_000 + index), { waitingSince: index }));
    }
    this.#now = agentCount;
  }

  choose(): AgentSession | undefined {
    return findTarget(TARGET, this.readyAgents, this.request, this.#now);
  }

  chooseAndExplain(): Selection {
    return selectTarget(TARGET, this.readyAgents, this.request, this.#now);
  }

  /** A request arrives, is paired and offered; the chosen agent goes to the end of the line. */
  route(): void {
    this.#now += 1;
    this.waiting.replace(undefined, this.request);
    const pairing = nextPairing(this.waiting, this.readyAgents, this.#now);
    if (pairing === undefined) throw new Error('nobody was chosen');
    this.waiting.replace(pairing.request, undefined);
    this.readyAgents.replace(pairing.agent, { ...pairing.agent, waitingSince: this.#now });
  }
}

/** Nanoseconds per call. */
function measure(work: () => unknown): number {
  const start = process.hrtime.bigint();
  for (let count = 0; count < CHOICES_PER_ROUND; count += 1) work();
  return Number(process.hrtime.bigint() - start) / CHOICES_PER_ROUND;
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
}

/** What `work` costs with few and with many free agents. They take turns within one run, so both see the same machine load. */
function compare(
  what: string,
  fewCount: number,
  work: (centre: Centre) => unknown,
  remark: string,
): readonly BenchRow[] {
  const few = new Centre(fewCount);
  const many = new Centre(MANY);
  const measureFew = () => measure(() => work(few));
  const measureMany = () => measure(() => work(many));
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) {
    measureFew();
    measureMany();
  }
  const fewTimes: number[] = [];
  const manyTimes: number[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const isFewFirst = round % 2 === 0;
    const first = isFewFirst ? measureFew() : measureMany();
    const second = isFewFirst ? measureMany() : measureFew();
    const [fewTime, manyTime] = isFewFirst ? [first, second] : [second, first];
    fewTimes.push(fewTime);
    manyTimes.push(manyTime);
    ratios.push(manyTime / fewTime);
  }
  const note = `median of ${ROUNDS} interleaved rounds of ${CHOICES_PER_ROUND}`;
  return [
    { name: `${what}, ${fewCount} ready agents`, value: median(fewTimes), unit: 'ns', note },
    { name: `${what}, ${MANY} ready agents`, value: median(manyTimes), unit: 'ns', note },
    { name: `${what}, ratio ${MANY} : ${fewCount}`, value: median(ratios), unit: 'x', note: remark },
  ];
}

/** What choosing among many agents costs compared with choosing among few. */
export async function run(): Promise<BenchRow[]> {
  const explain = (centre: Centre) => centre.chooseAndExplain();
  return [
    ...compare('choose', FEW, (centre) => centre.choose(), 'RT4: at most 1.5'),
    ...compare('choose and explain', FEW, explain, `names ${CANDIDATES_MAX} candidates instead of ${FEW}`),
    ...compare('choose and explain', CANDIDATES_MAX, explain, `names ${CANDIDATES_MAX} candidates in both`),
    ...compare('arrive, pair and offer', FEW, (centre) => centre.route(), 'indexes, choice and explanation together'),
  ];
}

if (import.meta.main) {
  for (const row of await run()) {
    console.log(`${row.name.padEnd(48)} ${row.value.toFixed(2).padStart(10)} ${row.unit.padEnd(3)} ${row.note}`);
  }
}
