import type { BenchRow } from './bench-row.ts';
import type { Contender, Measurement } from './contender.ts';
import { median, percentile } from './median.ts';

/** A contender and its rounds under one kind of load. */
export interface Series {
  readonly contender: Contender;
  /** How it was loaded. */
  readonly load: string;
  readonly rounds: readonly Measurement[];
}

/** That texts per CPU second of one are to be at least so many times those of another. */
export interface WantedRatio {
  readonly ours: string;
  readonly other: string;
  readonly wanted: number;
  readonly aim: number;
}

export const textsPerCpuSecond = ({ answered, cpuSeconds }: Measurement) => answered / cpuSeconds;
export const reachedRate = ({ answered, seconds }: Measurement) => answered / seconds;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const whole = (value: number) => Math.round(value).toLocaleString('en');
const short = (value: number) => value.toFixed(value < 10 ? 1 : 0);
const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

function percentiles(rounds: readonly Measurement[], read: (round: Measurement) => readonly number[]): string {
  const timed = rounds.map(read).filter((values) => values.length > 0);
  if (timed.length === 0) return '–';
  const p99 = timed.map((values) => percentile(values, 0.99));
  return `${short(median(timed.map((values) => percentile(values, 0.5))))}, ${short(median(p99))} (${p99.map(short).join(' / ')})`;
}

/** A table in Markdown, one line for each server. */
export function seriesTable(series: readonly Series[]): string {
  const header = [
    ...['server', 'a text is', 'limit per source', 'load', 'texts/s', 'texts per CPU second (rounds)'],
    ...[
      'lost',
      'twice',
      'repeated by the sender',
      'answer p50, p99 ms (rounds)',
      'at the other end p50, p99 ms (rounds)',
    ],
    'load average',
  ];
  const rows = series.map(({ contender, load, rounds }) => [
    contender.name,
    contender.does,
    contender.limits,
    load,
    whole(median(rounds.map(reachedRate))),
    `${whole(median(rounds.map(textsPerCpuSecond)))} (${rounds.map(textsPerCpuSecond).map(whole).join(' / ')})`,
    whole(sum(rounds.map(({ lost }) => lost))),
    whole(sum(rounds.map(({ repeated }) => repeated))),
    whole(sum(rounds.map(({ retransmissions }) => retransmissions))),
    percentiles(rounds, ({ answerMs }) => answerMs),
    percentiles(rounds, ({ deliveryMs }) => deliveryMs),
    rounds.map(({ loadBefore, loadAfter }) => `${loadBefore.toFixed(1)}–${loadAfter.toFixed(1)}`).join(' / '),
  ]);
  return [header, header.map(() => '---'), ...rows].map(line).join('\n');
}

/** The median of the ratios of rounds that were measured one after the other. */
export function ratioOf(ours: Series, other: Series): { readonly median: number; readonly rounds: readonly number[] } {
  const rounds = ours.rounds.flatMap((round, index) => {
    const beside = other.rounds[index];
    return beside === undefined ? [] : [textsPerCpuSecond(round) / textsPerCpuSecond(beside)];
  });
  return { median: median(rounds), rounds };
}

/** One row for each ratio under this load, with what is wanted of it. A ratio whose other server was left out says so. */
export function ratioRows(load: string, series: readonly Series[], wanted: readonly WantedRatio[]): BenchRow[] {
  const find = (name: string) => series.find(({ contender }) => contender.name === name);
  return wanted.map(({ ours, other, wanted: least, aim }) => {
    const name = `${ours} : ${other}, ${load}`;
    const [left, right] = [find(ours), find(other)];
    if (left === undefined || right === undefined) {
      return { name, value: Number.NaN, unit: 'x', note: `wanted ${least}; not measured in this run` };
    }
    const { median: value, rounds } = ratioOf(left, right);
    const verdict = value >= least ? 'reached' : 'NOT reached';
    const note = `wanted ${least} (${verdict}), aim ${aim}; rounds ${rounds.map((ratio) => ratio.toFixed(2)).join(' / ')}`;
    return { name, value, unit: 'x', note };
  });
}

/** The ratios as a table in Markdown. */
export function ratioTable(rows: readonly BenchRow[]): string {
  const cells = rows.map(({ name, value, note }) => [name, Number.isNaN(value) ? '–' : `${value.toFixed(2)}x`, note]);
  return [['texts per CPU second', 'ratio', 'wanted'], ['---', '---', '---'], ...cells].map(line).join('\n');
}
