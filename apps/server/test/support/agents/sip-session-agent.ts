import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import type { ContactCentre } from '../centre/contact-centre.ts';
import { type Invitation, Invitations } from '../customers/invitations.ts';
import type { SentRequest } from '../customers/sip-customer.ts';
import { readWire, type WireMessage } from '../customers/udp-customer.ts';
import { SipAgent } from './sip-agent.ts';

/** The SIP client of an agent who takes each chat as a session: it rings by INVITE, and texts go within its dialog. */
export class SipSessionAgent extends SipAgent {
  readonly #invited: Invitations = new Invitations(this, this.dn);

  static override async registered(
    centre: ContactCentre,
    dn = '1005',
    transport: Flow['transport'] = 'UDP',
  ): Promise<SipSessionAgent> {
    const agent = new SipSessionAgent(centre, dn, transport);
    await agent.register();
    return agent;
  }

  get invitations(): readonly Invitation[] {
    return this.#invited.all;
  }

  get acks(): readonly WireMessage[] {
    return this.#invited.acks;
  }

  set inviteReply(reply: Invitations['reply']) {
    this.#invited.reply = reply;
  }

  /** Headers of its 200 besides Contact. */
  set acceptHeaders(headers: readonly string[]) {
    this.#invited.acceptHeaders = headers;
  }

  override receive(bytes: Buffer, flow: Flow): void {
    if (!this.isDeaf && !this.#invited.receive(readWire(bytes), flow)) super.receive(bytes, flow);
  }

  /** The agent accepts the chat in the client. */
  accept(position = 0): Promise<void> {
    return this.#invited.accept(position);
  }

  refuse(status: number, position = 0): Promise<void> {
    return this.#invited.refuse(status, position);
  }

  /** The same 200 once more, as when its ACK was lost; with a tag, that of another branch of a fork. */
  repeatAccept(position = 0, localTag?: string): Promise<void> {
    return this.#invited.repeatAccept(position, localTag);
  }

  sayInSession(text: string, position = 0): Promise<SentRequest> {
    return this.#invited.inDialog('MESSAGE', position, text);
  }

  bye(position = 0): Promise<SentRequest> {
    return this.#invited.inDialog('BYE', position);
  }
}
