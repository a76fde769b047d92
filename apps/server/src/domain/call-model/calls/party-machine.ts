import { unreachable } from '../../../base/assert.ts';
import { go, type Step, stay } from '../../../base/machine.ts';

/**
 * One party of a call.
 *
 *   dialing ──otherAnswered──► established ◄──retrieved── held
 *   ringing ──answered──────►      │ └──────held────────►
 *      │ └──declined / noAnswer / redirected──► gone (somebody else gets the call)
 *      └──── released ────► gone        the customer's leaving ends all at once
 */
export type State = { readonly name: 'dialing' | 'ringing' | 'established' | 'held' | 'gone' };

export type Input =
  | { readonly name: 'answered' }
  /** The party that this one called has answered. */
  | { readonly name: 'otherAnswered' }
  /** TReleaseCall of this party. */
  | { readonly name: 'released' }
  | { readonly name: 'noAnswer' }
  /** The party is taken away because the call goes elsewhere. */
  | { readonly name: 'redirected' }
  | { readonly name: 'held' }
  | { readonly name: 'retrieved' };

/** Why a party did not take, or gives back, the call. */
export type GivenBack = 'declined' | 'noAnswer' | 'redirected';

export type Effect =
  | { readonly name: 'establish' }
  /** The party goes and somebody else gets the call. */
  | { readonly name: 'giveBack'; readonly why: GivenBack }
  /** The party leaves the conversation. */
  | { readonly name: 'leave' }
  | { readonly name: 'hold' }
  | { readonly name: 'retrieve' };

const gone: State = { name: 'gone' };

/** tlibrary call models 5.1 to 5.3; an input that means nothing in a state leaves it as it is. */
export function advance(state: State, input: Input): Step<State, Effect> {
  switch (state.name) {
    case 'dialing':
      if (input.name === 'otherAnswered') return go<State, Effect>({ name: 'established' });
      if (input.name === 'released' || input.name === 'redirected') return go<State, Effect>(gone, { name: 'leave' });
      return stay(state);
    case 'ringing':
      if (input.name === 'answered') return go<State, Effect>({ name: 'established' }, { name: 'establish' });
      if (input.name === 'released') return go<State, Effect>(gone, { name: 'giveBack', why: 'declined' });
      if (input.name === 'noAnswer' || input.name === 'redirected') {
        return go<State, Effect>(gone, { name: 'giveBack', why: input.name });
      }
      return stay(state);
    case 'established':
      if (input.name === 'held') return go<State, Effect>({ name: 'held' }, { name: 'hold' });
      return advancePresent(state, input);
    case 'held':
      if (input.name === 'retrieved') return go<State, Effect>({ name: 'established' }, { name: 'retrieve' });
      return advancePresent(state, input);
    case 'gone':
      return stay(state);
    default:
      return unreachable(state.name);
  }
}

/** What is the same for a party that takes part, held or not. */
function advancePresent(state: State, input: Input): Step<State, Effect> {
  if (input.name === 'released') return go<State, Effect>(gone, { name: 'leave' });
  if (input.name === 'redirected') return go<State, Effect>(gone, { name: 'giveBack', why: 'redirected' });
  return stay(state);
}
