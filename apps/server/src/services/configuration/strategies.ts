import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { Dn, UserName } from '@cordboard/shared/ids';
import type {
  RoutingPointStrategy,
  StrategyInfo,
  StrategyProblems,
  StrategyUsers,
  StrategyVersionInfo,
  StrategyView,
} from '@cordboard/shared/rest/strategies';
import type { Strategy } from '@cordboard/shared/routing/strategy';
import { fail, type Result, succeed } from '../../base/result.ts';
import { type StrategyVersion, strategyVersionId } from '../../domain/configuration/strategy-version.ts';
import { findAssignmentProblems } from '../../domain/configuration-checks/assignment-problems.ts';
import { strategyWorld } from '../../domain/configuration-checks/strategy-world.ts';
import { validateStrategy } from '../../domain/routing/strategy/validate.ts';
import { assignStrategy } from '../call-control/assign-strategy.ts';
import { type Change, StoreUnavailable } from '../call-control/call-control.ts';
import type { Decision } from '../switch/decision.ts';
import type { SwitchState } from '../switch/switch-state.ts';

/** Most versions of a strategy that are kept beside those that interactions still use. */
export const RETIRED_VERSIONS_MAX = 50;

/** Why a strategy was not activated, or not assigned. */
export type ActivationRefusal = Refusal & { readonly problems?: StrategyProblems };
/** Why a strategy was not deleted. */
export type DeletionRefusal = Refusal & { readonly usedBy?: StrategyUsers };

/** Strategies with their versions: a draft that is worked on, and the active one that new interactions get. */
export class Strategies {
  readonly #state: SwitchState;
  readonly #change: Change;

  constructor(parts: { readonly state: SwitchState; readonly change: Change }) {
    this.#state = parts.state;
    this.#change = parts.change;
  }

  list(): readonly StrategyInfo[] {
    const { configuration, strategyVersions } = this.#state;
    const names = new Set([
      ...configuration.file.strategies.map(({ name }) => name),
      ...[...strategyVersions.values()].map(({ name }) => name),
    ]);
    return [...names].sort().map((name) => ({
      name,
      active: configuration.findStrategy(name)?.version ?? null,
      draft: this.#draftOf(name)?.version ?? null,
      routingPoints: [...this.#routingPointsOf(name)],
    }));
  }

  read(name: string): Result<StrategyView, Refusal> {
    const active = this.#state.configuration.findStrategy(name) ?? null;
    const versions = this.#versionsOf(name);
    if (active === null && versions.length === 0) return fail(refuse('UnknownStrategy'));
    return succeed({ name, active, draft: this.#draftOf(name)?.strategy ?? null, versions: versions.map(infoOf) });
  }

  readVersion(name: string, version: number): Result<Strategy, Refusal> {
    const found = this.#versionsOf(name).find((candidate) => candidate.version === version);
    return found === undefined ? fail(refuse('UnknownStrategy')) : succeed(found.strategy);
  }

  /** Keeps a draft in place of the one that was there. It has a version of its own; a new name is a new strategy. */
  saveDraft(name: string, drawn: Strategy, by: UserName): Promise<Result<StrategyVersionInfo, Refusal>> {
    return this.#stored('strategy draft', (decision) => {
      const version = this.#draftOf(name)?.version ?? this.#lastVersionOf(name) + 1;
      const draft: StrategyVersion = {
        id: strategyVersionId(name, version),
        name,
        version,
        state: 'draft',
        strategy: { ...drawn, name, version },
        savedBy: by,
        savedAt: decision.now,
        activatedBy: null,
        activatedAt: null,
      };
      this.#state.strategyVersions.put(draft);
      audit(decision, 'strategyDraftSaved', by, draft);
      return succeed(infoOf(draft));
    });
  }

  /** What is wrong with the draft, or with the active version where there is no draft. */
  validate(name: string): Result<StrategyProblems, Refusal> {
    const strategy = this.#draftOf(name)?.strategy ?? this.#state.configuration.findStrategy(name);
    return strategy === undefined ? fail(refuse('UnknownStrategy')) : succeed(this.#problemsOf(strategy));
  }

  /**
   * The draft, or an earlier version, becomes the active one: for every interaction that comes from now on. Those that run
   * finish on their version. With problems nothing changes.
   */
  activate(
    name: string,
    by: UserName,
    version: number | undefined,
  ): Promise<Result<StrategyVersionInfo, ActivationRefusal>> {
    return this.#stored<StrategyVersionInfo, ActivationRefusal>('strategy activation', (decision) => {
      const versions = this.#versionsOf(name);
      if (versions.length === 0) return fail(refuse('UnknownStrategy'));
      const chosen = versions.find((one) => (version === undefined ? one.state === 'draft' : one.version === version));
      if (chosen === undefined)
        return fail(
          version === undefined ? refuse('NoDraft') : refuse('UnknownStrategy', `There is no version ${version}.`),
        );
      const problems = this.#problemsOf(chosen.strategy);
      if (problems.length > 0) return fail({ ...refuse('StrategyInvalid'), problems });
      const { strategyVersions } = this.#state;
      for (const other of versions) {
        if (other.state === 'active' && other.version !== chosen.version)
          strategyVersions.put({ ...other, state: 'retired' });
      }
      const active: StrategyVersion = { ...chosen, state: 'active', activatedBy: by, activatedAt: decision.now };
      strategyVersions.put(active);
      this.#forgetOld(name);
      audit(decision, 'strategyActivated', by, active);
      return succeed(infoOf(active));
    });
  }

  /** The strategy goes with all its versions. While a routing point has it, or an interaction is in it, it stays. */
  remove(name: string, by: UserName): Promise<Result<void, DeletionRefusal>> {
    return this.#stored<void, DeletionRefusal>('strategy deletion', (decision) => {
      const versions = this.#versionsOf(name);
      if (versions.length === 0) return fail(refuse('UnknownStrategy'));
      const usedBy = this.#usersOf(name);
      if (usedBy.routingPoints.length > 0 || usedBy.interactions > 0) {
        return fail({ ...refuse('StrategyInUse', sentenceOf(usedBy)), usedBy });
      }
      const { strategyVersions, deletedStrategies } = this.#state;
      deletedStrategies.put({ id: name, lastVersion: this.#lastVersionOf(name) });
      for (const { id } of versions) strategyVersions.remove(id);
      decision.recordAudit({ what: 'strategyDeleted', who: by, whom: null, connID: null, detail: { strategy: name } });
      return succeed(undefined);
    });
  }

  strategyOf(routingPoint: Dn): Result<RoutingPointStrategy, Refusal> {
    const found = this.#state.configuration.findRoutingPoint(routingPoint);
    return found === undefined ? fail(refuse('UnknownDN')) : succeed({ strategy: found.strategy ?? null });
  }

  /** Gives a routing point a strategy that has an active version, or takes it away. */
  assign(
    routingPoint: Dn,
    strategy: string | null,
    by: UserName,
  ): Promise<Result<RoutingPointStrategy, ActivationRefusal>> {
    return this.#stored<RoutingPointStrategy, ActivationRefusal>('strategy assignment', (decision) => {
      const { configuration } = this.#state;
      const point = configuration.findRoutingPoint(routingPoint);
      if (point === undefined) return fail(refuse('UnknownDN'));
      if (strategy === (point.strategy ?? null)) return succeed({ strategy });
      if (strategy !== null) {
        if (this.#versionsOf(strategy).length === 0) return fail(refuse('UnknownStrategy'));
        if (configuration.findStrategy(strategy) === undefined) return fail(refuse('StrategyNotActive'));
        const problems = [...findAssignmentProblems(configuration.file, routingPoint, strategy)];
        if (problems.length > 0) return fail({ ...refuse('StrategyInvalid'), problems });
      }
      assignStrategy(decision, routingPoint, strategy, by);
      return succeed({ strategy });
    });
  }

  #usersOf(name: string): StrategyUsers {
    const { routeRequests } = this.#state;
    const inside = [...routeRequests.values()].filter(
      ({ servedBy, strategy }) => servedBy === 'strategy' && strategy === name,
    );
    return { routingPoints: [...this.#routingPointsOf(name)], interactions: inside.length };
  }

  #routingPointsOf(name: string): readonly string[] {
    return this.#state.configuration.file.directoryNumbers.flatMap((dn) =>
      dn.type === 'routingPoint' && dn.strategy === name ? [dn.number] : [],
    );
  }

  #lastVersionOf(name: string): number {
    const deleted = this.#state.deletedStrategies.get(name)?.lastVersion ?? 0;
    return Math.max(deleted, ...this.#versionsOf(name).map(({ version }) => version));
  }

  /** What is kept of a strategy, the latest version first; also the one of the configuration file. */
  #versionsOf(name: string): readonly StrategyVersion[] {
    const { configuration, strategyVersions, strategyVersionsByName } = this.#state;
    const kept = strategyVersionsByName.get(name);
    const active = configuration.findStrategy(name);
    const imported: StrategyVersion[] =
      active === undefined || strategyVersions.get(strategyVersionId(name, active.version)) !== undefined
        ? []
        : [
            {
              id: strategyVersionId(name, active.version),
              name,
              version: active.version,
              state: 'active',
              strategy: active,
              savedBy: null,
              savedAt: null,
              activatedBy: null,
              activatedAt: null,
            },
          ];
    return [...kept, ...imported].sort((one, other) => other.version - one.version);
  }

  #draftOf(name: string): StrategyVersion | undefined {
    return this.#state.strategyVersionsByName.get(name).find(({ state }) => state === 'draft');
  }

  #problemsOf(strategy: Strategy): StrategyProblems {
    return [...validateStrategy(strategy, strategyWorld(this.#state.configuration.file))];
  }

  /** Versions that are retired, not the latest ones, and used by no interaction. */
  #forgetOld(name: string): void {
    const { routeRequests, strategyVersions } = this.#state;
    const used = new Set([...routeRequests.values()].map((one) => strategyVersionId(one.strategy, one.version)));
    const retired = this.#versionsOf(name).filter(({ state }) => state === 'retired');
    for (const { id } of retired.slice(RETIRED_VERSIONS_MAX)) if (!used.has(id)) strategyVersions.remove(id);
  }

  async #stored<Value, Failure extends Refusal>(
    what: string,
    decide: (decision: Decision) => Result<Value, Failure>,
  ): Promise<Result<Value, Failure | Refusal>> {
    try {
      return await this.#change(what, decide);
    } catch (error) {
      if (error instanceof StoreUnavailable) return fail(refuse('StoreUnavailable'));
      throw error;
    }
  }
}

function sentenceOf({ routingPoints, interactions }: StrategyUsers): string {
  const points = routingPoints.length === 0 ? [] : [`Routing points that have it: ${routingPoints.join(', ')}.`];
  const inside = interactions === 0 ? [] : [`Interactions in it: ${interactions}.`];
  return [...points, ...inside].join(' ');
}

function infoOf({ version, state, savedBy, savedAt, activatedBy, activatedAt }: StrategyVersion): StrategyVersionInfo {
  return { version, state, savedBy, savedAt, activatedBy, activatedAt };
}

function audit(
  decision: Decision,
  what: 'strategyDraftSaved' | 'strategyActivated',
  who: UserName,
  { name, version }: StrategyVersion,
): void {
  decision.recordAudit({ what, who, whom: null, connID: null, detail: { strategy: name, version } });
}
