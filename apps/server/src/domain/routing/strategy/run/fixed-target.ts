import type { SelectEntry } from '@cordboard/shared/routing/routing-target';
import { bindVariables } from '../../expressions/bind.ts';
import { parseExpression } from '../../expressions/parse.ts';
import { printExpression } from '../../expressions/print.ts';
import type { RoutingTarget } from './targets.ts';

/** A set of agents that is the same for every interaction. */
export type FixedTarget = Pick<RoutingTarget, 'type' | 'name'>;

/** The agents of an entry; undefined when they depend on the interaction, or when it names none. */
export function fixedTarget(entry: SelectEntry): FixedTarget | undefined {
  if (entry.type === 'routingPoint' || entry.type === 'externalDn') return undefined;
  if (entry.type !== 'skill') return { type: entry.type, name: entry.name };
  return fixedSkill(entry.expression);
}

/** The agents for whom a skill expression without variables holds. */
export function fixedSkill(text: string): FixedTarget | undefined {
  const parsed = parseExpression(text, 'agents');
  if (!parsed.ok || bindVariables(parsed.value, () => undefined) === undefined) return undefined;
  return { type: 'skill', name: printExpression(parsed.value) };
}
