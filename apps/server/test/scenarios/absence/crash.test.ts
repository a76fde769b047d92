import { describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { dieAfter } from '../../support/crashes/die-after.ts';
import { aliceTalksToMaya, type CallScene, consult } from '../../support/scenes/call-scene.ts';

const GRACE = 60;

function parties({ centre, c1 }: CallScene): readonly string[] {
  return (centre.switchState.calls.get(String(c1))?.parties ?? []).map(({ dn, state }) => `${dn} ${state}`);
}

describe('kill -9 while an agent is absent', () => {
  /** The disconnection, the end of the grace, and what the customer's leg sends then. */
  const cases = [0, 1, 2].flatMap((commits) => [[commits, 'lost'] as const, [commits, 'kept'] as const]);

  test.each(cases)(
    '[AB13] after %i commits, the one under way %s: one owner, and the queue in the end',
    async (commits, underWay) => {
      const scene = await aliceTalksToMaya();
      const { centre, maya, alice } = scene;
      await consult(scene);
      const isDead = dieAfter(centre.store, commits, underWay);
      await maya.disconnect();
      await centre.pass(GRACE);
      expect(isDead()).toBe(true);
      await centre.crash();
      expect([['1001 held'], ['1003 ringing']]).toContainEqual(parties(scene));
      alice.reconnect();
      await alice.reinvite();
      const lena = await DesktopClient.connect(centre, '1003');
      if (parties(scene)[0] === '1001 held') await centre.pass(GRACE);
      expect(await lena.answer(scene.c1)).toMatchObject({ name: 'EventEstablished' });
      expect(parties(scene)).toEqual(['1003 established']);
      // Nothing is left of the consultation.
      expect(centre.switchState.calls.size).toBe(1);
    },
  );
});
