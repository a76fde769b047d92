import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import { nextNumber, type SentRequest, type SipCustomer } from './sip-customer.ts';
import type { WireMessage } from './udp-customer.ts';

/** An INVITE of the server as its client has it. */
export interface Invitation {
  readonly invite: WireMessage;
  readonly flow: Flow;
  readonly localTag: string;
  cseq: number;
  state: 'ringing' | 'accepted' | 'refused' | 'cancelled';
}

/** What a SIP client does with INVITEs of the server: it rings, answers, and goes on within the dialogs. */
export class Invitations {
  readonly all: Invitation[] = [];
  readonly acks: WireMessage[] = [];
  /** How the next INVITEs are answered at once; `ring` waits for `accept`, null says nothing. */
  reply: number | 'ring' | null = 'ring';
  /** Headers of a 200 besides Contact. */
  acceptHeaders: readonly string[] = [];
  /** The description in a 200. */
  answerTo: (offer: string) => string = () => '';
  readonly #client: SipCustomer;
  readonly #user: string;

  constructor(client: SipCustomer, user: string) {
    this.#client = client;
    this.#user = user;
  }

  /** Takes INVITE, CANCEL and ACK; says whether it was one of them. */
  receive(message: WireMessage, flow: Flow): boolean {
    if (message.startLine.startsWith('INVITE')) this.#invited(message, flow);
    else if (message.startLine.startsWith('CANCEL')) this.#cancelled(message, flow);
    else if (message.startLine.startsWith('ACK')) this.acks.push(message);
    else return false;
    return true;
  }

  /** The client accepts. */
  async accept(position = 0): Promise<void> {
    const invitation = this.at(position);
    invitation.state = 'accepted';
    this.#answer(invitation, 200);
    await this.#client.centre.settle();
  }

  /** A provisional response, later than at once. */
  async ring(position = 0): Promise<void> {
    this.#answer(this.at(position), 180);
    await this.#client.centre.settle();
  }

  async refuse(status: number, position = 0): Promise<void> {
    const invitation = this.at(position);
    invitation.state = 'refused';
    this.#answer(invitation, status);
    await this.#client.centre.settle();
  }

  /** The same 200 once more, as when its ACK was lost; with a tag, that of another branch of a fork. */
  async repeatAccept(position = 0, localTag?: string): Promise<void> {
    const invitation = this.at(position);
    this.#answer({ ...invitation, localTag: localTag ?? invitation.localTag }, 200);
    await this.#client.centre.settle();
  }

  /** A request of the client within the dialog. */
  inDialog(method: string, position = 0, body = ''): Promise<SentRequest> {
    const invitation = this.at(position);
    const { headers } = invitation.invite;
    invitation.cseq += 1;
    return this.#client.send({
      method,
      requestUri: /<([^>]*)>/.exec(headers.get('contact') ?? '')?.[1] ?? '',
      from: `${headers.get('to')};tag=${invitation.localTag}`,
      to: headers.get('from') ?? '',
      callId: headers.get('call-id') ?? '',
      cseq: invitation.cseq,
      body,
    });
  }

  at(position: number): Invitation {
    const invitation = this.all[position];
    if (invitation === undefined) throw new Error('there is no such INVITE');
    return invitation;
  }

  #invited(invite: WireMessage, flow: Flow): void {
    const known = this.all.find((one) => one.invite.headers.get('via') === invite.headers.get('via'));
    if (known !== undefined) {
      if (known.state === 'accepted') this.#answer(known, 200);
      else if (known.state === 'ringing' && this.reply === 'ring') this.#answer(known, 180);
      return;
    }
    const invitation: Invitation = { invite, flow, localTag: `agent${nextNumber()}`, cseq: 0, state: 'ringing' };
    this.all.push(invitation);
    if (this.reply === null) return;
    if (this.reply === 'ring') {
      this.#answer(invitation, 180);
      return;
    }
    invitation.state = this.reply < 300 ? 'accepted' : 'refused';
    this.#answer(invitation, this.reply);
  }

  #cancelled(cancel: WireMessage, flow: Flow): void {
    const invitation = this.all.find((one) => one.invite.headers.get('via') === cancel.headers.get('via'));
    this.#send(flow, cancel, 200, 'cancel');
    if (invitation?.state !== 'ringing') return;
    invitation.state = 'cancelled';
    this.#answer(invitation, 487);
  }

  #answer(invitation: Invitation, status: number): void {
    const { invite, flow, localTag } = invitation;
    const body = status >= 200 && status < 300 ? this.answerTo(invite.body) : '';
    this.#send(flow, invite, status, localTag, body);
  }

  #send(flow: Flow, { headers }: WireMessage, status: number, tag: string, body = ''): void {
    const copied = ['via', 'from', 'call-id', 'cseq'].map((name) => `${name}: ${headers.get(name) ?? ''}`);
    const lines = [
      `SIP/2.0 ${status} Reply`,
      ...copied,
      `to: ${headers.get('to')};tag=${tag}`,
      `Contact: <sip:${this.#user}@${flow.remoteAddress}:${flow.remotePort}>`,
      ...(status === 200 ? this.acceptHeaders : []),
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ];
    this.#client.centre.send(flow, Buffer.from(lines.join('\r\n')));
  }
}
