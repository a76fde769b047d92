/**
 * The server's time as this browser knows it. Events tell it: an event is never older than its arrival,
 * so the largest difference seen on a connection is the best estimate.
 */
let offsetMs = 0;

/** Begins anew on each connection: `serverTime` is now. */
export function setServerTime(serverTime: number, localTime = Date.now()): void {
  offsetMs = serverTime - localTime;
}

/** A later event can only show that the clock of the server is further ahead. */
export function observeServerTime(serverTime: number, localTime = Date.now()): void {
  offsetMs = Math.max(offsetMs, serverTime - localTime);
}

export function serverNow(localTime = Date.now()): number {
  return localTime + offsetMs;
}
