import type { Dn, PlaceName, UserName } from '@cordboard/shared/ids';
import type { RegisterMode } from '@cordboard/shared/tlib/call-types';

/** The DNs that a person holds at a place. Shared by all of the person's sockets there. */
export interface Registration {
  readonly id: string;
  readonly userName: UserName;
  readonly place: PlaceName | null;
  readonly modes: Readonly<Record<Dn, RegisterMode>>;
  /** Of an application: since when it has no connection, ms since 1970. */
  readonly absentSince?: number | null;
}

/** The key under which a person's registrations at a place are kept. */
export function holderId(userName: UserName, place: PlaceName | null): string {
  return `${userName}@${place ?? ''}`;
}
