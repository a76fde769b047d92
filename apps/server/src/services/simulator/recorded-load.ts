import type { Dn } from '@cordboard/shared/ids';
import { type Duration, SIMULATED_INTERACTIONS_MAX } from '@cordboard/shared/routing/simulation';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { SeededRandom } from '../../base/seeded-random.ts';
import { drawMs } from './draw.ts';
import { type CustomerPlan, fromArrivalOn } from './load.ts';

/** An interaction that the store keeps: its summary, and what its customer wrote. */
export interface RecordedInteraction {
  readonly customer: string | null;
  readonly dnis: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly endedBy: string;
  readonly parties: readonly { readonly state: string; readonly since: number; readonly observing?: unknown }[];
  readonly texts: readonly { readonly time: number; readonly im: string }[];
}

/** Most texts that are taken over of one customer. */
const TEXTS_MAX = 20;

/**
 * The customers of a recorded time, who come and write as they did. Those who were answered need as long as the agent who
 * had them last talked to them, and would have waited as `patience` says; those who left unanswered leave after the same time.
 */
export function loadFromRecord(
  recorded: readonly RecordedInteraction[],
  options: {
    readonly from: number;
    readonly seed: number;
    readonly patience: Duration | undefined;
    /** Whether customers can still write there. */
    readonly isServed: (routingPoint: Dn) => boolean;
  },
): readonly CustomerPlan[] {
  const random = new SeededRandom(options.seed);
  return recorded
    .filter(({ customer, dnis, texts }) => customer !== null && texts.length > 0 && options.isServed(dnis as Dn))
    .toSorted((one, other) => one.startedAt - other.startedAt)
    .slice(0, SIMULATED_INTERACTIONS_MAX)
    .map((interaction): CustomerPlan => {
      const { startedAt, endedAt, endedBy } = interaction;
      const since = talkedSince(interaction);
      const drawn = options.patience === undefined ? null : drawMs(random, options.patience);
      const hasLeft = since === undefined && endedBy === 'customer';
      const userData: KeyValueList = {};
      const texts = interaction.texts.slice(0, TEXTS_MAX);
      return {
        atMs: Math.max(0, startedAt - options.from),
        routingPoint: interaction.dnis as Dn,
        address: interaction.customer ?? '',
        userData,
        texts: fromArrivalOn(texts.map(({ time, im }) => ({ afterSeconds: (time - startedAt) / 1000, text: im }))),
        handlingMs: since === undefined ? 0 : endedAt - since,
        patienceMs: hasLeft ? endedAt - startedAt : drawn,
      };
    });
}

/** Since when somebody has talked to the customer who did so at the end. */
function talkedSince({ parties }: RecordedInteraction): number | undefined {
  const talking = parties.filter(
    ({ state, observing }) => observing === undefined && (state === 'established' || state === 'held'),
  );
  return talking.length === 0 ? undefined : Math.min(...talking.map(({ since }) => since));
}
