import { type Random, randomFraction } from '../../../base/random.ts';
import type { SrvRecord } from './dns.ts';

/** RFC 2782: the lowest priority first; within one, each the likelier to come first the greater its weight. */
export function orderSrv(records: readonly SrvRecord[], random: Random): readonly SrvRecord[] {
  const priorities = [...new Set(records.map(({ priority }) => priority))].sort((one, other) => one - other);
  return priorities.flatMap((priority) =>
    drawByWeight(
      records.filter((record) => record.priority === priority),
      random,
    ),
  );
}

function drawByWeight(records: readonly SrvRecord[], random: Random): readonly SrvRecord[] {
  // Those without weight stand first, which gives them a very small chance.
  const left = records.toSorted((one, other) => Number(one.weight > 0) - Number(other.weight > 0));
  const drawn: SrvRecord[] = [];
  while (left.length > 0) {
    const sum = left.reduce((total, { weight }) => total + weight, 0);
    const mark = Math.floor(randomFraction(random) * (sum + 1));
    let running = 0;
    const index = left.findIndex(({ weight }) => {
      running += weight;
      return running >= mark;
    });
    drawn.push(...left.splice(Math.max(index, 0), 1));
  }
  return drawn;
}
