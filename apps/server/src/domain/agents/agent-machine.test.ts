import { WorkMode } from '@cordboard/shared/tlib/agent-states';
import { describe, expect, it } from 'vitest';
import { advance, type Effect, type Input, type State } from './agent-machine.ts';

const notReady: State = { name: 'notReady' };
const ready: State = { name: 'ready' };
const afterCallWork: State = { name: 'afterCallWork' };

const askReady: Input = { name: 'readyAsked', workMode: WorkMode.ManualIn };
const askNotReady: Input = { name: 'notReadyAsked', workMode: WorkMode.AuxWork, reasons: { ReasonCode: 'Lunch' } };
const wrapUpStarted: Input = { name: 'wrapUpStarted' };
const wrapUpEnded: Input = { name: 'wrapUpEnded' };

const tellReady: Effect = { name: 'reportReady', workMode: WorkMode.ManualIn };
const tellNotReady: Effect = { name: 'reportNotReady', workMode: WorkMode.AuxWork, reasons: { ReasonCode: 'Lunch' } };
const tellWrapUp: Effect = { name: 'reportNotReady', workMode: WorkMode.AfterCallWork, reasons: {} };

const rows: readonly (readonly [rule: string, State, Input, State, readonly Effect[]])[] = [
  ['AG6', notReady, askReady, ready, [tellReady]],
  ['AG6', ready, askReady, ready, [tellReady]],
  ['AG6', ready, askNotReady, notReady, [tellNotReady]],
  ['AG6', notReady, askNotReady, notReady, [tellNotReady]],
  ['AG7', ready, wrapUpStarted, afterCallWork, [tellWrapUp]],
  ['AG7', afterCallWork, wrapUpEnded, ready, [tellReady]],
  ['AG7', afterCallWork, askReady, ready, [tellReady]],
  ['AG7', afterCallWork, askNotReady, notReady, [tellNotReady]],
];

const forbidden: readonly (readonly [State, Input])[] = [
  [notReady, wrapUpStarted],
  [afterCallWork, wrapUpStarted],
  [notReady, wrapUpEnded],
  [ready, wrapUpEnded],
];

describe('an agent on a DN', () => {
  it.each(rows)('[%s] %o on %o', (_rule, from, input, to, effects) => {
    expect(advance(from, input)).toEqual({ state: to, effects });
  });

  it.each(forbidden)('[AG7] %o stays as it is on %o', (from, input) => {
    expect(advance(from, input)).toEqual({ state: from, effects: [] });
  });
});
