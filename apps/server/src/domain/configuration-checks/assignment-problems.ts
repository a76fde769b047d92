import type { ConfigurationFile } from '@cordboard/shared/configuration/configuration-file';
import type { Dn } from '@cordboard/shared/ids';
import { withStrategy } from '../configuration/configuration-in-force.ts';
import { findCircles, type StrategyProblem } from '../routing/strategy/validate.ts';
import { strategyWorld } from './strategy-world.ts';

/** What would be wrong, and is not now, with this strategy on that routing point: default destinations that lead in a circle. */
export function findAssignmentProblems(
  file: ConfigurationFile,
  routingPoint: Dn,
  strategy: string,
): readonly StrategyProblem[] {
  const directoryNumbers = file.directoryNumbers.map((dn) =>
    dn.type === 'routingPoint' && dn.number === routingPoint ? withStrategy(dn, strategy) : dn,
  );
  const before = new Set(circlesOf(file).map(({ message }) => message));
  return circlesOf({ ...file, directoryNumbers }).filter(({ message }) => !before.has(message));
}

function circlesOf(file: ConfigurationFile): readonly StrategyProblem[] {
  const world = strategyWorld(file);
  return file.strategies.flatMap((strategy) => findCircles(strategy, world));
}
