import { describe, expect, test } from 'vitest';
import { dieAfter } from '../../support/crashes/die-after.ts';
import { aliceTalksToMaya, type CallScene, operate } from '../../support/scenes/call-scene.ts';

/** The calls with their parties, as they are recorded. */
function calls({ centre }: CallScene): string {
  return JSON.stringify([...centre.switchState.calls.values()].sort((a, b) => (a.id < b.id ? -1 : 1)));
}

/** A consult transfer; `after` is run between its steps. */
async function transfer(scene: CallScene, after: () => void): Promise<void> {
  const { maya, ben, c1 } = scene;
  const submit = async (client: typeof maya, name: Parameters<typeof operate>[1], attributes: object) => {
    client.submit(name, { thisDN: client.dn, ...attributes });
    await scene.centre.settle();
    after();
  };
  await submit(maya, 'TInitiateTransfer', { connID: c1, otherDN: '1002' });
  const consultation = [...scene.centre.switchState.calls.values()].find((call) => call.consultOf !== null);
  const c2 = consultation?.id;
  await submit(ben, 'TAnswerCall', { connID: c2 });
  await submit(maya, 'TCompleteTransfer', { connID: c1, consultConnID: c2 });
}

describe('kill -9 during a consult transfer', () => {
  /** As many as the transfer makes. */
  const COMMITS = 4;
  const cases = Array.from({ length: COMMITS }, (_, commits) => commits).flatMap((commits) => [
    [commits, 'lost'] as const,
    [commits, 'kept'] as const,
  ]);

  test.each(cases)(
    '[CO25] after %i commits, the one under way %s: the state before a step, or after it',
    async (commits, underWay) => {
      const whole = await aliceTalksToMaya();
      const states = [calls(whole)];
      await transfer(whole, () => states.push(calls(whole)));
      expect(new Set(states).size).toBe(4);

      const scene = await aliceTalksToMaya();
      expect(calls(scene)).toBe(states[0]);
      const isDead = dieAfter(scene.centre.store, commits, underWay);
      await transfer(scene, () => {});
      expect(isDead()).toBe(true);
      await scene.centre.crash();
      expect(states).toContain(calls(scene));
      const { parties } = scene.centre.switchState.calls.get(String(scene.c1)) ?? { parties: [] };
      expect(parties).toHaveLength(1);
    },
  );

  test('[CO3][CO25] after a restart the customer on hold is told again when it is due', async () => {
    const { centre, maya, alice, c1 } = await aliceTalksToMaya();
    await operate(maya, 'THoldCall', c1);
    await centre.pass(100);
    await centre.crash();
    alice.reconnect();
    await alice.reinvite();
    await centre.pass(120);
    expect(alice.shown).toHaveLength(2);
  });
});
