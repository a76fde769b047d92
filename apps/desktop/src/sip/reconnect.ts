/**
 * Keeps one conversation bound to one living socket.
 *
 *            startAsked            socketOpened            bound
 *   stopped ───────────► connecting ──────────► binding ──────────► ready
 *                          ▲     │ closed,        │  ▲ timer          │ closed,
 *             timer,       │     ▼ timer          ▼  │                ▼ suspected
 *             wentOnline   └─ backingOff ◄─────── ┤  deferred      backingOff
 *                                                 └──► (Retry-After)
 *
 * "Bound" means that the server knows this socket as the way to the conversation (INVITE, re-INVITE or INVITE with
 * Replaces answered with 200). There is at most one timer; its meaning is the state's.
 */
export type ReconnectState =
  | { name: 'stopped' }
  | { name: 'connecting'; attempt: number }
  | { name: 'binding'; attempt: number }
  | { name: 'deferred'; attempt: number }
  | { name: 'ready' }
  | { name: 'backingOff'; attempt: number };

export type ReconnectInput =
  | { type: 'startAsked' }
  | { type: 'stopAsked' }
  | { type: 'socketOpened' }
  | { type: 'socketClosed' }
  | { type: 'flowSuspected' }
  | { type: 'bound' }
  | { type: 'bindDeferred'; delayMs: number }
  | { type: 'timerFired' }
  | { type: 'wentOnline' }
  | { type: 'lifeDoubted' };

export type ReconnectEffect =
  | { type: 'openSocket' }
  | { type: 'closeSocket' }
  | { type: 'probeSocket' }
  | { type: 'bind' }
  | { type: 'startTimer'; delayMs: number }
  | { type: 'stopTimer' };

export interface ReconnectContext {
  /** 0 ≤ random < 1. */
  random: number;
}

export const CONNECT_TIMEOUT_MS = 10_000;
export const BIND_TIMEOUT_MS = 15_000;
export const BACKOFF_MIN_MS = 1_000;
export const BACKOFF_MAX_MS = 15_000;

type Step = { state: ReconnectState; effects: ReconnectEffect[] };

/** Half of the growing limit is certain, half is chance, so that a thousand customers do not come back in one second. */
export function computeBackoff(attempt: number, random: number): number {
  const limitMs = Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** (Math.min(attempt, 10) + 1));
  return Math.round(limitMs / 2 + (limitMs / 2) * random);
}

export function advanceReconnect(state: ReconnectState, input: ReconnectInput, context: ReconnectContext): Step {
  const stay: Step = { state, effects: [] };
  if (input.type === 'stopAsked') {
    if (state.name === 'stopped') return stay;
    return { state: { name: 'stopped' }, effects: [{ type: 'stopTimer' }, { type: 'closeSocket' }] };
  }
  switch (state.name) {
    case 'stopped':
      return input.type === 'startAsked' ? connect(0) : stay;

    case 'connecting':
      if (input.type === 'socketOpened') return bind(state.attempt);
      if (input.type === 'socketClosed') return backOff(state.attempt, context);
      if (input.type === 'timerFired') return abandon(state.attempt, context);
      return stay;

    case 'binding':
      if (input.type === 'bound') return { state: { name: 'ready' }, effects: [{ type: 'stopTimer' }] };
      if (input.type === 'bindDeferred') {
        return {
          state: { name: 'deferred', attempt: state.attempt },
          effects: [{ type: 'startTimer', delayMs: input.delayMs }],
        };
      }
      if (input.type === 'socketClosed') return backOff(state.attempt, context);
      if (input.type === 'timerFired' || input.type === 'flowSuspected') return abandon(state.attempt, context);
      return stay;

    case 'deferred':
      if (input.type === 'timerFired') return bind(state.attempt);
      if (input.type === 'socketClosed') return backOff(state.attempt, context);
      if (input.type === 'wentOnline' || input.type === 'lifeDoubted') return probe(state);
      return stay;

    case 'ready':
      if (input.type === 'socketClosed') return backOff(0, context);
      if (input.type === 'flowSuspected') return abandon(0, context);
      if (input.type === 'wentOnline' || input.type === 'lifeDoubted') return probe(state);
      return stay;

    case 'backingOff':
      if (input.type === 'timerFired' || input.type === 'wentOnline') return connect(state.attempt);
      return stay;
  }
}

function connect(attempt: number): Step {
  return {
    state: { name: 'connecting', attempt },
    effects: [{ type: 'startTimer', delayMs: CONNECT_TIMEOUT_MS }, { type: 'openSocket' }],
  };
}

function bind(attempt: number): Step {
  return {
    state: { name: 'binding', attempt },
    effects: [{ type: 'startTimer', delayMs: BIND_TIMEOUT_MS }, { type: 'bind' }],
  };
}

function probe(state: ReconnectState): Step {
  return { state, effects: [{ type: 'probeSocket' }] };
}

function abandon(attempt: number, context: ReconnectContext): Step {
  const { state, effects } = backOff(attempt, context);
  return { state, effects: [{ type: 'closeSocket' }, ...effects] };
}

function backOff(attempt: number, context: ReconnectContext): Step {
  return {
    state: { name: 'backingOff', attempt: attempt + 1 },
    effects: [{ type: 'startTimer', delayMs: computeBackoff(attempt, context.random) }],
  };
}
