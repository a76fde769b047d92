import { unreachable } from '../../../../base/assert.ts';
import { go, type Step, stay } from '../../../../base/machine.ts';
import type { Answer } from './answer.ts';
import { transactionTimeoutMs } from './timers.ts';

//  trying ──1xx──► proceeding ──2xx-6xx──► completed ──timer J──► terminated
//     └───────────2xx-6xx───────────────────▲    transportFailed: any ──► terminated
//                                                timer noAnswer: trying, proceeding ──► terminated
export type State =
  | { readonly name: 'trying' }
  | { readonly name: 'proceeding'; readonly lastAnswer: Answer }
  | { readonly name: 'completed'; readonly finalAnswer: Answer }
  | { readonly name: 'terminated' };

export type Input =
  | { readonly name: 'requestRepeated' }
  | { readonly name: 'responseGiven'; readonly answer: Answer }
  | { readonly name: 'timerFired'; readonly timer: Timer }
  | { readonly name: 'transportFailed' };

/** `noAnswer` is when the peer has given up (its timer F), so that an answer serves nobody (RFC 4320 4.2). */
export type Timer = 'J' | 'noAnswer';

export type Effect =
  | { readonly name: 'sendAnswer'; readonly answer: Answer }
  | { readonly name: 'startTimer'; readonly timer: Timer; readonly durationMs: number }
  | { readonly name: 'reportFailure' }
  | { readonly name: 'terminate' };

export interface Context {
  readonly isReliable: boolean;
}

const terminated: State = { name: 'terminated' };

/** The first step. */
export function begin(): Step<State, Effect> {
  const timer: Effect = { name: 'startTimer', timer: 'noAnswer', durationMs: transactionTimeoutMs };
  return go<State, Effect>({ name: 'trying' }, timer);
}

function answerWith(state: State, answer: Answer, context: Context): Step<State, Effect> {
  const send: Effect = { name: 'sendAnswer', answer };
  if (answer.status < 200) return go<State, Effect>({ name: 'proceeding', lastAnswer: answer }, send);
  if (context.isReliable) return go<State, Effect>(terminated, send, { name: 'terminate' });
  if (state.name === 'completed') return stay(state);
  const timer: Effect = { name: 'startTimer', timer: 'J', durationMs: transactionTimeoutMs };
  return go<State, Effect>({ name: 'completed', finalAnswer: answer }, send, timer);
}

/** RFC 3261 17.2.2. */
export function advance(state: State, input: Input, context: Context): Step<State, Effect> {
  if (state.name === 'terminated') return stay(state);
  if (input.name === 'transportFailed') return go<State, Effect>(terminated, { name: 'terminate' });
  switch (state.name) {
    case 'trying':
    case 'proceeding':
      if (input.name === 'responseGiven') return answerWith(state, input.answer, context);
      if (input.name === 'timerFired' && input.timer === 'noAnswer') {
        return go<State, Effect>(terminated, { name: 'reportFailure' }, { name: 'terminate' });
      }
      if (input.name === 'requestRepeated' && state.name === 'proceeding') {
        return go(state, { name: 'sendAnswer', answer: state.lastAnswer });
      }
      return stay(state);
    case 'completed':
      if (input.name === 'requestRepeated') return go(state, { name: 'sendAnswer', answer: state.finalAnswer });
      if (input.name === 'timerFired' && input.timer === 'J')
        return go<State, Effect>(terminated, { name: 'terminate' });
      return stay(state);
    default:
      return unreachable(state);
  }
}
