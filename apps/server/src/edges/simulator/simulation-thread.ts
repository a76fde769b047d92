/** The thread in which a simulation runs, so that live traffic is not disturbed. Its owner is `SimulationDesk`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { ConfigurationFile } from '@cordboard/shared/configuration/configuration-file';
import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { SimulationReply, SimulationRequest } from '@cordboard/shared/routing/simulation';
import type { Strategy } from '@cordboard/shared/routing/strategy';
import { required } from '../../base/assert.ts';
import { fail, type Result } from '../../base/result.ts';
import { simulate } from '../../services/simulator/simulate.ts';
import { readRecordedInteractions } from '../storage/recorded-interactions.ts';

/** What the thread is given. */
export interface SimulationOrder {
  readonly request: SimulationRequest;
  readonly file: ConfigurationFile;
  readonly drafts: readonly Strategy[];
  /** The database of the store; undefined where there is none. */
  readonly storePath: string | undefined;
  readonly now: number;
  readonly elapsedMax: number;
  /** The share of the time in which the thread computes; the rest it sleeps. */
  readonly share: number;
}

const { request, file, drafts, storePath, now, elapsedMax, share } = workerData as SimulationOrder;
/** How long it computes before it sleeps. */
const SLICE_MS = 20;

let sliceBegan = performance.now();

/** After each slice a rest, so long that the slice is its share of both. */
async function breathe(): Promise<void> {
  const used = performance.now() - sliceBegan;
  if (used < SLICE_MS) return;
  if (share < 1) await sleep((used * (1 - share)) / share);
  sliceBegan = performance.now();
}

let reply: Result<SimulationReply, Refusal>;
try {
  reply = await simulate(request, {
    file,
    findDraft: (name) => drafts.find((draft) => draft.name === name),
    readRecorded: (from, until) =>
      storePath === undefined ? undefined : readRecordedInteractions(storePath, from, until),
    now,
    limits: { elapsed: () => performance.now() / 1000, elapsedMax, breathe },
  });
} catch (error) {
  reply = fail(refuse('InternalError', String(error)));
}
required(parentPort, 'port to the owner').postMessage(reply);
