// @vitest-environment node
import type { TEvent } from '@cordboard/shared/tlib/events';
import { describe, expect, it } from 'vitest';
import { type AgentState, applyEvent, initialAgentState } from './agent-reducer.ts';
import { summarizeAgent } from './agent-summary.ts';

function agentEvent(name: string, dn: string, time: number, more: object = {}): TEvent {
  return { name, thisDN: dn, time, agentID: '1004', agentWorkMode: 0, ...more } as TEvent;
}
const after = (...events: TEvent[]): AgentState => events.reduce(applyEvent, initialAgentState);

describe('agent reducer', () => {
  it('[DT20] takes the status from the extensions of EventRegistered', () => {
    const state = after(
      agentEvent('EventRegistered', '1001', 900, {
        extensions: { AgentStatus: 1, AgentStatusSince: 500, agentWorkMode: 4, reasons: { reason: 'Lunch' } },
      }),
    );
    expect(state.directoryNumbers['1001']).toMatchObject({ status: 1, since: 500, reason: 'Lunch', workMode: 4 });
  });

  it.each([
    ['EventAgentLogin', {}, 1],
    ['EventAgentReady', {}, 2],
    ['EventAgentNotReady', { reasons: { reason: 'Break' } }, 1],
    ['EventAgentNotReady', { agentWorkMode: 3 }, 3],
    ['EventAgentLogout', {}, 0],
  ])('[DT20] %s %j moves to status %i with the time of the event', (name, more, status) => {
    expect(after(agentEvent(name, '1001', 700, more)).directoryNumbers['1001']).toMatchObject({ status, since: 700 });
  });

  it('[DT20] a repeated login leaves a ready agent ready', () => {
    const state = after(agentEvent('EventAgentReady', '1001', 1), agentEvent('EventAgentLogin', '1001', 2));
    expect(state.directoryNumbers['1001']).toMatchObject({ status: 2, since: 1 });
  });
});

describe('agent summary', () => {
  it('[DT21] ready for one of two DNs logged in to is ready for some', () => {
    const state = after(
      agentEvent('EventAgentReady', '1104', 5),
      agentEvent('EventAgentNotReady', '1004', 9, { reasons: { reason: 'Lunch' } }),
    );
    expect(summarizeAgent(state)).toMatchObject({ status: 'readyForSome', since: 9, reason: 'Lunch' });
  });

  it('[DT21] a DN without login does not count', () => {
    const state = after(agentEvent('EventAgentReady', '1104', 5), agentEvent('EventRegistered', '1004', 9));
    expect(summarizeAgent(state)).toMatchObject({ status: 'ready', since: 5 });
  });

  it('[DT21] without any login it is logged out', () => {
    expect(summarizeAgent(after(agentEvent('EventAgentLogout', '1001', 5))).status).toBe('loggedOut');
  });
});
