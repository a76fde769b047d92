import type { DnOptions } from '@cordboard/shared/configuration/directory-number';
import type { Dn } from '@cordboard/shared/ids';

/** Options of a DN that were changed since the import. Its `id` is the DN. */
export interface ChangedDn {
  readonly id: Dn;
  readonly options: DnOptions;
}
