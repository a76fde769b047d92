import type { Measurement } from './contender.ts';
import { percentile } from './median.ts';

/** SIP's first repetition of a request: what is answered later than this has not been kept up with. */
const ANSWER_MS_MAX = 500;
/** The run of a sender takes a little longer than what it was asked for. */
const REACHED_LEAST = 0.95;

/** What a step did not hold to; empty when nothing was lost and answers kept up. */
export function shortcomings(round: Measurement, rate: number): readonly string[] {
  const reached = round.answered / round.seconds;
  const p99 = percentile(round.answerMs, 0.99);
  return [
    ...(round.lost > 0 ? [`${round.lost} lost`] : []),
    ...(round.repeated > 0 ? [`${round.repeated} seen twice`] : []),
    ...(round.retransmissions > 0 ? [`${round.retransmissions} sent again`] : []),
    ...(reached < rate * REACHED_LEAST ? [`${Math.round(reached)}/s reached`] : []),
    ...(p99 < ANSWER_MS_MAX ? [] : [`p99 of the answers ${Math.round(p99)} ms`]),
  ];
}

/** One rate that was tried. */
export interface Step {
  readonly rate: number;
  /** Empty when the rate was held. */
  readonly failings: readonly string[];
}

/** Tries rates in their order until one is not held, twice in a row, since other programs may have had the cores once. */
export async function findPeak(
  rates: readonly number[],
  measure: (rate: number) => Promise<Measurement>,
): Promise<{ readonly peak: number; readonly steps: readonly Step[] }> {
  const steps: Step[] = [];
  let peak = 0;
  for (const rate of rates) {
    for (let attempt = 1; attempt <= 2 && peak < rate; attempt += 1) {
      const failings = shortcomings(await measure(rate), rate);
      steps.push({ rate, failings });
      if (failings.length === 0) peak = rate;
    }
    if (peak < rate) break;
  }
  return { peak, steps };
}
