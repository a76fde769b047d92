import { advanceReconnect, type ReconnectEffect, type ReconnectInput, type ReconnectState } from './reconnect.ts';

/** What is kept bound. */
export interface Flow {
  openFlow(): void;
  closeFlow(): void;
  /** Asks for a sign of life. */
  probeFlow(): void;
  /** Makes the server know the flow as the way to us. */
  bind(): void;
}

/** Runs the reconnect machine over one flow. */
export class Reconnector {
  readonly #flow: Flow;
  readonly #changed: () => void;
  #state: ReconnectState = { name: 'stopped' };
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(flow: Flow, changed: () => void) {
    this.#flow = flow;
    this.#changed = changed;
  }

  get state(): ReconnectState {
    return this.#state;
  }

  advance(input: ReconnectInput): void {
    const { state, effects } = advanceReconnect(this.#state, input, { random: Math.random() });
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    this.#changed();
  }

  /** Nothing is tried again until the next input. */
  stopTimer(): void {
    clearTimeout(this.#timer);
  }

  #perform(effect: ReconnectEffect): void {
    switch (effect.type) {
      case 'openSocket':
        this.#flow.openFlow();
        break;
      case 'closeSocket':
        this.#flow.closeFlow();
        break;
      case 'probeSocket':
        this.#flow.probeFlow();
        break;
      case 'bind':
        this.#flow.bind();
        break;
      case 'startTimer':
        this.stopTimer();
        this.#timer = setTimeout(() => this.advance({ type: 'timerFired' }), effect.delayMs);
        break;
      case 'stopTimer':
        this.stopTimer();
        break;
    }
  }
}
