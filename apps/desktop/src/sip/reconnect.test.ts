import { describe, expect, it } from 'vitest';
import {
  advanceReconnect,
  BACKOFF_MAX_MS,
  BIND_TIMEOUT_MS,
  CONNECT_TIMEOUT_MS,
  computeBackoff,
  type ReconnectEffect,
  type ReconnectInput,
  type ReconnectState,
} from './reconnect.ts';

const context = { random: 0 };
const stopped: ReconnectState = { name: 'stopped' };
const ready: ReconnectState = { name: 'ready' };
const at = (name: 'connecting' | 'binding' | 'deferred' | 'backingOff', attempt = 0): ReconnectState => ({
  name,
  attempt,
});
const timer = (delayMs: number): ReconnectEffect => ({ type: 'startTimer', delayMs });
const open: ReconnectEffect[] = [timer(CONNECT_TIMEOUT_MS), { type: 'openSocket' }];
const bind: ReconnectEffect[] = [timer(BIND_TIMEOUT_MS), { type: 'bind' }];
const close: ReconnectEffect = { type: 'closeSocket' };
const probe: ReconnectEffect = { type: 'probeSocket' };

describe('[WC17] [WC18] keeping a living socket', () => {
  it.each<[ReconnectState, ReconnectInput, ReconnectState, ReconnectEffect[]]>([
    [stopped, { type: 'startAsked' }, at('connecting'), open],
    [at('connecting', 2), { type: 'socketOpened' }, at('binding', 2), bind],
    [at('connecting', 2), { type: 'socketClosed' }, at('backingOff', 3), [timer(4_000)]],
    [at('connecting'), { type: 'timerFired' }, at('backingOff', 1), [close, timer(1_000)]],
    [at('binding', 2), { type: 'bound' }, ready, [{ type: 'stopTimer' }]],
    [at('binding', 2), { type: 'bindDeferred', delayMs: 3_000 }, at('deferred', 2), [timer(3_000)]],
    [at('binding', 1), { type: 'socketClosed' }, at('backingOff', 2), [timer(2_000)]],
    [at('binding'), { type: 'timerFired' }, at('backingOff', 1), [close, timer(1_000)]],
    [at('deferred', 1), { type: 'timerFired' }, at('binding', 1), bind],
    [at('deferred', 1), { type: 'socketClosed' }, at('backingOff', 2), [timer(2_000)]],
    [ready, { type: 'socketClosed' }, at('backingOff', 1), [timer(1_000)]],
    [ready, { type: 'flowSuspected' }, at('backingOff', 1), [close, timer(1_000)]],
    [ready, { type: 'lifeDoubted' }, ready, [probe]],
    [ready, { type: 'wentOnline' }, ready, [probe]],
    [at('backingOff', 4), { type: 'timerFired' }, at('connecting', 4), open],
    [at('backingOff', 4), { type: 'wentOnline' }, at('connecting', 4), open],
    [ready, { type: 'stopAsked' }, stopped, [{ type: 'stopTimer' }, close]],
    [at('backingOff', 4), { type: 'stopAsked' }, stopped, [{ type: 'stopTimer' }, close]],
  ])('%j + %j', (state, input, next, effects) => {
    expect(advanceReconnect(state, input, context)).toEqual({ state: next, effects });
  });

  it.each<[ReconnectState, ReconnectInput]>([
    [stopped, { type: 'stopAsked' }],
    [stopped, { type: 'socketClosed' }],
    [stopped, { type: 'wentOnline' }],
    [stopped, { type: 'timerFired' }],
    [at('connecting'), { type: 'startAsked' }],
    [at('connecting'), { type: 'bound' }],
    [at('binding'), { type: 'wentOnline' }],
    [ready, { type: 'startAsked' }],
    [ready, { type: 'timerFired' }],
    [ready, { type: 'bindDeferred', delayMs: 1 }],
    [at('backingOff'), { type: 'socketClosed' }],
    [at('backingOff'), { type: 'lifeDoubted' }],
    [at('backingOff'), { type: 'bound' }],
  ])('%j stays through %j', (state, input) => {
    expect(advanceReconnect(state, input, context)).toEqual({ state, effects: [] });
  });
});

it('[WC17] the delay grows from 1 s to 15 s and half of it is chance', () => {
  expect([0, 1, 2, 3, 9].map((attempt) => computeBackoff(attempt, 0))).toEqual([1_000, 2_000, 4_000, 7_500, 7_500]);
  expect([0, 1, 2, 3, 9].map((attempt) => computeBackoff(attempt, 1))).toEqual([2_000, 4_000, 8_000, 15_000, 15_000]);
  expect(computeBackoff(1_000, 0.999)).toBeLessThanOrEqual(BACKOFF_MAX_MS);
});
