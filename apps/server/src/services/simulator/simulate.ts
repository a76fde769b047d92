import type { ConfigurationFile } from '@cordboard/shared/configuration/configuration-file';
import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { Dn } from '@cordboard/shared/ids';
import type {
  DaySimulation,
  SimulationReply,
  SimulationRequest,
  SimulationRun,
} from '@cordboard/shared/routing/simulation';
import type { Strategy } from '@cordboard/shared/routing/strategy';
import { fail, type Result, succeed } from '../../base/result.ts';
import { Configuration } from '../../domain/configuration/configuration.ts';
import { round } from './day-report.ts';
import { differences } from './differences.ts';
import { type CustomerPlan, generateLoad } from './load.ts';
import { loadFromRecord, type RecordedInteraction } from './recorded-load.ts';
import { runDay } from './run-day.ts';
import { runInteraction } from './run-interaction.ts';
import type { SimulationLimits } from './simulated-centre.ts';
import { findRoutingPoint, type SimulatedSetting, settle } from './simulated-world.ts';

/** What a simulation needs of the world. */
export interface SimulationSources {
  readonly file: ConfigurationFile;
  /** The draft of a strategy, when it has one. */
  findDraft(name: string): Strategy | undefined;
  /** Interactions that began within these times, ms since 1970; undefined where nothing is recorded. */
  readRecorded(from: number, until: number): readonly RecordedInteraction[] | undefined;
  readonly now: number;
  readonly limits: SimulationLimits;
}

interface Variant {
  readonly version: 'active' | 'draft' | 'given';
  readonly setting: SimulatedSetting;
}

const HOUR_MS = 3_600_000;

/** Runs what is asked for and, to compare, the active version with the same customers. */
export async function simulate(
  request: SimulationRequest,
  sources: SimulationSources,
): Promise<Result<SimulationReply, Refusal>> {
  const point = findRoutingPoint(sources.file, request.routingPoint);
  if (!point.ok) return point;
  const variants = findVariants(request, sources, point.value);
  if (!variants.ok) return variants;
  const from = request.at === undefined ? sources.now : Date.parse(request.at);
  const customers = request.mode === 'day' ? planCustomers(request, sources, point.value, from) : succeed([]);
  if (!customers.ok) return customers;
  const runs: SimulationRun[] = [];
  for (const variant of variants.value) {
    runs.push(await runVariant(variant, request, { from, customers: customers.value, limits: sources.limits }));
  }
  const [asked, active] = runs;
  return succeed({
    routingPoint: point.value,
    from,
    seed: request.seed,
    runs,
    differences: asked === undefined || active === undefined ? [] : differences(asked, active),
  });
}

/** The asked strategy, then the active one when that is another. */
function findVariants(
  request: SimulationRequest,
  { file, findDraft }: SimulationSources,
  routingPoint: Dn,
): Result<readonly Variant[], Refusal> {
  const configuration = new Configuration(file);
  const activeName = configuration.findRoutingPoint(routingPoint)?.strategy;
  const active = activeName === undefined ? undefined : configuration.findStrategy(activeName);
  const asked =
    request.strategy === 'active'
      ? active
      : request.strategy === 'draft'
        ? activeName === undefined
          ? undefined
          : findDraft(activeName)
        : request.strategy;
  if (asked === undefined) {
    const what = `Routing point ${routingPoint} has no ${request.strategy === 'draft' ? 'draft' : 'strategy'}.`;
    return fail(refuse('InvalidAttribute', what));
  }
  const settled = settle(file, { routingPoint, strategy: asked, world: request.world });
  if (!settled.ok) return settled;
  const version = typeof request.strategy === 'string' ? request.strategy : 'given';
  const variants: Variant[] = [{ version, setting: settled.value }];
  if (version !== 'active' && request.compare && active !== undefined) {
    const other = settle(file, { routingPoint, strategy: active, world: request.world });
    if (!other.ok) return other;
    variants.push({ version: 'active', setting: other.value });
  }
  return succeed(variants);
}

function planCustomers(
  request: DaySimulation,
  { file, readRecorded }: SimulationSources,
  routingPoint: Dn,
  from: number,
): Result<readonly CustomerPlan[], Refusal> {
  const { load, seed, hours } = request;
  if (load.kind === 'generated') return generateLoad(load, { seed, hours, routingPoint });
  const recorded = readRecorded(from, from + hours * HOUR_MS);
  if (recorded === undefined) return fail(refuse('InvalidAttribute', 'There is no store with recorded interactions.'));
  const configuration = new Configuration(file);
  const isServed = (dn: Dn) => {
    const found = configuration.findRoutingPoint(dn);
    return dn === routingPoint || (found !== undefined && configuration.isServed(found));
  };
  return succeed(loadFromRecord(recorded, { from, seed, patience: load.patience, isServed }));
}

async function runVariant(
  { version, setting }: Variant,
  request: SimulationRequest,
  options: { readonly from: number; readonly customers: readonly CustomerPlan[]; readonly limits: SimulationLimits },
): Promise<SimulationRun> {
  const { from, limits } = options;
  const ran =
    request.mode === 'day'
      ? await runDay(setting, request, options)
      : await runInteraction(setting, request, { from, limits });
  const { elapsedSeconds, stoppedBecause } = ran.end;
  const [failure] = ran.failures;
  const why = stoppedBecause ?? (failure === undefined ? null : `The switch failed: ${failure}`);
  const { simulatedSeconds } = ran;
  return {
    version,
    strategy: { name: setting.strategy.name, version: setting.strategy.version },
    ...('queues' in ran.report ? { day: ran.report } : { interaction: ran.report }),
    isComplete: why === null,
    stoppedBecause: why,
    simulatedSeconds: round(simulatedSeconds, 3),
    elapsedSeconds: round(elapsedSeconds, 3),
    factor: elapsedSeconds === 0 ? 0 : Math.round(simulatedSeconds / elapsedSeconds),
  };
}
