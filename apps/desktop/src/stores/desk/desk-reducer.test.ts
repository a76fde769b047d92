// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { deskAgent, deskView } from '../../testing/desk-builders.ts';
import { applyChanges, applyFeedStatus, applyView, initialDeskState } from './desk-reducer.ts';

const begun = applyView(initialDeskState, deskView(1000));

describe('desk reducer', () => {
  it('[DT60] the view takes the place of everything that was known', () => {
    const again = applyView(begun, { ...deskView(2000), agents: [deskAgent('1002', 'Ben Okafor')] });
    expect([...begun.agents.keys()]).toContain('1001');
    expect([...again.agents.keys()]).toEqual(['1002']);
    expect(again.time).toBe(2000);
  });

  it('[DT60] a change replaces the rows it names and no other', () => {
    const busy = deskAgent('1002', 'Ben Okafor', { chats: 3 });
    const changed = applyChanges(begun, { time: 1500, agents: [busy] });
    expect(changed.agents.get('1002')).toBe(busy);
    expect(changed.agents.get('1003')).toBe(begun.agents.get('1003'));
    expect(changed.queues).toBe(begun.queues);
    expect(changed.helpRequests).toBe(begun.helpRequests);
  });

  it('[DT60] a list comes whole, also an empty one', () => {
    const request = { assistID: 'a1', connID: 'c1', agentDN: '1001', reason: 'help', askedAt: 1 };
    const asked = applyChanges(begun, { time: 1500, helpRequests: [request] });
    expect(asked.helpRequests).toEqual([request]);
    expect(applyChanges(asked, { time: 1600, helpRequests: [] }).helpRequests).toEqual([]);
  });

  it('[DT60] a lost connection keeps the last picture and says so; the end of the session forgets it', () => {
    const lost = applyFeedStatus(begun, 'lost');
    expect(lost.agents).toBe(begun.agents);
    expect(lost.status).toBe('lost');
    expect(applyFeedStatus(lost, 'closed').agents.size).toBe(0);
  });
});
