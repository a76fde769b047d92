import { unreachable } from '../../base/assert.ts';
import { go, type Step, stay } from '../../base/machine.ts';

//  waiting ──bound──► connected ──connectionLost──► lost
//     │ ▲                 │                          │
//     │ └────renewed──────┴────────renewed───────────┘
//     └──connectFailed──► lost                any ──ended──► ended
/**
 * The MSRP session of one media line, from the answer in the SDP on (RFC 4975 5.4, RFC 6135). A session whose connection is
 * gone is over; a new offer makes a new one in its place.
 */
export type State =
  /** For the peer's connection, or for ours to the peer. */
  | { readonly name: 'waiting' }
  | { readonly name: 'connected' }
  | { readonly name: 'lost' }
  | { readonly name: 'ended' };

export type Input =
  /** The first request of the session came on a connection, or ours to the peer is open. */
  | { readonly name: 'bound' }
  | { readonly name: 'connectionLost' }
  | { readonly name: 'connectFailed' }
  /** An offer with another path was answered. */
  | { readonly name: 'renewed' }
  | { readonly name: 'ended' };

export type Effect =
  /** The session id is good from now on. */
  | { readonly name: 'open' }
  /** The session id is good no longer; its connection ends with it. */
  | { readonly name: 'close' }
  /** Texts can go. */
  | { readonly name: 'markPresent' }
  /** Texts have to wait. */
  | { readonly name: 'markAbsent' };

const waiting: State = { name: 'waiting' };
const lost: State = { name: 'lost' };
const ended: State = { name: 'ended' };

/** The first step: the answer is on its way to the peer. */
export function begin(): Step<State, Effect> {
  return go<State, Effect>(waiting, { name: 'open' }, { name: 'markAbsent' });
}

export function advance(state: State, input: Input): Step<State, Effect> {
  if (state.name === 'ended') return stay(state);
  switch (input.name) {
    case 'bound':
      return state.name === 'waiting' ? go<State, Effect>({ name: 'connected' }, { name: 'markPresent' }) : stay(state);
    case 'connectionLost':
      return state.name === 'connected' ? lose() : stay(state);
    case 'connectFailed':
      return state.name === 'waiting' ? lose() : stay(state);
    case 'renewed':
      return go<State, Effect>(waiting, { name: 'close' }, { name: 'open' }, { name: 'markAbsent' });
    case 'ended':
      return go<State, Effect>(ended, { name: 'close' });
    default:
      return unreachable(input);
  }
}

function lose(): Step<State, Effect> {
  return go<State, Effect>(lost, { name: 'close' }, { name: 'markAbsent' });
}
