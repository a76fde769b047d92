import {
  type ConversationInput,
  type ConversationState,
  createConversation,
  forgetOldest,
  reduceConversation,
} from './conversation-reducer.ts';
import { createRandomToken } from './random-token.ts';

/** The part of `Storage` that is needed, so that a tab without storage can do with memory. */
export type KeptTexts = Pick<Storage, 'getItem' | 'setItem'>;

const FORMAT = 1;

/**
 * Holds the conversation and keeps a copy in the session storage before anybody is told of a change: what the server
 * gets a 200 for is in the copy, so a reload loses nothing.
 */
export class ConversationStore {
  #state: ConversationState;
  readonly #storage: KeptTexts;
  readonly #key: string;
  readonly #listeners = new Set<() => void>();

  constructor(storage: KeptTexts, key: string) {
    this.#storage = storage;
    this.#key = key;
    const kept = restore(storage.getItem(key)) ?? createConversation(`guest-${createRandomToken(12)}`);
    // A text that was in flight when the page went away is repeated with the same id.
    this.#state = reduceConversation(kept, { type: 'flowLost' });
    this.#keep(this.#state);
  }

  get state(): ConversationState {
    return this.#state;
  }

  /** False when the change could not be kept; then nothing has changed. */
  dispatch(input: ConversationInput): boolean {
    const next = reduceConversation(this.#state, input);
    const kept = this.#keep(next) ?? this.#keep({ ...next, transcript: forgetHalf(next) });
    if (!kept) return false;
    this.#state = kept;
    for (const listener of this.#listeners) listener();
    return true;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #keep(state: ConversationState): ConversationState | undefined {
    try {
      this.#storage.setItem(this.#key, JSON.stringify({ format: FORMAT, state }));
      return state;
    } catch {
      return undefined;
    }
  }
}

function forgetHalf({ transcript }: ConversationState) {
  const last = transcript.at(-1);
  const older = transcript.slice(0, -1);
  return [...forgetOldest(older, Math.ceil(older.length / 2)), ...(last ? [last] : [])];
}

function restore(kept: string | null): ConversationState | undefined {
  if (!kept) return undefined;
  try {
    const { format, state } = JSON.parse(kept) as { format: number; state: ConversationState };
    return format === FORMAT && Array.isArray(state.transcript) ? state : undefined;
  } catch {
    return undefined;
  }
}

/** Session storage may be forbidden in a frame or by the browser's settings; then a reload starts anew. */
export function openSessionStorage(): KeptTexts {
  try {
    const probe = 'cordboard.probe';
    sessionStorage.setItem(probe, '1');
    sessionStorage.removeItem(probe);
    return sessionStorage;
  } catch {
    const texts = new Map<string, string>();
    return { getItem: (key) => texts.get(key) ?? null, setItem: (key, text) => void texts.set(key, text) };
  }
}
