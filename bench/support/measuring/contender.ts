import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

/** So many texts on their way at once, the next as soon as one is answered; or so many a second, answered or not. */
export type Load = { readonly seconds: number } & ({ readonly inFlight: number } | { readonly rate: number });

/** What the sender of a round knows. */
export interface Sent {
  readonly sent: number;
  readonly answered: number;
  readonly seconds: number;
  readonly retransmissions: number;
  readonly answerMs: readonly number[];
}

/** A round. */
export interface Measurement extends Sent {
  /** Neither answered nor, where texts are delivered, seen at their end. */
  readonly lost: number;
  readonly repeated: number;
  /** From the sending to the other end; none where nothing is delivered. */
  readonly deliveryMs: readonly number[];
  readonly cpuSeconds: number;
  readonly loadBefore: number;
  readonly loadAfter: number;
}

/** A server under comparison. */
export interface Contender {
  readonly name: string;
  /** What it does with a text. */
  readonly does: string;
  /** Its limits per source, as they were set. */
  readonly limits: string;
  measure(load: Load): Promise<Measurement>;
}

const SETTLE_MS = 500;

/**
 * Sends, waits until what follows the last answer is done, and reads the CPU time of the server before and after. `send` may
 * return how to learn what was sent once that has been read.
 */
export async function measureRound(
  cpuSeconds: () => Promise<number>,
  send: () => Promise<Sent | (() => Promise<Sent>)>,
  seen?: { readonly distinct: number; readonly repeated: number; readonly latencies: readonly number[] },
): Promise<Measurement> {
  const loadBefore = loadavg()[0] ?? Number.NaN;
  const cpuBefore = await cpuSeconds();
  const outcome = await send();
  await pause(SETTLE_MS);
  const cpuAfter = await cpuSeconds();
  const loadAfter = loadavg()[0] ?? Number.NaN;
  const sent = typeof outcome === 'function' ? await outcome() : outcome;
  return {
    ...sent,
    lost: sent.sent - (seen === undefined ? sent.answered : Math.min(seen.distinct, sent.answered)),
    repeated: seen?.repeated ?? 0,
    deliveryMs: seen?.latencies ?? [],
    cpuSeconds: cpuAfter - cpuBefore,
    loadBefore,
    loadAfter,
  };
}
