/** The simulator of strategies on the command line: `npm run simulate -- --help`. */
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfigurationFile } from '@cordboard/shared/configuration/configuration-file';
import { formatSimulation } from './edges/simulator/format-simulation.ts';
import { HELP, readArguments, type SimulationPlace } from './edges/simulator/read-arguments.ts';
import { readConfigurationBeside } from './edges/simulator/stored-sources.ts';
import { readRecordedInteractions } from './edges/storage/recorded-interactions.ts';
import { STORE_FILE } from './edges/storage/sqlite-record-store.ts';
import { readConfigurationFile } from './services/configuration/load-configuration.ts';
import { simulate } from './services/simulator/simulate.ts';

/** How long one run may take. */
const ELAPSED_SECONDS_MAX = 600;

process.exitCode = await run(process.argv.slice(2));

async function run(parameters: readonly string[]): Promise<number> {
  const read = readArguments(parameters, (path) => readFileSync(path, 'utf8'));
  if (!read.ok) return complain(read.failure, 2);
  if (read.value.kind === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const { request, place, isJson } = read.value;
  const storePath = place.dataDir === undefined ? undefined : join(place.dataDir, STORE_FILE);
  if (storePath !== undefined && !existsSync(storePath)) return complain(`There is no store in ${place.dataDir}.`, 2);
  const file = await readFileOf(place, storePath);
  if (typeof file === 'string') return complain(file, 2);
  const reply = await simulate(request, {
    file,
    findDraft: () => undefined,
    readRecorded: (from, until) =>
      storePath === undefined ? undefined : readRecordedInteractions(storePath, from, until),
    now: Date.now(),
    limits: {
      elapsed: () => performance.now() / 1000,
      elapsedMax: ELAPSED_SECONDS_MAX,
      breathe: () => Promise.resolve(),
    },
  });
  if (!reply.ok) return complain(reply.failure.message, 1);
  process.stdout.write(isJson ? `${JSON.stringify(reply.value, null, 2)}\n` : formatSimulation(reply.value));
  return reply.value.runs.every(({ isComplete }) => isComplete) ? 0 : 1;
}

/** The configuration, or why there is none. */
async function readFileOf(place: SimulationPlace, storePath: string | undefined): Promise<ConfigurationFile | string> {
  if (storePath !== undefined) {
    const stored = await readConfigurationBeside(storePath, Date.now());
    return stored ?? `The store in ${place.dataDir} has no configuration.`;
  }
  const read = await readConfigurationFile(place.config, (path) => readFile(path, 'utf8'));
  return read.ok ? read.value : read.failure;
}

function complain(sentence: string, exitCode: number): number {
  process.stderr.write(`${sentence}\n`);
  return exitCode;
}
