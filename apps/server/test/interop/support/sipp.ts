import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePort } from './free-port.ts';
import { PeerProcess } from './peer-process.ts';

export interface SippOptions {
  /** A file of the folder `scenarios` without its ending, or a whole path. */
  readonly scenario: string;
  /** Port of the server on 127.0.0.1; 0 for a scenario that only answers. */
  readonly targetPort: number;
  readonly calls: number;
  readonly callsPerSecond: number;
  /** Calls open at once at most. */
  readonly callsAtOnceMax?: number;
  readonly transport?: 'UDP' | 'TCP';
  /** User parts of From; taken in turn. */
  readonly users: readonly string[];
  /** User part of the Request-URI and To. */
  readonly to: string;
  readonly toDomain?: string;
  /** Host part of From in scenarios with `home`. */
  readonly fromDomain?: string;
  /** Answers MESSAGEs that come outside of any call of the scenario: with 200, or as the scenario of this name does. */
  readonly answersPages?: boolean | string;
  /** Numbers that the scenario reads, by their names. */
  readonly variables?: Readonly<Record<string, number | string>>;
  /** Goes on when something comes that the scenario does not name, such as the second answer to a text that was repeated. */
  readonly isTolerant?: boolean;
  readonly localPort?: number;
  readonly timeoutMs?: number;
  /** Writes down every answer time that the scenario takes (`start_rtd`, `rtd`). */
  readonly tracesAnswers?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface SippResult {
  readonly created: number;
  readonly successful: number;
  readonly failed: number;
  readonly retransmissions: number;
  readonly elapsedMs: number;
  /** Milliseconds, whole ones, of each answer that was timed. */
  readonly answerMs: readonly number[];
  /** What SIPp found wrong; empty when nothing. */
  readonly errors: string;
}

const scenarioFolder = fileURLToPath(new URL('../scenarios/', import.meta.url));

/** The last line of SIPp's statistics by column name. */
function readStatistics(file: string): ReadonlyMap<string, string> {
  const lines = file.trim().split('\n');
  const names = (lines[0] ?? '').split(';');
  const values = (lines.length > 1 ? (lines.at(-1) ?? '') : '').split(';');
  return new Map(names.map((name, index) => [name, values[index] ?? '']));
}

/** `00:00:01:500000` as milliseconds. */
function milliseconds(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0, micros = 0] = text.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000 + micros / 1_000;
}

/** The times in the file that `-trace_rtt` leaves: `date;milliseconds;name` in each line after the first. */
async function readAnswerTimes(folder: string): Promise<readonly number[]> {
  const file = (await readdir(folder)).find((name) => name.endsWith('_rtt.csv'));
  if (file === undefined) return [];
  const lines = (await readFile(join(folder, file), 'utf8')).trim().split('\n').slice(1);
  return lines.map((line) => Number(line.split(';')[1]));
}

/** A running SIPp. */
export interface Sipp {
  readonly processId: number | undefined;
  readonly localPort: number;
  /** Begins no further call; those that are open come to their end. */
  endCalls(): void;
  finish(): Promise<SippResult>;
  stop(): Promise<void>;
}

export async function startSipp(options: SippOptions): Promise<Sipp> {
  const folder = await mkdtemp(join(tmpdir(), 'sipp-'));
  const users = join(folder, 'users.csv');
  const statistics = join(folder, 'statistics.csv');
  const errors = join(folder, 'errors.log');
  await writeFile(users, `SEQUENTIAL\n${options.users.map((user) => `${user};`).join('\n')}\n`);
  const localPort = options.localPort ?? (await findFreePort());
  const timeoutMs = options.timeoutMs ?? 60_000;
  const pages = options.answersPages === true ? 'answer-page' : options.answersPages || undefined;
  const isReceiver = options.targetPort === 0;
  const scenario = isAbsolute(options.scenario) ? options.scenario : join(scenarioFolder, `${options.scenario}.xml`);
  const variables = Object.entries(options.variables ?? {}).flatMap(([name, value]) => ['-set', name, String(value)]);
  const sipp = new PeerProcess(
    'sipp',
    [
      ...(isReceiver ? [] : [`127.0.0.1:${options.targetPort}`, '-inf', users]),
      ...['-sf', scenario],
      ...(pages === undefined ? [] : ['-oocsf', join(scenarioFolder, `${pages}.xml`)]),
      ...['-i', '127.0.0.1', '-p', String(localPort), '-t', options.transport === 'TCP' ? 't1' : 'u1'],
      ...(isReceiver ? [] : ['-m', String(options.calls), '-r', String(options.callsPerSecond)]),
      ...['-l', String(options.callsAtOnceMax ?? Math.max(1_000, options.calls))],
      ...['-key', 'target', options.to, '-key', 'domain', options.toDomain ?? 'localhost'],
      ...['-key', 'home', options.fromDomain ?? 'customers.example'],
      ...(options.isTolerant === true ? ['-default_behaviors', 'bye,pingreply'] : []),
      ...variables,
      ...['-buff_size', '4194304', '-timer_resol', '1', '-recv_timeout', '30000'],
      ...['-timeout', `${Math.ceil(timeoutMs / 1_000)}s`, '-nostdin'],
      ...(options.tracesAnswers === true ? ['-trace_rtt', '-rtt_freq', '1'] : []),
      ...['-trace_stat', '-stf', statistics, '-fd', '1', '-trace_err', '-error_file', errors],
    ],
    { directory: folder, environment: { TERM: 'xterm', ...options.environment } },
  );
  const readText = (file: string) => readFile(file, 'utf8').catch(() => '');
  return {
    processId: sipp.id,
    localPort,
    endCalls() {
      if (sipp.id !== undefined && sipp.exitCode === null) process.kill(sipp.id, 'SIGUSR1');
    },
    async finish() {
      await sipp.waitForEnd(timeoutMs + 10_000);
      const columns = readStatistics(await readText(statistics));
      const result = {
        created: Number(columns.get('TotalCallCreated') ?? 0),
        successful: Number(columns.get('SuccessfulCall(C)') ?? 0),
        failed: Number(columns.get('FailedCall(C)') ?? 0),
        retransmissions: Number(columns.get('Retransmissions(C)') ?? 0),
        elapsedMs: milliseconds(columns.get('ElapsedTime(C)') ?? ''),
        answerMs: options.tracesAnswers === true ? await readAnswerTimes(folder) : [],
        errors: (await readText(errors)).slice(0, 4_000),
      };
      await rm(folder, { recursive: true, force: true });
      return result;
    },
    async stop() {
      await sipp.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs a scenario to its end. */
export async function runSipp(options: SippOptions): Promise<SippResult> {
  const sipp = await startSipp(options);
  return sipp.finish();
}
