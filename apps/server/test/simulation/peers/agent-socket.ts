import type { Dn, PlaceName, UserName } from '@cordboard/shared/ids';
import type { TEvent } from '@cordboard/shared/tlib/events';
import type { TRequest } from '@cordboard/shared/tlib/requests';
import type { TlibClient } from '../../../src/services/switch/effects/tlib-client.ts';

/** The server's T-Library door, while it is up. */
export interface TlibDoor {
  connected(client: TlibClient, lastSequence: number | undefined): void;
  disconnected(client: TlibClient): void;
  request(client: TlibClient, request: TRequest): void;
}

/** Told of each event at the moment at which the server lets go of it. */
export type ReleaseObserver = (event: TEvent, socket: AgentSocket) => void;

/** A browser tab: what it has received over all its sockets. */
export interface Tab {
  readonly name: string;
  /** Below and at this number nothing is expected; undefined until the first connection. */
  startsAfter: number | undefined;
  lastSequence: number | undefined;
  readonly received: number[];
  readonly dn: Dn;
}

/** One socket.io connection. What is under way when it is cut is lost in both directions. */
export class AgentSocket implements TlibClient {
  readonly role: 'agent' | 'supervisor';
  readonly id: string;
  readonly userName: UserName;
  readonly place: PlaceName;
  readonly tab: Tab;
  readonly #released: ReleaseObserver;
  #toDesktop: TEvent[] = [];
  #toServer: TRequest[] = [];
  isOpen = true;
  isEnding = false;

  constructor(
    id: string,
    role: 'agent' | 'supervisor',
    userName: UserName,
    place: PlaceName,
    tab: Tab,
    released: ReleaseObserver,
  ) {
    this.id = id;
    this.role = role;
    this.userName = userName;
    this.place = place;
    this.tab = tab;
    this.#released = released;
  }

  send(event: TEvent): void {
    if (!this.isOpen) return;
    this.#released(event, this);
    this.#toDesktop.push(event);
  }

  end(): void {
    this.isEnding = true;
  }

  request(request: TRequest): void {
    if (this.isOpen) this.#toServer.push(request);
  }

  takeEvents(): readonly TEvent[] {
    const events = this.#toDesktop;
    this.#toDesktop = [];
    return events;
  }

  takeRequests(): readonly TRequest[] {
    const requests = this.#toServer;
    this.#toServer = [];
    return requests;
  }
}
