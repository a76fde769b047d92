import { describe, expect, test } from 'vitest';
import { dieAfter } from '../../support/crashes/die-after.ts';
import { type SupervisionScene, saraSupervises } from '../../support/scenes/supervision-scene.ts';

/** Calls with their parties, and subscriptions, as they are recorded. */
function recorded({ centre }: SupervisionScene): string {
  const { calls, monitorings } = centre.switchState;
  return JSON.stringify([[...calls.values()], [...monitorings.values()]]);
}

const STEPS: readonly (readonly [client: 'sara' | 'maya', name: string, attributes: object])[] = [
  ['sara', 'TMonitorNextCall', { otherDN: '1001', monitorNextCallType: 1 }],
  ['sara', 'TSetMuteOff', { extensions: { MonitorMode: 'coach' } }],
  ['sara', 'TPrivateService', { serviceID: 3001, extensions: { im: 'Psst.' } }],
  ['sara', 'TSetMuteOff', {}],
  ['maya', 'TSingleStepConference', { otherDN: '1002' }],
  ['sara', 'TReleaseCall', {}],
  ['sara', 'TMonitorNextCall', { otherDN: '1001', extensions: { MonitorMode: 'connect' } }],
  ['maya', 'TReleaseCall', {}],
  ['sara', 'TReleaseCall', {}],
];

/** Monitors, changes the mode, whispers, leaves, comes again, inherits the call; `after` is run between the steps. */
async function supervise(scene: SupervisionScene, after: () => void): Promise<void> {
  for (const [who, name, attributes] of STEPS) {
    const client = scene[who];
    const connID = name === 'TMonitorNextCall' ? {} : { connID: scene.c1 };
    client.submit(name as 'TReleaseCall', { thisDN: client.dn, ...connID, ...attributes });
    await scene.centre.settle();
    after();
  }
}

describe('kill -9 during supervision', () => {
  const cases = Array.from({ length: STEPS.length }, (_, commits) => commits).flatMap((commits) => [
    [commits, 'lost'] as const,
    [commits, 'kept'] as const,
  ]);

  test.each(cases)(
    '[SV24] after %i commits, the one under way %s: the state before a step, or after it',
    async (commits, underWay) => {
      const whole = await saraSupervises();
      const states = [recorded(whole)];
      await supervise(whole, () => states.push(recorded(whole)));
      expect(new Set(states).size).toBeGreaterThan(7);

      const scene = await saraSupervises();
      expect(recorded(scene)).toBe(states[0]);
      const isDead = dieAfter(scene.centre.store, commits, underWay);
      await supervise(scene, () => {});
      expect(isDead()).toBe(true);
      await scene.centre.crash();
      expect(states).toContain(recorded(scene));
    },
  );
});
