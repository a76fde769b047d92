import { unreachable } from '../../../../base/assert.ts';
import { go, type Step, stay } from '../../../../base/machine.ts';
import type { SipResponse } from '../../message/message.ts';
import { timerD, timerT1, transactionTimeoutMs } from './timers.ts';

//  calling ──1xx──► proceeding ──2xx──► accepted ──timer M──► terminated
//     │                 └──3xx-6xx (ACK)──► completed ──timer D──► terminated
//     └──2xx, 3xx-6xx as above       timer B: calling ──► terminated   transportFailed: any but accepted ──► terminated
export type State =
  | { readonly name: 'calling'; readonly intervalMs: number }
  | { readonly name: 'proceeding' }
  | { readonly name: 'accepted' }
  | { readonly name: 'completed' }
  | { readonly name: 'terminated' };

export type Timer = 'A' | 'B' | 'D' | 'M';

export type Input =
  | { readonly name: 'responseReceived'; readonly response: SipResponse }
  | { readonly name: 'timerFired'; readonly timer: Timer }
  | { readonly name: 'transportFailed' };

export type Effect =
  | { readonly name: 'sendRequest' }
  /** The ACK of a non-2xx, hop by hop (RFC 3261 17.1.1.3). */
  | { readonly name: 'sendAck'; readonly response: SipResponse }
  | { readonly name: 'startTimer'; readonly timer: Timer; readonly durationMs: number }
  | { readonly name: 'passResponse'; readonly response: SipResponse }
  | { readonly name: 'reportFailure'; readonly why: 'timeout' | 'transport' }
  | { readonly name: 'terminate' };

export interface Context {
  readonly isReliable: boolean;
}

const terminated: State = { name: 'terminated' };
const proceeding: State = { name: 'proceeding' };
const accepted: State = { name: 'accepted' };
const completed: State = { name: 'completed' };

/** The first step: send, start B and over UDP A. */
export function begin(context: Context): Step<State, Effect> {
  const calling: State = { name: 'calling', intervalMs: timerT1 };
  const send: Effect = { name: 'sendRequest' };
  const timerB: Effect = { name: 'startTimer', timer: 'B', durationMs: transactionTimeoutMs };
  if (context.isReliable) return go<State, Effect>(calling, timerB, send);
  return go<State, Effect>(calling, timerB, { name: 'startTimer', timer: 'A', durationMs: timerT1 }, send);
}

function fail(why: 'timeout' | 'transport'): Step<State, Effect> {
  return go<State, Effect>(terminated, { name: 'reportFailure', why }, { name: 'terminate' });
}

function receive(response: SipResponse, context: Context): Step<State, Effect> {
  const pass: Effect = { name: 'passResponse', response };
  if (response.status < 200) return go<State, Effect>(proceeding, pass);
  if (response.status < 300) {
    return go<State, Effect>(accepted, { name: 'startTimer', timer: 'M', durationMs: transactionTimeoutMs }, pass);
  }
  const acknowledge: Effect = { name: 'sendAck', response };
  if (context.isReliable) return go<State, Effect>(terminated, acknowledge, pass, { name: 'terminate' });
  return go<State, Effect>(completed, { name: 'startTimer', timer: 'D', durationMs: timerD }, acknowledge, pass);
}

/** RFC 3261 17.1.1 with the Accepted state of RFC 6026 7.2. */
export function advance(state: State, input: Input, context: Context): Step<State, Effect> {
  switch (state.name) {
    case 'calling':
    case 'proceeding':
      switch (input.name) {
        case 'responseReceived':
          return receive(input.response, context);
        case 'transportFailed':
          return fail('transport');
        case 'timerFired':
          if (state.name === 'proceeding') return stay(state);
          if (input.timer === 'B') return fail('timeout');
          return input.timer === 'A' ? repeat(2 * state.intervalMs) : stay(state);
        default:
          return unreachable(input);
      }
    case 'accepted':
      // A 2xx of another branch, or one whose ACK was lost: the transaction user acknowledges each (RFC 3261 13.2.2.4).
      if (input.name === 'responseReceived' && input.response.status >= 200 && input.response.status < 300) {
        return go(state, { name: 'passResponse', response: input.response });
      }
      if (input.name === 'timerFired' && input.timer === 'M')
        return go<State, Effect>(terminated, { name: 'terminate' });
      return stay(state);
    case 'completed':
      if (input.name === 'responseReceived' && input.response.status >= 300) {
        return go(state, { name: 'sendAck', response: input.response });
      }
      if (input.name === 'timerFired' && input.timer === 'D')
        return go<State, Effect>(terminated, { name: 'terminate' });
      // RFC 3261 17.1.1.2: a failed ACK is told; the final response is already passed, so ending is all there is to do.
      if (input.name === 'transportFailed') return go<State, Effect>(terminated, { name: 'terminate' });
      return stay(state);
    case 'terminated':
      return stay(state);
    default:
      return unreachable(state);
  }
}

/** Timer A doubles without limit: timer B ends it. */
function repeat(intervalMs: number): Step<State, Effect> {
  return go<State, Effect>(
    { name: 'calling', intervalMs },
    { name: 'sendRequest' },
    { name: 'startTimer', timer: 'A', durationMs: intervalMs },
  );
}
