import type { PersonRole } from '@cordboard/shared/configuration/configuration-file';
import type { PlaceName, UserName } from '@cordboard/shared/ids';
import type { TEvent } from '@cordboard/shared/tlib/events';

/** One connected T-Library client: a socket with the person and place of its token. */
export interface TlibClient {
  /** Unique among connected clients. */
  readonly id: string;
  readonly userName: UserName;
  readonly role: PersonRole;
  /** Null for persons without a place, such as applications. */
  readonly place: PlaceName | null;
  /** Never throws, never blocks; the gateway bounds what a slow client may keep waiting. `body` is the event's JSON where that is known. */
  send(event: TEvent, body?: string): void;
  /** Ends the connection; `reason` reaches the client. */
  end(reason: string): void;
}

/** Who asked for an event: only this client's copy carries the reference id. */
export interface Asker {
  readonly client: TlibClient;
  readonly referenceID: number;
}
