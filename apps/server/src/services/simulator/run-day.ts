import type { DayReport, DaySimulation } from '@cordboard/shared/routing/simulation';
import { SeededRandom } from '../../base/seeded-random.ts';
import { reportDay } from './day-report.ts';
import { drawMs } from './draw.ts';
import { InteractionBook } from './interaction-book.ts';
import type { CustomerPlan } from './load.ts';
import { SimulatedAgents } from './simulated-agents.ts';
import { type RunEnd, SimulatedCentre, type SimulationLimits } from './simulated-centre.ts';
import { SimulatedCustomers } from './simulated-customers.ts';
import type { SimulatedSetting } from './simulated-world.ts';

const HOUR_MS = 3_600_000;
/** How long after the last arrival those who are there are waited for. */
const DRAIN_MS = 4 * HOUR_MS;
/** The stream of answering times, apart from those of the load. */
const ANSWER_STREAM = 0x51ed_270b;

export interface SimulatedDay {
  readonly report: DayReport;
  readonly end: RunEnd;
  readonly simulatedSeconds: number;
  /** What failed within the switch itself. */
  readonly failures: readonly string[];
}

/** A day: customers come as planned until its end; then it goes on until nobody is left, four hours at most. */
export async function runDay(
  setting: SimulatedSetting,
  request: DaySimulation,
  day: { readonly from: number; readonly customers: readonly CustomerPlan[]; readonly limits: SimulationLimits },
): Promise<SimulatedDay> {
  const { from, customers: plans, limits } = day;
  const readyBefore = Math.max(0, ...setting.agents.map(({ readyForMs }) => readyForMs));
  const centre = new SimulatedCentre({ ...setting, startsAt: from - readyBefore, seed: request.seed });
  const { clock } = centre;
  const answering = new SeededRandom(request.seed ^ ANSWER_STREAM);
  const agents: SimulatedAgents = new SimulatedAgents(centre, setting.agents, {
    answerAfterMs: () => drawMs(answering, request.answer),
    handlingMsOf: (connId) => book.find(connId)?.plan.handlingMs,
  });
  const book = new InteractionBook({
    now: () => clock.now(),
    isAgent: (dn) => agents.has(dn),
    keepsDecisions: false,
  });
  centre.observe(book);
  const customers = new SimulatedCustomers(centre, book, plans);
  await centre.start();
  agents.begin(from, setting.routingPoint);
  customers.begin(from);
  const countedFrom = from + request.warmUpMinutes * 60_000;
  const until = from + request.hours * HOUR_MS;
  clock.startTimer(Math.max(0, countedFrom - clock.now()), () => {
    for (const agent of agents.all) agent.forgetWork(clock.now());
  });
  let work = agents.all.map((agent) => workOf(agent, { from, until, countedFrom, now: clock.now() }));
  clock.startTimer(until - clock.now(), () => {
    work = agents.all.map((agent) => workOf(agent, { from, until, countedFrom, now: clock.now() }));
  });
  const isOver = () => clock.now() >= until && !customers.areMoreComing && book.openCount === 0;
  const end = await centre.run(until + DRAIN_MS, limits, isOver);
  if (clock.now() < until) {
    work = agents.all.map((agent) => workOf(agent, { from, until: clock.now(), countedFrom, now: clock.now() }));
  }
  const report = reportDay(book, { countedFrom, serviceLevelMs: request.serviceLevelSeconds * 1000, work });
  return { report, end, simulatedSeconds: (clock.now() - from) / 1000, failures: centre.failures };
}

function workOf(
  agent: SimulatedAgents['all'][number],
  day: { readonly from: number; readonly until: number; readonly countedFrom: number; readonly now: number },
) {
  const { fromMs, untilMs } = agent.plan;
  const from = Math.max(day.from + fromMs, day.countedFrom);
  const until = untilMs === null ? day.until : Math.min(day.until, day.from + untilMs);
  return agent.workUntil(day.now, { from, until });
}
