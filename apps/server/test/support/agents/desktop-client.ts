import type { PersonRole } from '@cordboard/shared/configuration/configuration-file';
import type { PlaceName, UserName } from '@cordboard/shared/ids';
import type { TEvent } from '@cordboard/shared/tlib/events';
import type { TRequest } from '@cordboard/shared/tlib/requests';
import type { TlibClient } from '../../../src/services/switch/effects/tlib-client.ts';
import type { ContactCentre, Disconnectable } from '../centre/contact-centre.ts';

/** An event with every attribute that a test may look at. */
export type SeenEvent = TEvent & { readonly [attribute: string]: unknown };
type Attributes = Readonly<Record<string, unknown>>;

let clients = 0;

/** One socket of a person at a place: a T-Library client in memory. */
export class DesktopClient implements TlibClient, Disconnectable {
  readonly id = `client-${++clients}`;
  readonly userName: UserName;
  readonly role: PersonRole;
  readonly place: PlaceName | null;
  readonly centre: ContactCentre;
  readonly events: SeenEvent[] = [];
  /** Why the server ended the connection. */
  endedBecause: string | undefined;
  #referenceID = 0;

  private constructor(centre: ContactCentre, userName: string, place: string | null, role: PersonRole) {
    this.centre = centre;
    this.userName = userName;
    this.place = place;
    this.role = role;
  }

  static async connect(
    centre: ContactCentre,
    userName: string,
    options: { place?: string | null; role?: PersonRole; lastSequence?: number } = {},
  ): Promise<DesktopClient> {
    const { place = userName, role = 'agent', lastSequence } = options;
    const client = new DesktopClient(centre, userName, place, role);
    client.#connect(lastSequence);
    await centre.settle();
    return client;
  }

  /** Connects, registers the DN, logs in and becomes Ready. */
  static async ready(centre: ContactCentre, userName: string, place = userName, dn = place): Promise<DesktopClient> {
    const client = await DesktopClient.connect(centre, userName, { place });
    await client.logIn(dn);
    await client.request('TAgentSetReady', { thisDN: dn });
    // So that nobody has been ready equally long.
    centre.clock.advance(1);
    return client;
  }

  async logIn(dn: string, attributes: Attributes = {}): Promise<SeenEvent> {
    await this.request('TRegisterAddress', { thisDN: dn });
    return this.request('TAgentLogin', { thisDN: dn, agentID: this.userName, thisQueue: '1101', ...attributes });
  }

  send(event: TEvent): void {
    this.events.push(event as SeenEvent);
  }

  end(reason: string): void {
    this.endedBecause = reason;
    if (this.centre.desktops.delete(this)) this.centre.world.callControl.clientDisconnected(this);
  }

  /** The socket breaks. */
  async disconnect(): Promise<void> {
    if (this.centre.desktops.delete(this)) this.centre.world.callControl.clientDisconnected(this);
    await this.centre.settle();
  }

  connectionLost(): void {}

  /** Sends a request and returns its answer, EventError included; fails when there is not exactly one. */
  async request(name: TRequest['name'], attributes: Attributes = {}): Promise<SeenEvent> {
    const referenceID = this.submit(name, attributes);
    await this.centre.settle();
    const answers = this.events.filter((event) => event.referenceID === referenceID);
    if (answers.length !== 1) throw new Error(`${name} was answered ${answers.length} times`);
    return answers[0] as SeenEvent;
  }

  /** Sends a request and waits for nothing. */
  submit(name: TRequest['name'], attributes: Attributes = {}): number {
    this.#referenceID += 1;
    const request = { name, referenceID: this.#referenceID, ...attributes } as TRequest;
    this.centre.world.callControl.receiveRequest(this, request);
    return this.#referenceID;
  }

  answer(connID: unknown, dn: string = this.dn): Promise<SeenEvent> {
    return this.request('TAnswerCall', { thisDN: dn, connID });
  }

  release(connID: unknown, dn: string = this.dn): Promise<SeenEvent> {
    return this.request('TReleaseCall', { thisDN: dn, connID });
  }

  say(connID: unknown, im: string, attributes: Attributes = {}): Promise<SeenEvent> {
    const text = { thisDN: this.dn, connID, serviceID: 3001, extensions: { im } };
    return this.request('TPrivateService', { ...text, ...attributes });
  }

  /** The DN of a place with one DN. */
  get dn(): string {
    return this.place ?? '';
  }

  /** Events of a name, with these attributes. */
  all(name: string, attributes: Attributes = {}): readonly SeenEvent[] {
    return this.events.filter(
      (event) => event.name === name && Object.entries(attributes).every(([key, value]) => event[key] === value),
    );
  }

  /** The latest event of a name; there must be one. */
  last(name: string, attributes: Attributes = {}): SeenEvent {
    const event = this.all(name, attributes).at(-1);
    if (event === undefined) throw new Error(`${this.userName} has seen no ${name}`);
    return event;
  }

  /** ConnIDs that rang, in order. */
  get rung(): readonly unknown[] {
    return this.all('EventRinging').map((event) => event['connID']);
  }

  /** Texts as they came by 3001, own ones included. */
  get texts(): readonly unknown[] {
    return this.all('EventPrivateInfo', { privateMsgID: 3001 }).map((event) => event.extensions?.['im']);
  }

  get lastSequence(): number {
    return Math.max(0, ...this.events.map((event) => event.eventSequenceNumber ?? 0));
  }

  /** Forgets what was seen. */
  clear(): void {
    this.events.length = 0;
  }

  #connect(lastSequence: number | undefined): void {
    this.centre.desktops.add(this);
    this.centre.world.callControl.clientConnected(this, lastSequence);
  }
}

/** Texts in the transcript of a 3005. */
export function transcriptOf(event: SeenEvent): readonly unknown[] {
  const transcript = (event.extensions?.['transcript'] ?? []) as readonly { readonly im: string }[];
  return transcript.map((entry) => entry.im);
}

/** An application that watches, as a monitor, everything that happens on these DNs. */
export async function watch(centre: ContactCentre, dns: readonly string[]): Promise<DesktopClient> {
  const router = await DesktopClient.connect(centre, 'router', { place: null, role: 'application' });
  for (const dn of dns) await router.request('TRegisterAddress', { thisDN: dn, registerMode: 2 });
  router.clear();
  return router;
}
