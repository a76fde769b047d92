import { simulationRequestSchema } from '@cordboard/shared/routing/simulation';
import { expect, test } from 'vitest';
import { demoConfiguration } from '../../../test/support/centre/test-world.ts';
import { SimulationDesk } from './simulation-desk.ts';

const { file } = demoConfiguration();
const surroundings = { file, drafts: [], storePath: undefined, now: 1_800_000_000_000, elapsedMax: 60, share: 0.5 };
const request = (more: object = {}) =>
  simulationRequestSchema.parse({ mode: 'day', routingPoint: '1111', hours: 1, ...more });

test('[SU11] a simulation runs in a process of its own, one at a time', async () => {
  const desk = new SimulationDesk(() => surroundings);
  const [one, other] = await Promise.all([desk.simulate(request()), desk.simulate(request())]);
  expect(one).toMatchObject({ ok: true, value: { routingPoint: '1111', runs: [{ isComplete: true }] } });
  expect(other).toMatchObject({ ok: false, failure: { code: 'TooManyRequests' } });
  expect(await desk.simulate(request({ routingPoint: '4711' }))).toMatchObject({
    ok: false,
    failure: { code: 'InvalidAttribute' },
  });
});

test('[SU11] a store that cannot be read, and the end of the server, are answers too', async () => {
  const desk = new SimulationDesk(() => ({ ...surroundings, storePath: '/nowhere/cordboard.sqlite' }));
  expect(await desk.simulate(request({ load: { kind: 'recorded' } }))).toMatchObject({
    ok: false,
    failure: { code: 'InternalError' },
  });
  const asked = desk.simulate(request({ hours: 100 }));
  await desk.close();
  expect(await asked).toMatchObject({ ok: false, failure: { code: 'SimulationTooLong' } });
});
