import { type SimulationReply, simulationRequestSchema } from '@cordboard/shared/routing/simulation';
import { expect } from 'vitest';
import type { Configuration } from '../../src/domain/configuration/configuration.ts';
import { type SimulationSources, simulate } from '../../src/services/simulator/simulate.ts';
import { demoConfiguration } from '../support/centre/test-world.ts';

/** Limits that no test reaches. */
export const noLimits: SimulationSources['limits'] = { elapsed: () => 0, elapsedMax: 1, breathe: async () => {} };

export function sourcesOf(configuration: Configuration, more: Partial<SimulationSources> = {}): SimulationSources {
  return {
    file: configuration.file,
    findDraft: () => undefined,
    readRecorded: () => undefined,
    now: Date.parse('2027-03-03T10:00:00Z'),
    limits: noLimits,
    ...more,
  };
}

/** Simulates and expects that it can be done. */
export async function simulated(
  request: Readonly<Record<string, unknown>>,
  sources: SimulationSources = sourcesOf(demoConfiguration()),
): Promise<SimulationReply> {
  const reply = await simulate(simulationRequestSchema.parse(request), sources);
  expect(reply).toMatchObject({ ok: true });
  if (!reply.ok) throw new Error(reply.failure.message);
  return reply.value;
}
