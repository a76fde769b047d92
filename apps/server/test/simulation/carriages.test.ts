import { describe, expect, it } from 'vitest';
import { CARRIAGES, ContactCentre } from './contact-centre.ts';

const SEEDS_BY_DEFAULT = 8;
const seedCount = Number(process.env['SIMULATION_SEEDS'] ?? SEEDS_BY_DEFAULT);
const firstSeed = Number(process.env['SIMULATION_FROM'] ?? 1);
const TIMEOUT_MS = 120_000;

/** Kinds of customers, with how many texts of theirs the server took, and how many of the agents' they were shown. */
const heard = new Map<string, number>();
const shown = new Map<string, number>();

describe('a seeded contact centre with MSRP and a trunk: SI1 to SI29 and EG1 to EG16 hold after every step', () => {
  it.each(Array.from({ length: seedCount }, (_, at) => firstSeed + at))(
    'seed %i',
    async (seed) => {
      const centre = new ContactCentre(seed, CARRIAGES);
      await centre.run();
      for (const customer of centre.customers) {
        const kind = customer.name.replace(/\d+$/, '');
        const acknowledged = customer.written.filter(({ state }) => state === 'acknowledged');
        heard.set(kind, (heard.get(kind) ?? 0) + acknowledged.length);
        shown.set(kind, (shown.get(kind) ?? 0) + customer.shown.length);
      }
    },
    TIMEOUT_MS,
  );

  // One seed alone may leave a kind out.
  it.runIf(seedCount >= SEEDS_BY_DEFAULT)('texts went every way in both directions', () => {
    for (const kind of ['page', 'web', 'msrp', 'partner', 'visitor', 'relayed'])
      expect([kind, (heard.get(kind) ?? 0) > 10, (shown.get(kind) ?? 0) > 10]).toEqual([kind, true, true]);
  });
});
