import type { MsrpConnection } from '../../../src/protocols/msrp/msrp-transport.ts';
import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import type { ContactCentre } from '../centre/contact-centre.ts';
import { type ChunkOptions, MsrpClient, type SentChunk } from './msrp-client.ts';
import { type Invitation, SessionCustomer } from './session-customer.ts';
import { nextNumber, type SentRequest } from './sip-customer.ts';

export interface MsrpInvitation extends Invitation {
  readonly setup?: string;
  readonly types?: string;
  readonly transport?: 'tcp' | 'ws';
  /** Further lines of the offer. */
  readonly extra?: readonly string[];
}

/** A customer whose texts go over MSRP: a SIP dialog, and a connection beside it. */
export class MsrpCustomer extends SessionCustomer {
  client: MsrpClient;
  connection: MsrpConnection | undefined;
  /** Texts shown over MSRP, whatever the session, each id once. */
  readonly read: string[] = [];
  readonly #knownIds = new Set<string>();

  constructor(centre: ContactCentre, from = 'sip:bob@example.net', transport: Flow['transport'] = 'TCP') {
    super(centre, from, transport);
    this.client = this.#createClient('tcp');
  }

  /** Invites with an MSRP line and connects when it was taken. */
  async start(options: MsrpInvitation & { readonly connects?: boolean } = {}): Promise<SentRequest> {
    this.client = this.#createClient(options.transport ?? 'tcp');
    const sent = await this.invite({ ...options, offer: options.offer ?? this.client.offer(options) });
    if (sent.status === 200 && options.connects !== false) await this.connect();
    return sent;
  }

  /** Invites without a description and answers the server's offer: with MSRP, and by these lines. */
  takeOffer(
    options: { readonly setup?: string; readonly transport?: 'tcp' | 'ws'; readonly at?: string } = {},
  ): Promise<SentRequest> {
    this.client = this.#createClient(options.transport ?? 'tcp');
    this.answerTo = () => {
      const ours = `${this.client.offer(options)}m=message 0 sip null\r\n`;
      return options.at === undefined ? ours : ours.replace(/client\.example:\d+/, options.at);
    };
    return this.invite({ offer: '' });
  }

  /** Opens the connection and names the session. */
  async connect(transport: MsrpConnection['transport'] = 'TCP', certificate?: readonly string[]): Promise<SentChunk> {
    this.client.takeAnswer(this.acceptances.at(-1)?.body ?? '');
    this.connection = this.centre.msrp.open(this.#peer(), transport, { certificate });
    const sent = this.client.hello();
    await this.centre.settle();
    return sent;
  }

  /** A re-INVITE with a session of its own, and the connection for it. */
  async renew(): Promise<SentRequest> {
    this.client = this.#createClient('tcp');
    const sent = await this.reinvite(this.client.offer());
    if (sent.status === 200) await this.connect();
    return sent;
  }

  /** Waits for the server's connection. */
  listen(port: number): void {
    this.centre.msrp.listen(this.flow.remoteAddress, port, (connection) => {
      this.connection = connection;
      this.client.takeAnswer(this.acceptances.at(-1)?.body ?? '');
      return this.#peer();
    });
  }

  async write(text: string, options: ChunkOptions = {}): Promise<SentChunk> {
    const sent = this.client.say(text, options);
    await this.centre.settle();
    return sent;
  }

  async cutConnection(): Promise<void> {
    if (this.connection !== undefined) this.centre.msrp.cut(this.connection);
    await this.centre.settle();
  }

  #peer() {
    const { client } = this;
    return {
      receive: (bytes: Buffer) => {
        client.receive(bytes);
        this.#readFrom(client);
      },
      connectionLost: () => {
        client.connectionLost();
        this.connection = undefined;
      },
    };
  }

  #readFrom(client: MsrpClient): void {
    for (const [at, id] of client.shownIds.entries()) {
      if (this.#knownIds.has(id)) continue;
      this.#knownIds.add(id);
      this.read.push(client.shown[at] ?? '');
    }
  }

  #createClient(transport: string): MsrpClient {
    const number = nextNumber();
    return new MsrpClient(`msrp://client.example:${4_000 + number}/peer${number};${transport}`, (bytes) => {
      if (this.connection !== undefined) this.centre.msrp.write(this.connection, bytes);
    });
  }
}
