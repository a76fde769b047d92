/** RFC 3261 17.1.1.1, Table 4 (annex A), in milliseconds. */
export const timerT1 = 500;
export const timerT2 = 4_000;
export const timerT4 = 5_000;

/** 64*T1: timers B, F, H, J, L and M, and the time for which a peer may repeat. */
export const transactionTimeoutMs = 64 * timerT1;

/** Timer D: at least 32 s over UDP. */
export const timerD = 32_000;

/** RFC 3261 17.2.1: an INVITE without an answer after this gets a 100. */
export const tryingDelayMs = 200;
