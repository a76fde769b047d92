import { BUILT_IN_FILTERS, BUILT_IN_STAT_TYPES } from '@cordboard/shared/statistics/built-in';
import type { StatFilter, StatisticsConfiguration, StatType } from '@cordboard/shared/statistics/stat-type';

/** Stat types and filters by name: the built-in ones, and those of the configuration in front of them. */
export class StatDefinitions {
  readonly #statTypes: ReadonlyMap<string, StatType>;
  readonly #filters: ReadonlyMap<string, StatFilter>;

  constructor({ statTypes, filters }: StatisticsConfiguration) {
    this.#statTypes = new Map([...BUILT_IN_STAT_TYPES, ...statTypes].map((statType) => [statType.name, statType]));
    this.#filters = new Map([...BUILT_IN_FILTERS, ...filters].map((filter) => [filter.name, filter]));
  }

  /** Filters on attached data: they are counted apart, by their number here. */
  get dataFilters(): readonly StatFilter[] {
    return [...this.#filters.values()].filter(({ userData }) => userData !== undefined);
  }

  findStatType(name: string): StatType | undefined {
    return this.#statTypes.get(name);
  }

  findFilter(name: string): StatFilter | undefined {
    return this.#filters.get(name);
  }
}
