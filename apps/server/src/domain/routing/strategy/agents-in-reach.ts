import type { Calendar } from '@cordboard/shared/routing/calendar';
import type { SelectEntry } from '@cordboard/shared/routing/routing-target';
import type { Strategy } from '@cordboard/shared/routing/strategy';
import type { StrategyBlock } from '@cordboard/shared/routing/strategy-blocks';
import { openingAt } from '../calendars/opening.ts';
import { findBlock, kindOf } from './blocks/block-kinds.ts';
import { type FixedTarget, fixedSkill, fixedTarget } from './run/fixed-target.ts';

/** Whom a strategy may choose for somebody who comes now. */
export interface AgentsInReach {
  readonly targets: readonly FixedTarget[];
  /** There are targets that depend on the interaction: it may be anybody. */
  readonly mayBeAnybody: boolean;
  /** Routing points to which it may send an interaction. */
  readonly routingPoints: readonly string[];
}

/** Follows every exit of every block; of business hours and holidays only the one that holds now. */
export function agentsInReach(
  strategy: Strategy,
  now: number,
  findCalendar: (name: string) => Calendar | undefined,
): AgentsInReach {
  const targets: FixedTarget[] = [];
  const routingPoints: string[] = [];
  let mayBeAnybody = false;
  const reached = new Set([strategy.start]);
  for (const id of reached) {
    const block = findBlock(strategy, id);
    if (block === undefined) continue;
    for (const next of nextBlocks(block, now, findCalendar)) reached.add(next);
    if (block.type === 'lastAgent') mayBeAnybody = true;
    if (block.type === 'route' && block.destination.type === 'routingPoint')
      routingPoints.push(block.destination.number);
    if (block.type !== 'selectTarget') continue;
    for (const entry of block.targets) {
      if (entry.type === 'routingPoint') routingPoints.push(entry.name);
      else if (entry.type !== 'externalDn') {
        const forms = formsOf(entry);
        targets.push(...forms.filter((form) => form !== undefined));
        mayBeAnybody ||= forms.includes(undefined);
      }
    }
  }
  return { targets, mayBeAnybody, routingPoints };
}

function nextBlocks(
  block: StrategyBlock,
  now: number,
  findCalendar: (name: string) => Calendar | undefined,
): readonly string[] {
  const calendar = block.type === 'businessHours' ? findCalendar(block.calendar) : undefined;
  if (block.type !== 'businessHours' || calendar === undefined)
    return kindOf(block)
      .exits(block)
      .map((exit) => exit.block);
  const opening = openingAt(calendar, now);
  if (opening === 'open') return [block.open];
  return [opening === 'holiday' ? (block.holiday ?? block.closed) : block.closed];
}

/** What an entry waits for, and what it relaxes to; undefined for what depends on the interaction. */
function formsOf(entry: SelectEntry): readonly (FixedTarget | undefined)[] {
  if (entry.type !== 'skill') return [fixedTarget(entry)];
  return [fixedTarget(entry), ...(entry.relax ?? []).map(({ expression }) => fixedSkill(expression))];
}
