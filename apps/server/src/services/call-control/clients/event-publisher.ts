import type { Dn, PlaceName, UserName } from '@cordboard/shared/ids';
import type { DnEvent, EventError, TEvent } from '@cordboard/shared/tlib/events';
import type { Counters } from '../../../base/counters.ts';
import type { Logger } from '../../../base/logger.ts';
import type { RecordStore } from '../../recorder/ports.ts';
import type { PublishEvent } from '../../switch/effects/effects.ts';
import type { Opening, StoredAnswer } from '../../switch/effects/opening.ts';
import type { Asker, TlibClient } from '../../switch/effects/tlib-client.ts';
import { holderId } from '../../switch/rows/registration.ts';

interface Connected {
  readonly client: TlibClient;
  readonly holder: string;
  /** From `attach` on it gets events. */
  isAttached: boolean;
  /** Live events that wait until the missed ones are sent; null when there is nothing to wait for. */
  held: TEvent[] | null;
}

/** Told what was distributed to whom: the message log. */
export type DistributionObserver = (event: DnEvent, clientIds: readonly string[]) => void;

/** Most live events that are held for a client while its missed ones are read. */
const HELD_MAX = 10_000;
const PAGE_LENGTH = 500;

/** Distributes released events to the clients that hold the event's DN, and catches up those who come back. */
export class EventPublisher {
  readonly #store: RecordStore;
  readonly #holdersOf: (dn: Dn) => readonly { readonly id: string }[];
  readonly #logger: Logger;
  readonly #counters: Counters;
  readonly #observe: DistributionObserver | undefined;
  readonly #listeners: ((event: DnEvent) => void)[] = [];
  readonly #clients = new Map<string, Connected>();
  readonly #byHolder = new Map<string, Map<string, Connected>>();

  constructor(options: {
    readonly store: RecordStore;
    /** Registrations that hold a DN. */
    readonly holdersOf: (dn: Dn) => readonly { readonly id: string }[];
    readonly logger: Logger;
    readonly counters: Counters;
    readonly observe?: DistributionObserver | undefined;
  }) {
    this.#store = options.store;
    this.#holdersOf = options.holdersOf;
    this.#logger = options.logger;
    this.#counters = options.counters;
    this.#observe = options.observe;
  }

  /** Tells of each event that leaves, after its clients have it. */
  onPublished(listener: (event: DnEvent) => void): void {
    this.#listeners.push(listener);
  }

  /** The client is there from now on; it gets nothing before `attach`. */
  connect(client: TlibClient): void {
    const holder = holderId(client.userName, client.place);
    const connected: Connected = { client, holder, isAttached: false, held: null };
    this.#clients.set(client.id, connected);
    const clients = this.#byHolder.get(holder) ?? new Map<string, Connected>();
    this.#byHolder.set(holder, clients.set(client.id, connected));
  }

  /** Its opening is stored: the client gets that, then what is live. One that has gone meanwhile gets nothing. */
  attach(client: TlibClient, opening: Opening): void {
    const connected = this.#clients.get(client.id);
    if (connected === undefined) return;
    connected.isAttached = true;
    connected.held = opening.missed === undefined ? null : [];
    for (const event of opening.events) client.send(event);
    if (opening.missed !== undefined) this.#catchUp(connected, opening.missed);
  }

  detach(client: TlibClient): void {
    const attached = this.#clients.get(client.id);
    if (attached === undefined) return;
    this.#clients.delete(client.id);
    const clients = this.#byHolder.get(attached.holder);
    clients?.delete(client.id);
    if (clients?.size === 0) this.#byHolder.delete(attached.holder);
  }

  /** Whether any socket of the person at this place is connected. */
  isConnected(userName: UserName, place: PlaceName | null): boolean {
    return this.#byHolder.has(holderId(userName, place));
  }

  clientsOf(userName: UserName, place: PlaceName | null): readonly TlibClient[] {
    return [...(this.#byHolder.get(holderId(userName, place))?.values() ?? [])].map((attached) => attached.client);
  }

  /** To every client that holds the DN; only the asker's copy carries the reference id. */
  publish({ event, body, asker }: Pick<PublishEvent, 'event' | 'body' | 'asker'>): void {
    const clientIds: string[] = [];
    let askerHasIt = false;
    for (const holder of this.#holdersOf(event.thisDN)) {
      for (const attached of this.#byHolder.get(holder.id)?.values() ?? []) {
        if (!attached.isAttached) continue;
        const isAsker = attached.client.id === asker?.client.id;
        askerHasIt ||= isAsker;
        if (isAsker) this.#send(attached, { ...event, referenceID: asker.referenceID });
        else this.#send(attached, event, body);
        clientIds.push(attached.client.id);
      }
    }
    if (asker !== undefined && !askerHasIt) this.#answer(event, asker);
    this.#counters.count('events_published', { event: event.name });
    if (event.name === 'EventUserEvent') this.#counters.count('texts');
    this.#observe?.(event, clientIds);
    for (const listener of this.#listeners) listener(event);
  }

  /** To every client that holds the DN and is up to date; nobody gets it later. */
  show(event: DnEvent): void {
    for (const holder of this.#holdersOf(event.thisDN)) {
      for (const attached of this.#byHolder.get(holder.id)?.values() ?? []) {
        if (attached.isAttached && attached.held === null) attached.client.send(event);
      }
    }
  }

  /** The answer for a client that does not hold the DN, behind what it has missed: numbers must rise. */
  #answer(event: DnEvent, { client, referenceID }: Asker): void {
    const connected = this.#clients.get(client.id);
    if (connected === undefined) client.send({ ...event, referenceID });
    else this.#send(connected, { ...event, referenceID });
  }

  /** A stored event once more, as the answer to a repeated request: without its number. `unreadable` when it cannot be had. */
  repeatAnswer({ client, referenceID }: Asker, stored: StoredAnswer, unreadable: EventError): void {
    const { dn, sequence } = stored;
    this.#store.readEvents([dn], sequence - 1, sequence, 1).then(
      ([found]) => {
        if (found === undefined) {
          client.send(unreadable);
          return;
        }
        const { eventSequenceNumber: _number, ...event } = JSON.parse(found.body) as DnEvent;
        client.send({ ...event, referenceID } as TEvent);
      },
      (error: unknown) => {
        this.#logger.error({ error }, 'stored answer cannot be read');
        client.send(unreadable);
      },
    );
  }

  #send(attached: Connected, event: TEvent, body?: string): void {
    if (attached.held === null) {
      attached.client.send(event, body);
    } else if (attached.held.length < HELD_MAX) {
      attached.held.push(event);
    } else {
      attached.client.end('Too many events came while the missed ones were read.');
    }
  }

  async #readMissed(attached: Connected, missed: NonNullable<Opening['missed']>): Promise<void> {
    let { after } = missed;
    for (;;) {
      const events = await this.#store.readEvents(missed.dns, after, missed.upTo, PAGE_LENGTH);
      for (const { body } of events) attached.client.send(JSON.parse(body) as TEvent, body);
      const last = events.at(-1);
      if (last === undefined || events.length < PAGE_LENGTH) return;
      after = last.sequence;
    }
  }

  #catchUp(attached: Connected, missed: NonNullable<Opening['missed']>): void {
    this.#readMissed(attached, missed).then(
      () => {
        const held = attached.held ?? [];
        attached.held = null;
        for (const event of held) attached.client.send(event);
      },
      (error: unknown) => {
        this.#logger.error({ error }, 'missed events cannot be read');
        attached.client.end('The missed events cannot be read at the moment.');
      },
    );
  }
}
