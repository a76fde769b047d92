/** What a machine decided: the state it goes to and what is to be done. Deciding does not perform. */
export interface Step<State, Effect> {
  readonly state: State;
  readonly effects: readonly Effect[];
}

export function go<State, Effect>(state: State, ...effects: readonly Effect[]): Step<State, Effect> {
  return { state, effects };
}

/** The input means nothing in this state. */
export function stay<State>(state: State): Step<State, never> {
  return { state, effects: [] };
}

/** Told of each transition, for the log. */
export type TransitionObserver = (machine: string, from: string, input: string, to: string) => void;

/** Runs one machine: keeps its state, logs each transition once, hands effects to `perform` in order. */
export class MachineRunner<State extends { readonly name: string }, Input extends { readonly name: string }, Effect> {
  #state: State;
  readonly #machine: string;
  readonly #advance: (state: State, input: Input) => Step<State, Effect>;
  readonly #perform: (effect: Effect) => void;
  readonly #observe: TransitionObserver | undefined;

  constructor(options: {
    readonly machine: string;
    readonly initial: State;
    readonly advance: (state: State, input: Input) => Step<State, Effect>;
    readonly perform: (effect: Effect) => void;
    readonly observe?: TransitionObserver | undefined;
  }) {
    this.#machine = options.machine;
    this.#state = options.initial;
    this.#advance = options.advance;
    this.#perform = options.perform;
    this.#observe = options.observe;
  }

  get state(): State {
    return this.#state;
  }

  give(input: Input): void {
    const from = this.#state;
    const step = this.#advance(from, input);
    this.#state = step.state;
    if (step.state !== from) this.#observe?.(this.#machine, from.name, input.name, step.state.name);
    for (const effect of step.effects) this.#perform(effect);
  }
}
