/** Stops a timer; stopping one that has fired or was stopped does nothing. */
export type StopTimer = () => void;

/** The only way by which the server knows time. `edges/system` has the real one, tests a virtual one. */
export interface Clock {
  /** Milliseconds since 1970, microseconds as fraction. */
  now(): number;
  /** Calls `fire` once after `delayMs`. */
  startTimer(delayMs: number, fire: () => void): StopTimer;
}
