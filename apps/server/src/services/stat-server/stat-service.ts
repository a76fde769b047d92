import type { PersonRole } from '@cordboard/shared/configuration/configuration-file';
import type { PlaceName, UserName } from '@cordboard/shared/ids';
import type { CloseStatistic, OpenStatistic, StatServerToClient } from '@cordboard/shared/statistics/stat-channel';

/** What a client is told, by the name under which it travels. */
export type StatShow = {
  readonly [Name in keyof StatServerToClient]: {
    readonly name: Name;
    readonly message: Parameters<StatServerToClient[Name]>[0];
  };
}[keyof StatServerToClient];

/** A connected client of the stat server. */
export interface StatClient {
  readonly id: string;
  readonly userName: UserName;
  readonly role: PersonRole;
  readonly place: PlaceName | null;
  show(show: StatShow): void;
}

/** What the gateway calls for the stat channel; implemented by `StatServer`. */
export interface StatService {
  /** Answered by `opened` or `refused`, then by `values`. */
  open(client: StatClient, request: OpenStatistic): void;
  /** Answered by `closed` or `refused`. */
  close(client: StatClient, request: CloseStatistic): void;
  /** It gets nothing more. */
  leave(client: StatClient): void;
}
