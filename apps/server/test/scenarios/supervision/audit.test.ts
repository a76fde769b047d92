import type { AuditPage, AuditQueryInput } from '@cordboard/shared/rest/endpoints';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Session } from '../../../src/services/auth/session.ts';
import { AuditReader } from '../../../src/services/desktop/audit-reader.ts';
import {
  monitor,
  type SupervisionScene,
  saraSupervises,
  threeSupervisors,
} from '../../support/scenes/supervision-scene.ts';

describe('reading the audit', () => {
  let scene: SupervisionScene;

  beforeEach(async () => {
    scene = await saraSupervises(threeSupervisors);
    await monitor(scene.sara, { mode: 'coach' });
    await scene.sara.request('TAgentSetNotReady', { thisDN: '1002' });
    await scene.centre.settle();
  });

  const read = async (userName: string, query: Partial<AuditQueryInput> = {}) => {
    const { store, clock } = scene.centre;
    const reader = new AuditReader({ configuration: threeSupervisors, store, clock });
    const session: Session = { id: 'x', userName, place: null, createdAt: 0, expiresAt: 0 };
    return reader.read(session, { limit: 100, ...query });
  };
  const entries = async (userName: string, query: Partial<AuditQueryInput> = {}): Promise<AuditPage> => {
    const page = await read(userName, query);
    if (!page.ok) throw new Error(page.failure.code);
    return page.value;
  };

  test('[RE26] the latest first, page by page', async () => {
    const whole = await entries('admin');
    expect(whole.entries.map(({ what, who, whom }) => [what, who, whom])).toEqual([
      ['agentForcedNotReady', '2001', '1002'],
      ['observerJoined', '2001', '1001'],
      ['monitoringSubscribed', '2001', '1001'],
    ]);
    expect(whole.next).toBeNull();
    const first = await entries('admin', { limit: 2 });
    expect(first.entries).toEqual(whole.entries.slice(0, 2));
    const second = await entries('admin', { limit: 2, before: first.next ?? 0 });
    expect(second).toEqual({ entries: whole.entries.slice(2), next: null });
  });

  test('[RE26] by call, by who did it, by time', async () => {
    const { centre, c1 } = scene;
    const ofCall = await entries('admin', { connID: String(c1).toUpperCase() });
    expect(ofCall.entries.map(({ what, connID }) => [what, connID])).toEqual([['observerJoined', c1]]);
    expect((await entries('admin', { who: '2002' })).entries).toEqual([]);
    const now = centre.clock.now();
    expect((await entries('admin', { to: now - 3600_000 })).entries).toEqual([]);
    expect((await entries('admin', { from: now - 3600_000, to: now + 1 })).entries).toHaveLength(3);
    for (const span of [
      { from: 5, to: 4 },
      { from: 0, to: 32 * 86_400_000 },
    ]) {
      expect(await read('admin', span)).toMatchObject({ failure: { code: 'InvalidAttribute' } });
    }
  });

  test('[RE27] supervisors read what was done to their agents, by whomever', async () => {
    expect((await entries('2002')).entries).toHaveLength(3);
    expect((await entries('2003')).entries).toEqual([]);
  });
});
