import { describe, expect, it } from 'vitest';
import { advance, begin, type Effect, type Input, type State } from './non-invite-server-machine.ts';

const bytes = Buffer.from('x');
const a100 = { status: 100, bytes };
const a200 = { status: 200, bytes };
const a500 = { status: 500, bytes };

const trying: State = { name: 'trying' };
const proceeding: State = { name: 'proceeding', lastAnswer: a100 };
const completed: State = { name: 'completed', finalAnswer: a200 };
const terminated: State = { name: 'terminated' };

const repeated: Input = { name: 'requestRepeated' };
const failed: Input = { name: 'transportFailed' };
const fired: Input = { name: 'timerFired', timer: 'J' };
const noAnswer: Input = { name: 'timerFired', timer: 'noAnswer' };
const given = (answer: typeof a200): Input => ({ name: 'responseGiven', answer });

const send = (answer: typeof a200): Effect => ({ name: 'sendAnswer', answer });
const timerJ: Effect = { name: 'startTimer', timer: 'J', durationMs: 32_000 };
const end: Effect = { name: 'terminate' };

const rows: readonly (readonly [State, Input, State, readonly Effect[], boolean?])[] = [
  [trying, given(a100), proceeding, [send(a100)]],
  [trying, given(a200), completed, [send(a200), timerJ]],
  [trying, given(a200), terminated, [send(a200), end], true],
  [trying, failed, terminated, [end]],
  [trying, noAnswer, terminated, [{ name: 'reportFailure' }, end]],
  [proceeding, noAnswer, terminated, [{ name: 'reportFailure' }, end]],
  [proceeding, repeated, proceeding, [send(a100)]],
  [proceeding, given(a200), completed, [send(a200), timerJ]],
  [proceeding, failed, terminated, [end]],
  [completed, repeated, completed, [send(a200)]],
  [completed, fired, terminated, [end]],
  [completed, failed, terminated, [end]],
];

const forbidden: readonly (readonly [State, Input])[] = [
  [trying, repeated],
  [trying, fired],
  [proceeding, fired],
  [completed, given(a500)],
  [completed, noAnswer],
  [terminated, repeated],
  [terminated, given(a200)],
  [terminated, fired],
  [terminated, failed],
];

describe('non-INVITE server transaction', () => {
  it('[TX5] begins trying, and gives up when its peer has', () => {
    expect(begin()).toEqual({
      state: trying,
      effects: [{ name: 'startTimer', timer: 'noAnswer', durationMs: 32_000 }],
    });
  });

  for (const [from, input, to, effects, isReliable = false] of rows) {
    it(`[TX5] ${from.name} + ${input.name} → ${to.name}${isReliable ? ' (reliable)' : ''}`, () => {
      expect(advance(from, input, { isReliable })).toEqual({ state: to, effects });
    });
  }

  for (const [from, input] of forbidden) {
    it(`[TX5] ${from.name} ignores ${input.name}`, () => {
      const step = advance(from, input, { isReliable: false });
      expect(step.state).toBe(from);
      expect(step.effects).toEqual([]);
    });
  }
});
