import type { Flow } from '../../src/protocols/sip/transactions/sip-transport.ts';
import type { ContactCentre } from './contact-centre.ts';
import { SipAgent } from './sip-agent.ts';
import { nextNumber, type SentRequest } from './sip-customer.ts';
import { readWire, type WireMessage } from './udp-customer.ts';

/** An INVITE of the server as the client has it. */
interface Invitation {
  readonly invite: WireMessage;
  readonly flow: Flow;
  readonly localTag: string;
  cseq: number;
  state: 'ringing' | 'accepted' | 'refused' | 'cancelled';
}

/** The SIP client of an agent who takes each chat as a session: it rings by INVITE, and texts go within its dialog. */
export class SipSessionAgent extends SipAgent {
  readonly invitations: Invitation[] = [];
  readonly acks: WireMessage[] = [];
  /** How the next INVITEs are answered at once; `ring` waits for `accept`, null says nothing. */
  inviteReply: number | 'ring' | null = 'ring';

  static override async registered(
    centre: ContactCentre,
    dn = '1005',
    transport: Flow['transport'] = 'UDP',
  ): Promise<SipSessionAgent> {
    const agent = new SipSessionAgent(centre, dn, transport);
    await agent.register();
    return agent;
  }

  override receive(bytes: Buffer, flow: Flow): void {
    if (this.isDeaf) return;
    const message = readWire(bytes);
    if (message.startLine.startsWith('INVITE')) this.#invited(message, flow);
    else if (message.startLine.startsWith('CANCEL')) this.#cancelled(message, flow);
    else if (message.startLine.startsWith('ACK')) this.acks.push(message);
    else super.receive(bytes, flow);
  }

  /** The agent accepts the chat in the client. */
  async accept(position = 0): Promise<void> {
    const invitation = this.#invitation(position);
    invitation.state = 'accepted';
    this.#answer(invitation, 200);
    await this.centre.settle();
  }

  async refuse(status: number, position = 0): Promise<void> {
    const invitation = this.#invitation(position);
    invitation.state = 'refused';
    this.#answer(invitation, status);
    await this.centre.settle();
  }

  /** The same 200 once more, as when its ACK was lost. */
  async repeatAccept(position = 0): Promise<void> {
    this.#answer(this.#invitation(position), 200);
    await this.centre.settle();
  }

  sayInSession(text: string, position = 0): Promise<SentRequest> {
    return this.#inDialog('MESSAGE', position, text);
  }

  bye(position = 0): Promise<SentRequest> {
    return this.#inDialog('BYE', position);
  }

  #invitation(position: number): Invitation {
    const invitation = this.invitations[position];
    if (invitation === undefined) throw new Error('there is no such INVITE');
    return invitation;
  }

  #invited(invite: WireMessage, flow: Flow): void {
    const known = this.invitations.find((one) => one.invite.headers.get('via') === invite.headers.get('via'));
    if (known !== undefined) {
      if (known.state === 'accepted') this.#answer(known, 200);
      return;
    }
    const invitation: Invitation = { invite, flow, localTag: `agent${nextNumber()}`, cseq: 0, state: 'ringing' };
    this.invitations.push(invitation);
    if (this.inviteReply === null) return;
    if (this.inviteReply === 'ring') {
      this.#answer(invitation, 180);
      return;
    }
    invitation.state = this.inviteReply < 300 ? 'accepted' : 'refused';
    this.#answer(invitation, this.inviteReply);
  }

  #cancelled(cancel: WireMessage, flow: Flow): void {
    const invitation = this.invitations.find((one) => one.invite.headers.get('via') === cancel.headers.get('via'));
    this.#send(flow, cancel, 200, 'cancel', []);
    if (invitation?.state !== 'ringing') return;
    invitation.state = 'cancelled';
    this.#answer(invitation, 487);
  }

  #answer(invitation: Invitation, status: number): void {
    const { invite, flow, localTag } = invitation;
    const contact = [`Contact: <sip:${this.dn}@${flow.remoteAddress}:${flow.remotePort}>`];
    this.#send(flow, invite, status, localTag, contact);
  }

  #send(flow: Flow, { headers }: WireMessage, status: number, tag: string, more: readonly string[]): void {
    const copied = ['via', 'from', 'call-id', 'cseq'].map((name) => `${name}: ${headers.get(name) ?? ''}`);
    const lines = [
      `SIP/2.0 ${status} Reply`,
      ...copied,
      `to: ${headers.get('to')};tag=${tag}`,
      ...more,
      'Content-Length: 0',
      '',
      '',
    ];
    this.centre.send(flow, Buffer.from(lines.join('\r\n')));
  }

  #inDialog(method: string, position: number, body = ''): Promise<SentRequest> {
    const invitation = this.#invitation(position);
    const { headers } = invitation.invite;
    invitation.cseq += 1;
    return this.send({
      method,
      requestUri: /<([^>]*)>/.exec(headers.get('contact') ?? '')?.[1] ?? '',
      from: `${headers.get('to')};tag=${invitation.localTag}`,
      to: headers.get('from') ?? '',
      callId: headers.get('call-id') ?? '',
      cseq: invitation.cseq,
      body,
    });
  }
}
