/** The simulator of strategies on the command line: `npm run simulate -- --help`. */
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatSimulation } from './edges/simulator/format-simulation.ts';
import { HELP, readArguments, type SimulationPlace } from './edges/simulator/read-arguments.ts';
import { readSourcesBeside, type StoredSources } from './edges/simulator/stored-sources.ts';
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
  const sources = await readSourcesOf(place, storePath);
  if (typeof sources === 'string') return complain(sources, 2);
  const reply = await simulate(request, {
    file: sources.file,
    findDraft: (name) => sources.drafts.find((draft) => draft.name === name),
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

/** The configuration with its drafts, or why there is none. Drafts are kept in stores only. */
async function readSourcesOf(place: SimulationPlace, storePath: string | undefined): Promise<StoredSources | string> {
  if (storePath !== undefined) {
    const stored = await readSourcesBeside(storePath, Date.now());
    return stored ?? `The store in ${place.dataDir} has no configuration.`;
  }
  const read = await readConfigurationFile(place.config, (path) => readFile(path, 'utf8'));
  return read.ok ? { file: read.value, drafts: [] } : read.failure;
}

function complain(sentence: string, exitCode: number): number {
  process.stderr.write(`${sentence}\n`);
  return exitCode;
}
