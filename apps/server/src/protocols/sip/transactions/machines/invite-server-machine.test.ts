import { describe, expect, it } from 'vitest';
import { advance, begin, type Effect, type Input, type State } from './invite-server-machine.ts';

const bytes = Buffer.from('x');
const a180 = { status: 180, bytes };
const a200 = { status: 200, bytes };
const a486 = { status: 486, bytes };

const proceeding: State = { name: 'proceeding', lastAnswer: undefined };
const ringing: State = { name: 'proceeding', lastAnswer: a180 };
const accepted: State = { name: 'accepted' };
const completed: State = { name: 'completed', finalAnswer: a486, intervalMs: 500 };
const confirmed: State = { name: 'confirmed' };
const terminated: State = { name: 'terminated' };

const repeated: Input = { name: 'requestRepeated' };
const ack: Input = { name: 'ackReceived' };
const failed: Input = { name: 'transportFailed' };
const given = (answer: typeof a200): Input => ({ name: 'responseGiven', answer });
const fired = (timer: 'trying' | 'G' | 'H' | 'I' | 'L'): Input => ({ name: 'timerFired', timer });

const send = (answer: typeof a200): Effect => ({ name: 'sendAnswer', answer });
const repeat = (answer: typeof a200): Effect => ({ name: 'repeatAnswer', answer });
const start = (timer: 'G' | 'H' | 'I' | 'L', durationMs: number): Effect => ({ name: 'startTimer', timer, durationMs });
const end: Effect = { name: 'terminate' };

interface Row {
  readonly from: State;
  readonly input: Input;
  readonly to: State;
  readonly effects: readonly Effect[];
  readonly isReliable?: boolean;
}

const rows: readonly Row[] = [
  { from: proceeding, input: repeated, to: proceeding, effects: [] },
  { from: proceeding, input: fired('trying'), to: proceeding, effects: [{ name: 'sendTrying' }] },
  { from: proceeding, input: given(a180), to: ringing, effects: [send(a180)] },
  { from: proceeding, input: given(a200), to: accepted, effects: [send(a200), start('L', 32_000)] },
  { from: ringing, input: repeated, to: ringing, effects: [send(a180)] },
  { from: ringing, input: given(a486), to: completed, effects: [send(a486), start('G', 500), start('H', 32_000)] },
  { from: ringing, input: given(a486), to: completed, effects: [send(a486), start('H', 32_000)], isReliable: true },
  {
    from: ringing,
    input: failed,
    to: terminated,
    effects: [{ name: 'reportFailure', why: 'transport' }, end],
  },
  { from: accepted, input: given(a200), to: accepted, effects: [send(a200)] },
  { from: accepted, input: ack, to: accepted, effects: [{ name: 'passAck' }] },
  { from: accepted, input: fired('L'), to: terminated, effects: [end] },
  { from: completed, input: repeated, to: completed, effects: [send(a486)] },
  {
    from: completed,
    input: fired('G'),
    to: { ...completed, intervalMs: 1_000 },
    effects: [repeat(a486), start('G', 1_000)],
  },
  {
    from: { ...completed, intervalMs: 4_000 },
    input: fired('G'),
    to: { ...completed, intervalMs: 4_000 },
    effects: [repeat(a486), start('G', 4_000)],
  },
  { from: completed, input: ack, to: confirmed, effects: [start('I', 5_000)] },
  { from: completed, input: ack, to: terminated, effects: [end], isReliable: true },
  { from: completed, input: fired('H'), to: terminated, effects: [{ name: 'reportFailure', why: 'timeout' }, end] },
  { from: completed, input: failed, to: terminated, effects: [{ name: 'reportFailure', why: 'transport' }, end] },
  { from: confirmed, input: fired('I'), to: terminated, effects: [end] },
];

const forbidden: readonly (readonly [State, Input])[] = [
  [proceeding, ack],
  [ringing, fired('trying')],
  [ringing, fired('G')],
  [accepted, repeated],
  [accepted, given(a486)],
  [accepted, failed],
  [accepted, fired('H')],
  [completed, given(a200)],
  [completed, fired('I')],
  [confirmed, repeated],
  [confirmed, ack],
  [confirmed, fired('G')],
  [confirmed, fired('H')],
  [confirmed, given(a200)],
  ...[repeated, ack, failed, given(a200), fired('H')].map((input): readonly [State, Input] => [terminated, input]),
];

describe('INVITE server transaction', () => {
  it('[TX4] begins proceeding, with 100 due after 200 ms', () => {
    expect(begin()).toEqual({
      state: proceeding,
      effects: [{ name: 'startTimer', timer: 'trying', durationMs: 200 }],
    });
  });

  for (const { from, input, to, effects, isReliable = false } of rows) {
    it(`[TX4] ${from.name} + ${input.name} → ${to.name}${isReliable ? ' (reliable)' : ''}: ${effects.map(({ name }) => name)}`, () => {
      expect(advance(from, input, { isReliable })).toEqual({ state: to, effects });
    });
  }

  for (const [from, input] of forbidden) {
    it(`[TX4] ${from.name} ignores ${input.name}`, () => {
      const step = advance(from, input, { isReliable: false });
      expect(step.state).toBe(from);
      expect(step.effects).toEqual([]);
    });
  }
});
