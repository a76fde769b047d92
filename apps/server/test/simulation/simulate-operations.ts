import { describe, expect, it } from 'vitest';
import { ContactCentre, OPERATIONS } from './contact-centre.ts';

const SEEDS_BY_DEFAULT = 2000;
/** `SIMULATION_SEEDS=50000 npm run unit -- operations` for a long run, from `SIMULATION_FROM` on. */
const seedCount = Number(process.env['SIMULATION_SEEDS'] ?? SEEDS_BY_DEFAULT);
const firstSeed = Number(process.env['SIMULATION_FROM'] ?? 1);
const SEEDS_PER_TEST = 25;
const TIMEOUT_MS = 300_000;

/** Runs a share of the seeds, so that several workers have something to do. A test that fails names its seed. */
export function simulateOperations({ part, of }: { readonly part: number; readonly of: number }): void {
  const firsts = Array.from({ length: Math.ceil(seedCount / SEEDS_PER_TEST) }, (_, at) => at * SEEDS_PER_TEST);
  describe(`call operations at random, part ${part}: SI1 to SI28 and EG1 to EG16 hold after every step`, () => {
    it.each(firsts.filter((_, at) => at % of === part - 1).map((at) => firstSeed + at))(
      `${SEEDS_PER_TEST} seeds from %i on`,
      async (first) => {
        const end = Math.min(first + SEEDS_PER_TEST, firstSeed + seedCount);
        for (let seed = first; seed < end; seed += 1) {
          const centre = new ContactCentre(seed, OPERATIONS);
          await centre.run();
          expect(centre.summary.calls).toBeGreaterThan(1);
        }
      },
      TIMEOUT_MS,
    );
  });
}
