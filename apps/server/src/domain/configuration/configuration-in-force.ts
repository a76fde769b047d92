import type { Strategy } from '@cordboard/shared/routing/strategy';
import type { RowIndex } from '../../base/table.ts';
import { Configuration } from './configuration.ts';
import type { StrategyVersion } from './strategy-version.ts';

/**
 * The configuration as it is now: what was imported, with what was changed since. It follows the recorded changes, so it is
 * true after each of them, each roll-back and each load.
 */
export class ConfigurationInForce implements RowIndex<StrategyVersion> {
  readonly #imported: Configuration;
  readonly #activated = new Map<string, Strategy>();
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

  replace(before: StrategyVersion | undefined, after: StrategyVersion | undefined): void {
    const isGone = before?.state === 'active' && this.#activated.get(before.name)?.version === before.version;
    if (isGone) this.#activated.delete(before.name);
    if (after?.state === 'active') this.#activated.set(after.name, after.strategy);
    if (isGone || after?.state === 'active') this.#current = undefined;
  }

  #build(): Configuration {
    const { file } = this.#imported;
    const present = file.strategies.map((strategy) => this.#activated.get(strategy.name) ?? strategy);
    const names = new Set(present.map(({ name }) => name));
    const added = [...this.#activated.values()].filter(({ name }) => !names.has(name));
    return new Configuration({ ...file, strategies: [...present, ...added] });
  }
}
