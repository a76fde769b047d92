import { unreachable } from '../../../../base/assert.ts';
import { go, type Step, stay } from '../../../../base/machine.ts';
import type { Answer } from './answer.ts';
import { timerT1, timerT2, timerT4, transactionTimeoutMs, tryingDelayMs } from './timers.ts';

//  proceeding ──2xx──► accepted ──timer L──► terminated
//       └────3xx-6xx──► completed ──ACK──► confirmed ──timer I──► terminated
//                          └──timer H──► terminated       transportFailed: any but accepted ──► terminated
export type State =
  | { readonly name: 'proceeding'; readonly lastAnswer: Answer | undefined }
  | { readonly name: 'accepted' }
  | { readonly name: 'completed'; readonly finalAnswer: Answer; readonly intervalMs: number }
  | { readonly name: 'confirmed' }
  | { readonly name: 'terminated' };

export type Input =
  | { readonly name: 'requestRepeated' }
  | { readonly name: 'responseGiven'; readonly answer: Answer }
  | { readonly name: 'ackReceived' }
  | { readonly name: 'timerFired'; readonly timer: Timer }
  | { readonly name: 'transportFailed' };

/** `trying` is the 200 ms after which a 100 goes out by itself. */
export type Timer = 'trying' | 'G' | 'H' | 'I' | 'L';

export type Effect =
  | { readonly name: 'sendAnswer'; readonly answer: Answer }
  /** Unasked, by timer G. */
  | { readonly name: 'repeatAnswer'; readonly answer: Answer }
  | { readonly name: 'sendTrying' }
  | { readonly name: 'startTimer'; readonly timer: Timer; readonly durationMs: number }
  /** The ACK of a 2xx is the transaction user's. */
  | { readonly name: 'passAck' }
  | { readonly name: 'reportFailure'; readonly why: 'timeout' | 'transport' }
  | { readonly name: 'terminate' };

export interface Context {
  readonly isReliable: boolean;
}

const terminated: State = { name: 'terminated' };
const accepted: State = { name: 'accepted' };
const confirmed: State = { name: 'confirmed' };

/** The first step: RFC 3261 17.2.1, 100 after 200 ms. */
export function begin(): Step<State, Effect> {
  const timer: Effect = { name: 'startTimer', timer: 'trying', durationMs: tryingDelayMs };
  return go<State, Effect>({ name: 'proceeding', lastAnswer: undefined }, timer);
}

function answerWith(answer: Answer, context: Context): Step<State, Effect> {
  const send: Effect = { name: 'sendAnswer', answer };
  if (answer.status < 200) return go<State, Effect>({ name: 'proceeding', lastAnswer: answer }, send);
  if (answer.status < 300) {
    return go<State, Effect>(accepted, send, { name: 'startTimer', timer: 'L', durationMs: transactionTimeoutMs });
  }
  const completed: State = { name: 'completed', finalAnswer: answer, intervalMs: timerT1 };
  const timerH: Effect = { name: 'startTimer', timer: 'H', durationMs: transactionTimeoutMs };
  if (context.isReliable) return go<State, Effect>(completed, send, timerH);
  return go<State, Effect>(completed, send, { name: 'startTimer', timer: 'G', durationMs: timerT1 }, timerH);
}

/** RFC 3261 17.2.1 with the Accepted state of RFC 6026 7.1. */
export function advance(state: State, input: Input, context: Context): Step<State, Effect> {
  switch (state.name) {
    case 'proceeding':
      switch (input.name) {
        case 'requestRepeated':
          return state.lastAnswer === undefined
            ? stay(state)
            : go(state, { name: 'sendAnswer', answer: state.lastAnswer });
        case 'responseGiven':
          return answerWith(input.answer, context);
        case 'timerFired':
          return input.timer === 'trying' && state.lastAnswer === undefined
            ? go(state, { name: 'sendTrying' })
            : stay(state);
        case 'transportFailed':
          return go<State, Effect>(terminated, { name: 'reportFailure', why: 'transport' }, { name: 'terminate' });
        case 'ackReceived':
          return stay(state);
        default:
          return unreachable(input);
      }
    case 'accepted':
      // RFC 6026 7.1: repeats are absorbed, the transaction user repeats its 2xx, a failed transport changes nothing.
      if (input.name === 'ackReceived') return go(state, { name: 'passAck' });
      if (input.name === 'responseGiven' && input.answer.status >= 200 && input.answer.status < 300) {
        return go(state, { name: 'sendAnswer', answer: input.answer });
      }
      if (input.name === 'timerFired' && input.timer === 'L')
        return go<State, Effect>(terminated, { name: 'terminate' });
      return stay(state);
    case 'completed':
      switch (input.name) {
        case 'requestRepeated':
          return go(state, { name: 'sendAnswer', answer: state.finalAnswer });
        case 'ackReceived':
          if (context.isReliable) return go<State, Effect>(terminated, { name: 'terminate' });
          return go<State, Effect>(confirmed, { name: 'startTimer', timer: 'I', durationMs: timerT4 });
        case 'timerFired':
          if (input.timer === 'H') {
            return go<State, Effect>(terminated, { name: 'reportFailure', why: 'timeout' }, { name: 'terminate' });
          }
          if (input.timer === 'G') {
            const intervalMs = Math.min(2 * state.intervalMs, timerT2);
            return go<State, Effect>(
              { ...state, intervalMs },
              { name: 'repeatAnswer', answer: state.finalAnswer },
              { name: 'startTimer', timer: 'G', durationMs: intervalMs },
            );
          }
          return stay(state);
        case 'transportFailed':
          return go<State, Effect>(terminated, { name: 'reportFailure', why: 'transport' }, { name: 'terminate' });
        case 'responseGiven':
          return stay(state);
        default:
          return unreachable(input);
      }
    case 'confirmed':
      return input.name === 'timerFired' && input.timer === 'I'
        ? go<State, Effect>(terminated, { name: 'terminate' })
        : stay(state);
    case 'terminated':
      return stay(state);
    default:
      return unreachable(state);
  }
}
