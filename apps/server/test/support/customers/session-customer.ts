import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import type { ContactCentre } from '../centre/contact-centre.ts';
import { nextNumber, type SentRequest, SipCustomer } from './sip-customer.ts';
import type { WireMessage } from './udp-customer.ts';

const OFFER = 'v=0\r\no=- 0 0 IN IP4 198.51.100.7\r\ns=-\r\nc=IN IP4 198.51.100.7\r\nt=0 0\r\nm=message 9 sip null\r\n';

export interface Invitation {
  readonly to?: string;
  readonly offer?: string;
  /** Of the body; application/sdp. */
  readonly contentType?: string;
  /** Of the Request-URI. */
  readonly scheme?: 'sip' | 'sips';
  readonly headers?: readonly string[];
}

/** The dialog as this client sees it. */
export interface CustomerDialog {
  readonly callId: string;
  readonly localTag: string;
  remoteTag: string;
  cseq: number;
}

/** A customer who writes within the dialog of an INVITE with an `m=message` line. */
export class SessionCustomer extends SipCustomer {
  /** Whether a 2xx to an INVITE is acknowledged. */
  acknowledges = true;
  /** The answer to an offer of the server, for the ACK. */
  answerTo: (offer: string) => string = () => '';
  /** 2xx responses to INVITEs, repeats included. */
  readonly acceptances: WireMessage[] = [];
  dialog: CustomerDialog = { callId: '', localTag: '', remoteTag: '', cseq: 0 };
  /** The last INVITE had no description. */
  protected isOfferless = false;
  readonly #from: string;
  readonly #left = new Set<string>();
  #to = 'sip:1111@localhost';

  constructor(centre: ContactCentre, from = 'sip:bob@example.net', transport: Flow['transport'] = 'WS') {
    super(centre, transport);
    this.#from = from;
  }

  /** Starts a session; with `replaces` it takes the place of that dialog. */
  invite(options: Invitation & { readonly replaces?: CustomerDialog } = {}): Promise<SentRequest> {
    const number = nextNumber();
    this.#to = `${options.scheme ?? 'sip'}:${options.to ?? '1111'}@localhost`;
    this.dialog = { callId: `session-${number}@peer`, localTag: `t${number}`, remoteTag: '', cseq: 0 };
    const { replaces } = options;
    const replacesLine =
      replaces === undefined
        ? []
        : [`Replaces: ${replaces.callId};to-tag=${replaces.remoteTag};from-tag=${replaces.localTag}`];
    return this.#invite([...replacesLine, ...(options.headers ?? [])], options.offer, options.contentType);
  }

  /** From now on this client forgets that the dialog was to be encrypted. */
  forgetSecurity(): void {
    this.#to = this.#to.replace('sips:', 'sip:');
  }

  /** A re-INVITE in the dialog. */
  reinvite(offer?: string, headers: readonly string[] = []): Promise<SentRequest> {
    return this.#invite(headers, offer);
  }

  /** From now on this client is on a new connection, and hears nothing on the one before. */
  reconnect(): void {
    this.#left.add(this.flow.id);
    this.flow = this.centre.openFlow(this.flow.transport, this);
  }

  override receive(bytes: Buffer, flow: Flow): void {
    if (!this.#left.has(flow.id)) super.receive(bytes, flow);
  }

  say(text: string | Buffer, headers: readonly string[] = [], contentType = 'text/plain'): Promise<SentRequest> {
    return this.#inDialog('MESSAGE', { body: text, headers, contentType });
  }

  bye(): Promise<SentRequest> {
    return this.#inDialog('BYE');
  }

  protected override responseReceived(message: WireMessage): void {
    const { headers, startLine } = message;
    const cseq = headers.get('cseq') ?? '';
    if (!cseq.endsWith('INVITE') || !startLine.startsWith('SIP/2.0 2')) return;
    this.acceptances.push(message);
    if (headers.get('call-id') !== this.dialog.callId) return;
    this.dialog.remoteTag = /;tag=(.*)$/.exec(headers.get('to') ?? '')?.[1] ?? '';
    if (this.acknowledges) void this.acknowledge(message);
  }

  /** The ACK of a 2xx. */
  acknowledge({ headers, body }: WireMessage): Promise<SentRequest> {
    const answer = headers.has('content-type') && this.isOfferless ? this.answerTo(body) : '';
    const cseq = Number.parseInt(headers.get('cseq') ?? '', 10);
    return this.#request('ACK', cseq, { body: answer, contentType: 'application/sdp' });
  }

  #invite(headers: readonly string[], offer = OFFER, contentType = 'application/sdp'): Promise<SentRequest> {
    this.isOfferless = offer === '';
    return this.#inDialog('INVITE', {
      headers: [`Contact: <sip:bob@${this.flow.remoteAddress}:${this.flow.remotePort}>`, ...headers],
      contentType,
      body: offer,
    });
  }

  #inDialog(
    method: string,
    parts: {
      readonly body?: string | Buffer;
      readonly headers?: readonly string[];
      readonly contentType?: string;
    } = {},
  ): Promise<SentRequest> {
    this.dialog.cseq += 1;
    return this.#request(method, this.dialog.cseq, parts);
  }

  #request(
    method: string,
    cseq: number,
    parts: { readonly body?: string | Buffer; readonly headers?: readonly string[]; readonly contentType?: string },
  ): Promise<SentRequest> {
    const { callId, localTag, remoteTag } = this.dialog;
    return this.send({
      method,
      requestUri: this.#to,
      from: `<${this.#from}>;tag=${localTag}`,
      to: remoteTag === '' ? `<${this.#to}>` : `<${this.#to}>;tag=${remoteTag}`,
      callId,
      cseq,
      ...parts,
    });
  }
}
