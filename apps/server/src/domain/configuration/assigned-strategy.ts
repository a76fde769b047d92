import type { Dn } from '@cordboard/shared/ids';

/** A routing point whose strategy is not that of the import. Its `id` is the routing point. */
export interface AssignedStrategy {
  readonly id: Dn;
  /** Its name; null for none. */
  readonly strategy: string | null;
}
