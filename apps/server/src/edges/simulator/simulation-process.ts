/** The process in which a simulation runs, so that live traffic is not disturbed. Its owner is `SimulationDesk`. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConfigurationFile } from '@cordboard/shared/configuration/configuration-file';
import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { SimulationReply, SimulationRequest } from '@cordboard/shared/routing/simulation';
import type { Strategy } from '@cordboard/shared/routing/strategy';
import { fail, type Result } from '../../base/result.ts';
import { simulate } from '../../services/simulator/simulate.ts';
import { readRecordedInteractions } from '../storage/recorded-interactions.ts';

/** What the process is given. */
export interface SimulationOrder {
  readonly request: SimulationRequest;
  readonly file: ConfigurationFile;
  readonly drafts: readonly Strategy[];
  /** The database of the store; undefined where there is none. */
  readonly storePath: string | undefined;
  readonly now: number;
  readonly elapsedMax: number;
  /** The share of the time in which the process computes; the rest it sleeps. */
  readonly share: number;
}

/** How long it computes before it sleeps. */
const SLICE_MS = 20;

// Without its owner it has nothing to do.
process.once('disconnect', () => process.exit());
process.once('message', (order: SimulationOrder) => {
  void perform(order).then((reply) => process.send?.(reply));
});

async function perform(order: SimulationOrder): Promise<Result<SimulationReply, Refusal>> {
  const { request, file, drafts, storePath, now, elapsedMax, share } = order;
  try {
    return await simulate(request, {
      file,
      findDraft: (name) => drafts.find((draft) => draft.name === name),
      readRecorded: (from, until) =>
        storePath === undefined ? undefined : readRecordedInteractions(storePath, from, until),
      now,
      limits: { elapsed: () => performance.now() / 1000, elapsedMax, breathe: breatheAt(share) },
    });
  } catch (error) {
    return fail(refuse('InternalError', String(error)));
  }
}

/** After each slice a rest, so long that the slice is its share of both. */
function breatheAt(share: number): () => Promise<void> {
  let sliceBegan = performance.now();
  return async () => {
    const used = performance.now() - sliceBegan;
    if (used < SLICE_MS) return;
    if (share < 1) await sleep((used * (1 - share)) / share);
    sliceBegan = performance.now();
  };
}
