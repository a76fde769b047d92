import { unreachable } from '../../../base/assert.ts';
import { go, type Step, stay } from '../../../base/machine.ts';
import type { Answer } from './answer.ts';
import { transactionTimeoutMs } from './timers.ts';

//  trying ──1xx──► proceeding ──2xx-6xx──► completed ──timer J──► terminated
//     └───────────2xx-6xx───────────────────▲    transportFailed: any ──► terminated
export type State =
  | { readonly name: 'trying' }
  | { readonly name: 'proceeding'; readonly lastAnswer: Answer }
  | { readonly name: 'completed'; readonly finalAnswer: Answer }
  | { readonly name: 'terminated' };

export type Input =
  | { readonly name: 'requestRepeated' }
  | { readonly name: 'responseGiven'; readonly answer: Answer }
  | { readonly name: 'timerFired'; readonly timer: 'J' }
  | { readonly name: 'transportFailed' };

export type Effect =
  | { readonly name: 'sendAnswer'; readonly answer: Answer }
  | { readonly name: 'startTimer'; readonly timer: 'J'; readonly durationMs: number }
  | { readonly name: 'terminate' };

export interface Context {
  readonly isReliable: boolean;
}

const terminated: State = { name: 'terminated' };

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
      return input.name === 'responseGiven' ? answerWith(state, input.answer, context) : stay(state);
    case 'proceeding':
      if (input.name === 'responseGiven') return answerWith(state, input.answer, context);
      if (input.name === 'requestRepeated') return go(state, { name: 'sendAnswer', answer: state.lastAnswer });
      return stay(state);
    case 'completed':
      if (input.name === 'requestRepeated') return go(state, { name: 'sendAnswer', answer: state.finalAnswer });
      if (input.name === 'timerFired') return go<State, Effect>(terminated, { name: 'terminate' });
      return stay(state);
    default:
      return unreachable(state);
  }
}
