import { unreachable } from '../../base/assert.ts';
import { go, type Step, stay } from '../../base/machine.ts';

//  waiting ──bound──► connected ──connectionLost──► lost
//     └──connectFailed───────────────────────────────▲
/**
 * The MSRP session of one media line, from the answer in the SDP on (RFC 4975 5.4, RFC 6135). A session whose connection is
 * gone is over; a new offer begins a new one in its place.
 */
export type State =
  /** For the peer's connection, or for ours to the peer. */
  { readonly name: 'waiting' } | { readonly name: 'connected' } | { readonly name: 'lost' };

export type Input =
  /** The first request of the session came on a connection, or ours to the peer is open. */
  { readonly name: 'bound' } | { readonly name: 'connectionLost' } | { readonly name: 'connectFailed' };

export type Effect =
  /** The session id is good from now on. */
  | { readonly name: 'open' }
  /** The session id is good no longer. */
  | { readonly name: 'close' }
  /** Texts can go. */
  | { readonly name: 'markPresent' }
  /** Texts have to wait. */
  | { readonly name: 'markAbsent' };

/** The first step: the answer is on its way to the peer. */
export function begin(): Step<State, Effect> {
  return go<State, Effect>({ name: 'waiting' }, { name: 'open' }, { name: 'markAbsent' });
}

export function advance(state: State, input: Input): Step<State, Effect> {
  switch (state.name) {
    case 'waiting':
      if (input.name === 'bound') return go<State, Effect>({ name: 'connected' }, { name: 'markPresent' });
      return input.name === 'connectFailed' ? lose() : stay(state);
    case 'connected':
      return input.name === 'connectionLost' ? lose() : stay(state);
    case 'lost':
      return stay(state);
    default:
      return unreachable(state);
  }
}

function lose(): Step<State, Effect> {
  return go<State, Effect>({ name: 'lost' }, { name: 'close' }, { name: 'markAbsent' });
}
