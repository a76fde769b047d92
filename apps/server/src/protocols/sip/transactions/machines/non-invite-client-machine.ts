import { unreachable } from '../../../../base/assert.ts';
import { go, type Step, stay } from '../../../../base/machine.ts';
import type { SipResponse } from '../../message/message.ts';
import { timerT1, timerT2, timerT4, transactionTimeoutMs } from './timers.ts';

//  trying ──1xx──► proceeding ──2xx-6xx──► completed ──timer K──► terminated
//     └──2xx-6xx──────────────────────────────▲    timer F, transportFailed: trying, proceeding ──► terminated
export type State =
  | { readonly name: 'trying'; readonly intervalMs: number }
  | { readonly name: 'proceeding' }
  | { readonly name: 'completed' }
  | { readonly name: 'terminated' };

export type Timer = 'E' | 'F' | 'K';

export type Input =
  | { readonly name: 'responseReceived'; readonly response: SipResponse }
  | { readonly name: 'timerFired'; readonly timer: Timer }
  | { readonly name: 'transportFailed' };

export type Effect =
  | { readonly name: 'sendRequest' }
  | { readonly name: 'startTimer'; readonly timer: Timer; readonly durationMs: number }
  | { readonly name: 'passResponse'; readonly response: SipResponse }
  | { readonly name: 'reportFailure'; readonly why: 'timeout' | 'transport' }
  | { readonly name: 'terminate' };

export interface Context {
  readonly isReliable: boolean;
}

const terminated: State = { name: 'terminated' };
const proceeding: State = { name: 'proceeding' };
const completed: State = { name: 'completed' };

/** The first step: send, start F and over UDP E. */
export function begin(context: Context): Step<State, Effect> {
  const trying: State = { name: 'trying', intervalMs: timerT1 };
  const send: Effect = { name: 'sendRequest' };
  const timerF: Effect = { name: 'startTimer', timer: 'F', durationMs: transactionTimeoutMs };
  if (context.isReliable) return go<State, Effect>(trying, timerF, send);
  return go<State, Effect>(trying, timerF, { name: 'startTimer', timer: 'E', durationMs: timerT1 }, send);
}

function fail(why: 'timeout' | 'transport'): Step<State, Effect> {
  return go<State, Effect>(terminated, { name: 'reportFailure', why }, { name: 'terminate' });
}

function receive(response: SipResponse, context: Context): Step<State, Effect> {
  const pass: Effect = { name: 'passResponse', response };
  if (response.status < 200) return go<State, Effect>(proceeding, pass);
  if (context.isReliable) return go<State, Effect>(terminated, pass, { name: 'terminate' });
  return go<State, Effect>(completed, { name: 'startTimer', timer: 'K', durationMs: timerT4 }, pass);
}

/** RFC 3261 17.1.2. */
export function advance(state: State, input: Input, context: Context): Step<State, Effect> {
  switch (state.name) {
    case 'trying':
    case 'proceeding':
      switch (input.name) {
        case 'responseReceived':
          return receive(input.response, context);
        case 'transportFailed':
          return fail('transport');
        case 'timerFired':
          if (input.timer === 'F') return fail('timeout');
          if (input.timer !== 'E') return stay(state);
          return repeat(state);
        default:
          return unreachable(input);
      }
    case 'completed':
      return input.name === 'timerFired' && input.timer === 'K'
        ? go<State, Effect>(terminated, { name: 'terminate' })
        : stay(state);
    case 'terminated':
      return stay(state);
    default:
      return unreachable(state);
  }
}

/** Timer E doubles up to T2 while trying and is T2 once a provisional response came. */
function repeat(state: State & { readonly name: 'trying' | 'proceeding' }): Step<State, Effect> {
  const intervalMs = state.name === 'trying' ? Math.min(2 * state.intervalMs, timerT2) : timerT2;
  const next: State = state.name === 'trying' ? { name: 'trying', intervalMs } : state;
  return go<State, Effect>(next, { name: 'sendRequest' }, { name: 'startTimer', timer: 'E', durationMs: intervalMs });
}
