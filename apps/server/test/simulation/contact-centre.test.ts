import { describe, expect, it } from 'vitest';
import { ContactCentre, EVERYDAY } from './contact-centre.ts';
import { KNOWN_SEEDS } from './known-seeds.ts';

const SEEDS = 4;
const TIMEOUT_MS = 120_000;

async function simulate(seed: number): Promise<void> {
  const centre = new ContactCentre(seed, EVERYDAY);
  await centre.run();
  expect(centre.summary.shown).toBeGreaterThan(20);
}

describe('a seeded contact centre: SI1 to SI28 and EG1 to EG16 hold after every step', () => {
  it.each(Array.from({ length: SEEDS }, (_, at) => at + 1))('seed %i', simulate, TIMEOUT_MS);

  it.each(KNOWN_SEEDS)('known seed %i: %s', simulate, TIMEOUT_MS);
});
