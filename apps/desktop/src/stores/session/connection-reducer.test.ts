// @vitest-environment node
import type { TEvent } from '@cordboard/shared/tlib/events';
import { describe, expect, it } from 'vitest';
import { applyEvent, applyStatus, initialConnectionState } from './connection-reducer.ts';

const connected = (time: number): TEvent => ({ name: 'EventServerConnected', time });
const stored = (sequence: number, time: number): TEvent =>
  ({ name: 'EventAgentReady', eventSequenceNumber: sequence, time, thisDN: '1001' }) as TEvent;

describe('connection reducer', () => {
  it('[DT52] the first connection is no return', () => {
    const state = applyStatus(applyStatus(initialConnectionState, 'connecting'), 'live');
    expect(state).toMatchObject({ status: 'live', isBack: false });
  });

  it('[DT52] after a loss, stored events from before the reconnect count as recovered', () => {
    let state = applyStatus(applyStatus(initialConnectionState, 'live'), 'lost');
    expect(state.status).toBe('lost');
    state = applyStatus(applyStatus(applyEvent(state, connected(1000)), 'connecting'), 'live');
    for (const event of [stored(1, 800), stored(2, 900), stored(3, 1200)]) state = applyEvent(state, event);
    expect(state).toMatchObject({ isBack: true, recovered: 2 });
  });
});
