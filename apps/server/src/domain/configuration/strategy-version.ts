import type { UserName } from '@cordboard/shared/ids';
import type { Strategy } from '@cordboard/shared/routing/strategy';

/** A strategy as it was written down at a time. Of each strategy at most one version is active and at most one a draft. */
export interface StrategyVersion {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly state: 'draft' | 'active' | 'retired';
  readonly strategy: Strategy;
  /** Null for what came with the configuration file. */
  readonly savedBy: UserName | null;
  /** ms since 1970. */
  readonly savedAt: number | null;
  readonly activatedBy: UserName | null;
  readonly activatedAt: number | null;
}

/** A strategy that was deleted. Its `id` is its name. */
export interface DeletedStrategy {
  readonly id: string;
  /** No version up to this one is ever given again. */
  readonly lastVersion: number;
}

/** Key of a version. */
export function strategyVersionId(name: string, version: number): string {
  return `${version}|${name}`;
}
