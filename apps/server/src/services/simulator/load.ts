import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { Dn } from '@cordboard/shared/ids';
import {
  type GeneratedLoad,
  SIMULATED_INTERACTIONS_MAX,
  type SimulatedText,
} from '@cordboard/shared/routing/simulation';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { fail, type Result, succeed } from '../../base/result.ts';
import { SeededRandom } from '../../base/seeded-random.ts';
import { drawExponential, drawMs } from './draw.ts';

/** A customer who will come, with all that is his own: the same for whatever strategy he meets. */
export interface CustomerPlan {
  /** After the beginning. */
  readonly atMs: number;
  readonly routingPoint: Dn;
  readonly address: string;
  readonly userData: KeyValueList;
  /** `afterSeconds` from his arrival on, rising; the first one begins the interaction. */
  readonly texts: readonly SimulatedText[];
  readonly handlingMs: number;
  /** When he leaves if nobody has answered; null waits without end. */
  readonly patienceMs: number | null;
}

const HOUR_MS = 3_600_000;
/** Keeps the streams of one seed apart. */
const STREAM_STEP = 0x9e3779b9;

/**
 * Customers of a Poisson process. Arrivals, handling times, patience and texts are drawn from streams of their own, so that
 * a change of one leaves the others as they are.
 */
export function generateLoad(
  load: GeneratedLoad,
  options: { readonly seed: number; readonly hours: number; readonly routingPoint: Dn },
): Result<readonly CustomerPlan[], Refusal> {
  const [arrivals, handling, patience, messages] = [1, 2, 3, 4].map(
    (stream) => new SeededRandom((Math.imul(options.seed, 2_654_435_761) + stream * STREAM_STEP) >>> 0),
  ) as [SeededRandom, SeededRandom, SeededRandom, SeededRandom];
  const rates = typeof load.perHour === 'number' ? [load.perHour] : load.perHour;
  const highest = Math.max(...rates);
  const plans: CustomerPlan[] = [];
  const end = options.hours * HOUR_MS;
  if (highest === 0) return succeed(plans);
  // Thinning: arrivals at the highest rate, of which those of quieter hours are left out.
  for (let atMs = 0; ; ) {
    atMs += drawExponential(arrivals, HOUR_MS / highest);
    if (atMs >= end) return succeed(plans);
    const rate = rates[Math.min(Math.floor(atMs / HOUR_MS), rates.length - 1)] ?? 0;
    if (arrivals.fraction() * highest >= rate) continue;
    if (plans.length === SIMULATED_INTERACTIONS_MAX) {
      const max = `A simulation may have ${SIMULATED_INTERACTIONS_MAX} interactions; this load has more.`;
      return fail(refuse('InvalidAttribute', max));
    }
    plans.push({
      atMs,
      routingPoint: options.routingPoint,
      address: `customer-${plans.length + 1}@example.net`,
      userData: {},
      texts: fromArrivalOn(pickByWeight(messages, load.messages)),
      handlingMs: drawMs(handling, load.handling),
      patienceMs: load.patience === undefined ? null : drawMs(patience, load.patience),
    });
  }
}

/** In order, the first one at once. */
export function fromArrivalOn(texts: readonly SimulatedText[]): readonly SimulatedText[] {
  const inOrder = texts.toSorted((one, other) => one.afterSeconds - other.afterSeconds);
  const first = inOrder[0]?.afterSeconds ?? 0;
  return inOrder.map(({ afterSeconds, text }) => ({ afterSeconds: afterSeconds - first, text }));
}

function pickByWeight(random: SeededRandom, messages: GeneratedLoad['messages']): readonly SimulatedText[] {
  let left = random.fraction() * messages.reduce((sum, { weight }) => sum + weight, 0);
  for (const { texts, weight } of messages) {
    left -= weight;
    if (left < 0) return texts;
  }
  return messages.at(-1)?.texts ?? [];
}
