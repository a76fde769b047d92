import { PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import type { TEvent } from '@cordboard/shared/tlib/events';

/** Somebody who writes in a chat. */
export interface Writer {
  /** Address of a customer, DN of a colleague. */
  readonly who: string;
  readonly isWhisper: boolean;
  /** Server time in ms after which it is over, unless it is said again. */
  readonly until: number;
}

export interface TypingState {
  readonly writers: { readonly [connID: string]: readonly Writer[] };
}

export const initialTypingState: TypingState = { writers: {} };

/** When an event says no time: as long as RFC 3994 lets an active state last. */
const REFRESH_SECONDS_DEFAULT = 120;

/** Who writes in which chat. A text of the writer, the end of the chat and a new connection end it. */
export function applyEvent(state: TypingState, event: TEvent): TypingState {
  switch (event.name) {
    case 'EventServerConnected':
      return initialTypingState;
    case 'EventReleased':
    case 'EventAbandoned':
      return put(state, event.connID, []);
    case 'EventPartyDeleted':
      return without(state, event.connID, event.otherDN);
    case 'EventPrivateInfo':
      if (event.privateMsgID === PrivateMsgId.Text) return without(state, event.connID, event.otherDN);
      if (event.privateMsgID !== PrivateMsgId.Typing || event.otherDN === undefined) return state;
      return event.extensions?.isComposing === 'active'
        ? add(state, event.connID, {
            who: event.otherDN,
            isWhisper: event.extensions.whisper === true || event.extensions.whisper === 1,
            until: event.time + secondsOf(event.extensions.refresh) * 1000,
          })
        : without(state, event.connID, event.otherDN);
    default:
      return state;
  }
}

function secondsOf(refresh: unknown): number {
  return typeof refresh === 'number' && refresh > 0 ? refresh : REFRESH_SECONDS_DEFAULT;
}

function add(state: TypingState, connID: string, writer: Writer): TypingState {
  const others = (state.writers[connID] ?? []).filter(({ who }) => who !== writer.who);
  return put(state, connID, [...others, writer]);
}

function without(state: TypingState, connID: string, who: string | undefined): TypingState {
  const writers = state.writers[connID] ?? [];
  const others = writers.filter((writer) => writer.who !== who);
  return others.length === writers.length ? state : put(state, connID, others);
}

function put(state: TypingState, connID: string, writers: readonly Writer[]): TypingState {
  const { [connID]: before, ...rest } = state.writers;
  if (writers.length > 0) return { writers: { ...rest, [connID]: writers } };
  return before === undefined ? state : { writers: rest };
}
