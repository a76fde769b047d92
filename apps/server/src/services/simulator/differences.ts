import type {
  DayReport,
  InteractionReport,
  SimulationReply,
  SimulationRun,
} from '@cordboard/shared/routing/simulation';
import { round } from './day-report.ts';

type Difference = SimulationReply['differences'][number];

/** What the asked run does otherwise than the active version. */
export function differences(asked: SimulationRun, active: SimulationRun): Difference[] {
  if (asked.day !== undefined && active.day !== undefined) return ofDays(asked.day, active.day);
  if (asked.interaction !== undefined && active.interaction !== undefined) {
    return ofInteractions(asked.interaction, active.interaction);
  }
  return [];
}

function ofDays(asked: DayReport, active: DayReport): Difference[] {
  const figures: readonly (readonly [figure: string, unit: string, of: (day: DayReport) => number])[] = [
    ['answered', '', (day) => day.answered],
    ['abandoned', '', (day) => day.abandoned],
    ['ended by the strategy', '', (day) => day.ended],
    ['service level', ' %', (day) => day.serviceLevelPercent],
    ['mean wait', ' s', (day) => day.wait.mean],
    ['wait p50', ' s', (day) => day.wait.p50],
    ['wait p95', ' s', (day) => day.wait.p95],
    ['longest wait', ' s', (day) => day.wait.max],
    ['mean occupancy', ' %', (day) => meanOccupancy(day)],
    ['failures', '', (day) => day.failures.reduce((sum, { count }) => sum + count, 0)],
  ];
  return figures.map(([figure, unit, of]) => {
    const [before, after] = [round(of(active), 1), round(of(asked), 1)];
    const change = round(after - before, 1);
    const sign = change > 0 ? '+' : '';
    return {
      figure,
      active: `${before}${unit}`,
      simulated: `${after}${unit}`,
      difference: change === 0 ? 'same' : `${sign}${change}${unit}`,
    };
  });
}

function meanOccupancy({ agents }: DayReport): number {
  if (agents.length === 0) return 0;
  return agents.reduce((sum, { occupancyPercent }) => sum + occupancyPercent, 0) / agents.length;
}

function ofInteractions(asked: InteractionReport, active: InteractionReport): Difference[] {
  const figures: readonly (readonly [string, (report: InteractionReport) => string])[] = [
    ['outcome', ({ outcome }) => outcome],
    ['agent', ({ agentID }) => agentID ?? 'nobody'],
    ['wait', ({ waitSeconds }) => `${round(waitSeconds, 1)} s`],
    ['path', ({ path }) => path.join(' → ')],
    ['variables', ({ variables }) => JSON.stringify(variables)],
  ];
  return figures.map(([figure, of]) => {
    const [before, after] = [of(active), of(asked)];
    return { figure, active: before, simulated: after, difference: before === after ? 'same' : 'other' };
  });
}
