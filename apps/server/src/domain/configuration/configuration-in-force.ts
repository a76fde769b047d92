import type { DirectoryNumber, DnOptions, RoutingPointDn } from '@cordboard/shared/configuration/directory-number';
import type { Dn } from '@cordboard/shared/ids';
import type { Strategy } from '@cordboard/shared/routing/strategy';
import type { RowIndex } from '../../base/table.ts';
import type { AssignedStrategy } from './assigned-strategy.ts';
import type { ChangedDn } from './changed-dn.ts';
import { Configuration } from './configuration.ts';
import type { DeletedStrategy, StrategyVersion } from './strategy-version.ts';

/**
 * The configuration as it is now: what was imported, with what was changed since. It follows the recorded changes, so it is
 * true after each of them, each roll-back and each load.
 */
export class ConfigurationInForce implements RowIndex<StrategyVersion> {
  readonly #imported: Configuration;
  readonly #activated = new Map<string, Strategy>();
  readonly #dnOptions = new Map<Dn, DnOptions>();
  readonly #assigned = new Map<Dn, string | null>();
  readonly #deleted = new Set<string>();
  #current: Configuration | undefined;

  constructor(imported: Configuration) {
    this.#imported = imported;
    this.#current = imported;
  }

  /** A snapshot; a change makes a new one. */
  get current(): Configuration {
    this.#current ??= this.#build();
    return this.#current;
  }

  /** Follows the options of DNs. */
  readonly dnOptions: RowIndex<ChangedDn> = {
    replace: (before, after) => {
      if (before !== undefined) this.#dnOptions.delete(before.id);
      if (after !== undefined) this.#dnOptions.set(after.id, after.options);
      this.#current = undefined;
    },
  };

  /** Follows the strategies of routing points. */
  readonly assignedStrategies: RowIndex<AssignedStrategy> = {
    replace: (before, after) => {
      if (before !== undefined) this.#assigned.delete(before.id);
      if (after !== undefined) this.#assigned.set(after.id, after.strategy);
      this.#current = undefined;
    },
  };

  /** Follows the strategies that were imported and are no more. */
  readonly deletedStrategies: RowIndex<DeletedStrategy> = {
    replace: (before, after) => {
      if (before !== undefined) this.#deleted.delete(before.id);
      if (after !== undefined) this.#deleted.add(after.id);
      this.#current = undefined;
    },
  };

  replace(before: StrategyVersion | undefined, after: StrategyVersion | undefined): void {
    const isGone = before?.state === 'active' && this.#activated.get(before.name)?.version === before.version;
    if (isGone) this.#activated.delete(before.name);
    if (after?.state === 'active') this.#activated.set(after.name, after.strategy);
    if (isGone || after?.state === 'active') this.#current = undefined;
  }

  #build(): Configuration {
    const { file } = this.#imported;
    const present = file.strategies.flatMap((strategy) => {
      const activated = this.#activated.get(strategy.name);
      return activated !== undefined ? [activated] : this.#deleted.has(strategy.name) ? [] : [strategy];
    });
    const names = new Set(present.map(({ name }) => name));
    const added = [...this.#activated.values()].filter(({ name }) => !names.has(name));
    const directoryNumbers = file.directoryNumbers.map((dn) => this.#changed(dn));
    return new Configuration({ ...file, directoryNumbers, strategies: [...present, ...added] });
  }

  #changed(dn: DirectoryNumber): DirectoryNumber {
    if (dn.type === 'extension') return { ...dn, options: this.#dnOptions.get(dn.number) ?? dn.options };
    if (dn.type !== 'routingPoint') return dn;
    const assigned = this.#assigned.get(dn.number as Dn);
    return assigned === undefined ? dn : withStrategy(dn, assigned);
  }
}

/** The routing point with this strategy; null for none. */
export function withStrategy({ strategy: _before, ...point }: RoutingPointDn, strategy: string | null): RoutingPointDn {
  return strategy === null ? point : { ...point, strategy };
}
