import { unreachable } from '../../base/assert.ts';
import { go, type Step, stay } from '../../base/machine.ts';

/**
 * One party of a routed call.
 *
 *   ringing ──answered──► established ──released / customerLeft──► gone
 *      ├──declined / noAnswer──► gone (the call goes back to its routing point)
 *      └──customerLeft──► gone (abandoned)
 */
export type State = { readonly name: 'ringing' } | { readonly name: 'established' } | { readonly name: 'gone' };

export type Input =
  | { readonly name: 'answered' }
  /** TReleaseCall of this party. */
  | { readonly name: 'released' }
  | { readonly name: 'noAnswer' }
  /** The party is taken away because the call goes elsewhere. */
  | { readonly name: 'redirected' }
  | { readonly name: 'customerLeft' };

export type Effect =
  | { readonly name: 'establish' }
  /** The call goes back to its routing point; the agent gets EventReleased. */
  | { readonly name: 'returnToRouting'; readonly why: 'declined' | 'noAnswer' | 'redirected' }
  | { readonly name: 'endCall' }
  | { readonly name: 'reportAbandoned' }
  | { readonly name: 'reportReleased' };

/** tlibrary call model 5.2; an input that means nothing in a state leaves it as it is. */
export function advance(state: State, input: Input): Step<State, Effect> {
  const gone: State = { name: 'gone' };
  switch (state.name) {
    case 'ringing':
      switch (input.name) {
        case 'answered':
          return go<State, Effect>({ name: 'established' }, { name: 'establish' });
        case 'released':
          return go<State, Effect>(gone, { name: 'returnToRouting', why: 'declined' });
        case 'noAnswer':
        case 'redirected':
          return go<State, Effect>(gone, { name: 'returnToRouting', why: input.name });
        case 'customerLeft':
          return go<State, Effect>(gone, { name: 'reportAbandoned' });
        default:
          return unreachable(input);
      }
    case 'established':
      switch (input.name) {
        case 'released':
          return go<State, Effect>(gone, { name: 'endCall' });
        case 'redirected':
          return go<State, Effect>(gone, { name: 'returnToRouting', why: 'redirected' });
        case 'customerLeft':
          return go<State, Effect>(gone, { name: 'reportReleased' });
        case 'answered':
        case 'noAnswer':
          return stay(state);
        default:
          return unreachable(input);
      }
    case 'gone':
      return stay(state);
    default:
      return unreachable(state);
  }
}
