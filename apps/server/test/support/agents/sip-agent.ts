import type { Dn } from '@cordboard/shared/ids';
import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import type { ContactCentre } from '../centre/contact-centre.ts';
import { AccountCustomer, type AskOptions } from '../customers/account-customer.ts';
import type { SentRequest } from '../customers/sip-customer.ts';
import type { WireMessage } from '../customers/udp-customer.ts';

/** One chat as the client shows it: with whom, and what was said. */
export interface ShownChat {
  readonly name: string;
  readonly uri: string;
  readonly texts: readonly string[];
}

/** The SIP client of an agent: registered for his DN, takes and writes MESSAGEs, each chat by its address. */
export class SipAgent extends AccountCustomer {
  readonly dn: Dn;
  readonly #device: string;

  protected constructor(centre: ContactCentre, dn: string, transport: Flow['transport']) {
    super(centre, dn, { transport });
    this.dn = dn as Dn;
    // The same in each run of the same scenario.
    this.#device = `device-${this.flow.remotePort}`;
  }

  /** A client that is registered. */
  static async registered(centre: ContactCentre, dn = '1005', transport: Flow['transport'] = 'UDP'): Promise<SipAgent> {
    const agent = new SipAgent(centre, dn, transport);
    await agent.register();
    return agent;
  }

  /** One that knows the password and is not registered. */
  static unregistered(centre: ContactCentre, dn = '1005'): SipAgent {
    return new SipAgent(centre, dn, 'UDP');
  }

  /** A binding of its own, which goes with it from connection to connection (RFC 5626). */
  async register(): Promise<void> {
    await this.#register(3600);
  }

  async unregister(): Promise<void> {
    await this.#register(0);
  }

  #register(expires: number): Promise<SentRequest> {
    const parameters = `;+sip.instance="<urn:uuid:${this.#device}>";reg-id=1`;
    return this.registerContact({ expires, parameters, headers: ['Supported: outbound'] });
  }

  /** From now on this client is on a new connection, where it has registered again. */
  async reconnect(): Promise<void> {
    this.flow = this.centre.openFlow(this.flow.transport, this);
    await this.register();
  }

  /** Chats in the order in which they came, without what was repeated. */
  get chats(): readonly ShownChat[] {
    const chats = new Map<string, { name: string; uri: string; texts: string[] }>();
    const seen = new Set<string>();
    for (const message of this.messages) {
      const id = message.headers.get('cordboard-message-id') ?? '';
      const { name, uri } = fromOf(message);
      const chat = chats.get(uri) ?? { name, uri, texts: [] };
      chats.set(uri, chat);
      if (!seen.has(id)) chat.texts.push(message.body);
      seen.add(id);
    }
    return [...chats.values()];
  }

  /** Texts of a chat, the first unless told otherwise. */
  texts(position = 0): readonly string[] {
    return this.chats[position]?.texts ?? [];
  }

  /** Writes in a chat. */
  override say(text: string, options: AskOptions): Promise<SentRequest>;
  override say(text: string, position?: number, as?: string): Promise<SentRequest>;
  override say(text: string, position: number | AskOptions = 0, as: string = this.dn): Promise<SentRequest> {
    if (typeof position !== 'number') return super.say(text, position);
    const requestUri = this.chats[position]?.uri ?? 'sip:chat-none@localhost';
    return this.prove({ requestUri, from: `sip:${as}@localhost`, body: text });
  }
}

function fromOf({ headers }: WireMessage): { name: string; uri: string } {
  const found = /^(?:"(.*)" )?<([^>]*)>/.exec(headers.get('from') ?? '');
  return { name: found?.[1] ?? '', uri: found?.[2] ?? '' };
}
