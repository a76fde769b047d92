import type { Duration } from '@cordboard/shared/routing/simulation';
import type { SeededRandom } from '../../base/seeded-random.ts';

/** Exponentially distributed with this mean. */
export function drawExponential(random: SeededRandom, mean: number): number {
  return -mean * Math.log(1 - random.fraction());
}

/** Milliseconds, drawn from the distribution. */
export function drawMs(random: SeededRandom, duration: Duration): number {
  switch (duration.type) {
    case 'constant':
      return duration.mean * 1000;
    case 'exponential':
      return drawExponential(random, duration.mean) * 1000;
    case 'lognormal': {
      if (duration.mean === 0) return 0;
      // Parameters of the normal distribution behind it, from the mean and the standard deviation of the times.
      const variance = Math.log(1 + (duration.deviation / duration.mean) ** 2);
      const centre = Math.log(duration.mean) - variance / 2;
      return Math.exp(centre + Math.sqrt(variance) * drawNormal(random)) * 1000;
    }
  }
}

/** Standard normal, by the method of Box and Muller. */
function drawNormal(random: SeededRandom): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.fraction()));
  return radius * Math.cos(2 * Math.PI * random.fraction());
}
