import { randomUUID } from 'node:crypto';
import type { TEvent } from '@cordboard/shared/tlib/events';
import { io, type Socket } from 'socket.io-client';

/** An event with every attribute that a test may look at. */
export type SeenEvent = TEvent & { readonly [attribute: string]: unknown };

/** A T-Library client of a running server, over socket.io. */
export class AgentClient {
  readonly token: string;
  readonly socket: Socket;
  readonly events: SeenEvent[] = [];
  readonly #waiting = new Set<() => void>();
  #referenceID = 0;
  #read = 0;

  private constructor(token: string, socket: Socket) {
    this.token = token;
    this.socket = socket;
    socket.on('event', (event: SeenEvent) => {
      this.events.push(event);
      for (const look of [...this.#waiting]) look();
    });
  }

  /** Only the token, for the REST interface. */
  static createToken(httpPort: number, userName: string): Promise<string> {
    return createToken(httpPort, userName);
  }

  static async logIn(
    httpPort: number,
    userName: string,
    options: { place?: string; token?: string; lastSequence?: number; host?: string } = {},
  ) {
    const { host = '127.0.0.1' } = options;
    const token = options.token ?? (await createToken(httpPort, userName, options.place, host));
    const auth = { token, ...(options.lastSequence === undefined ? {} : { lastSequence: options.lastSequence }) };
    const socket = io(`http://${host}:${httpPort}/tlib`, { auth, transports: ['websocket'], forceNew: true });
    const client = new AgentClient(token, socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', () => resolve());
      socket.once('connect_error', reject);
    });
    await client.next('EventLinkConnected');
    return client;
  }

  /** The highest sequence number seen. */
  get lastSequence(): number {
    return Math.max(0, ...this.events.map((event) => event.eventSequenceNumber ?? 0));
  }

  /** Sends a request and waits for its answer, EventError included. */
  async request(name: string, attributes: Readonly<Record<string, unknown>> = {}): Promise<SeenEvent> {
    this.#referenceID += 1;
    const referenceID = this.#referenceID;
    this.socket.emit('request', { name, referenceID, requestID: randomUUID(), ...attributes });
    return this.find((event) => event.referenceID === referenceID);
  }

  /** Registers, logs in and sets Ready on a DN. */
  async becomeReady(dn: string, agentID: string = dn): Promise<void> {
    await this.request('TRegisterAddress', { thisDN: dn, registerMode: 0 });
    await this.request('TAgentLogin', { thisDN: dn, agentID, thisQueue: '1101' });
    await this.request('TAgentSetReady', { thisDN: dn });
  }

  /** The first event, past or to come, for which `isIt` holds. */
  find(isIt: (event: SeenEvent) => boolean): Promise<SeenEvent> {
    const found = this.events.find(isIt);
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve) => {
      const look = () => {
        const event = this.events.find(isIt);
        if (event === undefined) return;
        this.#waiting.delete(look);
        resolve(event);
      };
      this.#waiting.add(look);
    });
  }

  /** The next event of this name (and these attributes) that was not returned by `next` before. */
  async next(name: string, attributes: Readonly<Record<string, unknown>> = {}): Promise<SeenEvent> {
    const from = this.#read;
    const isIt = (event: SeenEvent) =>
      this.events.indexOf(event) >= from &&
      event.name === name &&
      Object.entries(attributes).every(([key, value]) => event[key] === value);
    const event = await this.find(isIt);
    this.#read = this.events.indexOf(event) + 1;
    return event;
  }

  close(): void {
    this.socket.disconnect();
  }
}

async function createToken(httpPort: number, userName: string, place?: string, host = '127.0.0.1'): Promise<string> {
  const response = await fetch(`http://${host}:${httpPort}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userName, password: 'demo', ...(place === undefined ? {} : { place }) }),
  });
  const body = (await response.json()) as { token?: string };
  if (body.token === undefined) throw new Error(`login of ${userName} failed: ${JSON.stringify(body)}`);
  return body.token;
}

/** For specs that start from the server object. */
export function connectAgent(server: { readonly httpPort: number }, userName: string): Promise<AgentClient> {
  return AgentClient.logIn(server.httpPort, userName);
}
