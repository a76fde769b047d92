import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type SippOptions, startSipp } from '../../../apps/server/test/interop/support/sipp.ts';
import type { Load, Sent } from '../measuring/contender.ts';
import { routingPoint } from '../servers/bench-configuration.ts';

const SCENARIO = fileURLToPath(new URL('../../scenarios/timed-text.xml', import.meta.url));
const UNBOUNDED = 100_000_000;

/** From-users of the texts, taken in turn. */
export function customers(count: number, name = 'customer'): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name}${index}`);
}

export interface TextTarget {
  readonly targetPort: number;
  /** A customer without an account is From and source address, so all rounds come from one port. */
  readonly localPort: number;
  readonly users: readonly string[];
}

function sippOptions(target: TextTarget, load: Load): SippOptions {
  const isClosed = 'inFlight' in load;
  return {
    ...target,
    scenario: SCENARIO,
    to: routingPoint,
    calls: isClosed ? UNBOUNDED : Math.round(load.rate * load.seconds),
    callsPerSecond: isClosed ? 100_000 : load.rate,
    callsAtOnceMax: isClosed ? load.inFlight : 20_000,
    tracesAnswers: true,
    timeoutMs: 120_000,
  };
}

/** Lone MESSAGEs by SIPp over UDP, each repeated after half a second without an answer. */
export async function sendTexts(target: TextTarget, load: Load): Promise<Sent> {
  const sipp = await startSipp(sippOptions(target, load));
  if ('inFlight' in load) {
    await pause(load.seconds * 1_000);
    sipp.endCalls();
  }
  const { created, successful, retransmissions, elapsedMs, answerMs, errors } = await sipp.finish();
  if (created === 0) throw new Error(`SIPp sent nothing: ${errors}`);
  return { sent: created, answered: successful, seconds: elapsedMs / 1_000, retransmissions, answerMs };
}
