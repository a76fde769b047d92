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

/** One machine that runs: keeps its state, logs each transition once, has its effects performed in order. */
export abstract class RunningMachine<
  State extends { readonly name: string },
  Input extends { readonly name: string },
  Effect,
> {
  readonly #machine: string;
  readonly #observe: TransitionObserver | undefined;
  #state: State;

  constructor(machine: string, initial: State, observe: TransitionObserver | undefined) {
    this.#machine = machine;
    this.#state = initial;
    this.#observe = observe;
  }

  get state(): State {
    return this.#state;
  }

  give(input: Input): void {
    const from = this.#state;
    const step = this.advance(from, input);
    this.#state = step.state;
    if (step.state !== from) this.#observe?.(this.#machine, from.name, input.name, step.state.name);
    for (const effect of step.effects) this.perform(effect);
  }

  protected abstract advance(state: State, input: Input): Step<State, Effect>;
  protected abstract perform(effect: Effect): void;
}

/** The same for an owner of several machines, or one that is not a machine itself. */
export class MachineRunner<
  State extends { readonly name: string },
  Input extends { readonly name: string },
  Effect,
> extends RunningMachine<State, Input, Effect> {
  readonly #advance: (state: State, input: Input) => Step<State, Effect>;
  readonly #perform: (effect: Effect) => void;

  constructor(options: {
    readonly machine: string;
    readonly initial: State;
    readonly advance: (state: State, input: Input) => Step<State, Effect>;
    readonly perform: (effect: Effect) => void;
    readonly observe?: TransitionObserver | undefined;
  }) {
    super(options.machine, options.initial, options.observe);
    this.#advance = options.advance;
    this.#perform = options.perform;
  }

  protected advance(state: State, input: Input): Step<State, Effect> {
    return this.#advance(state, input);
  }

  protected perform(effect: Effect): void {
    this.#perform(effect);
  }
}
