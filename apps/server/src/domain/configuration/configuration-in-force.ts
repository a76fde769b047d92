import type { DnOptions } from '@cordboard/shared/configuration/configuration-file';
import type { Dn } from '@cordboard/shared/ids';
import type { Strategy } from '@cordboard/shared/routing/strategy';
import type { RowIndex } from '../../base/table.ts';
import type { ChangedDn } from './changed-dn.ts';
import { Configuration } from './configuration.ts';
import type { StrategyVersion } from './strategy-version.ts';

/**
 * The configuration as it is now: what was imported, with what was changed since. It follows the recorded changes, so it is
 * true after each of them, each roll-back and each load.
 */
export class ConfigurationInForce implements RowIndex<StrategyVersion> {
  readonly #imported: Configuration;
  readonly #activated = new Map<string, Strategy>();
  readonly #dnOptions = new Map<Dn, DnOptions>();
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
    const directoryNumbers = file.directoryNumbers.map((dn) => {
      const options = dn.type === 'extension' ? this.#dnOptions.get(dn.number) : undefined;
      return dn.type === 'extension' && options !== undefined ? { ...dn, options } : dn;
    });
    return new Configuration({ ...file, directoryNumbers, strategies: [...present, ...added] });
  }
}
