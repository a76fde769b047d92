import { describe, expect, it } from 'vitest';
import { ContactCentre } from './contact-centre.ts';
import { KNOWN_SEEDS } from './known-seeds.ts';

const SEEDS_BY_DEFAULT = 5;
/** `SIMULATION_SEEDS=200 npx vitest run --project server contact-centre` for a long run, from `SIMULATION_FROM` on. */
const seedCount = Number(process.env['SIMULATION_SEEDS'] ?? SEEDS_BY_DEFAULT);
const firstSeed = Number(process.env['SIMULATION_FROM'] ?? 1);
const TIMEOUT_MS = 60_000;

async function simulate(seed: number): Promise<void> {
  const centre = new ContactCentre({ seed });
  await centre.run();
  expect(centre.summary.shown).toBeGreaterThan(20);
}

describe('a seeded contact centre: SI1 to SI18 hold after every step', () => {
  it.each(Array.from({ length: seedCount }, (_, at) => firstSeed + at))('seed %i', simulate, TIMEOUT_MS);

  it.each(KNOWN_SEEDS)('known seed %i: %s', simulate, TIMEOUT_MS);
});
