import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import type { ContactCentre, FlowPeer } from '../centre/contact-centre.ts';
import { readWire, type WireMessage } from '../customers/udp-customer.ts';

let numbers = 0;

export interface RawRequest {
  readonly requestUri?: string;
  /** Whole lines instead of those that every request has; a name that is not among them is added. */
  readonly lines?: Readonly<Record<string, string | null>>;
  /** Further lines. */
  readonly more?: readonly string[];
  readonly type?: string;
  readonly body?: string | Buffer;
}

/** Somebody who sends whatever bytes he likes, and sees what comes back. He answers nothing. */
export class RawPeer implements FlowPeer {
  readonly received: WireMessage[] = [];
  readonly flow: Flow;
  readonly #centre: ContactCentre;

  constructor(centre: ContactCentre, transport: Flow['transport'] = 'UDP') {
    this.#centre = centre;
    this.flow = centre.openFlow(transport, this);
  }

  receive(bytes: Buffer): void {
    this.received.push(readWire(bytes));
  }

  /** Statuses of the final answers to these bytes. */
  async send(bytes: Buffer | string): Promise<readonly number[]> {
    return (await this.ask(bytes)).map(({ startLine }) => Number(startLine.split(' ')[1]));
  }

  /** Final answers to these bytes. */
  async ask(bytes: Buffer | string): Promise<readonly WireMessage[]> {
    const before = this.received.length;
    this.#centre.send(this.flow, Buffer.from(bytes));
    await this.#centre.settle();
    return this.received.slice(before).filter(({ startLine }) => /^SIP\/2\.0 [2-6]/.test(startLine));
  }

  /** Requests that came. */
  get requests(): readonly WireMessage[] {
    return this.received.filter(({ startLine }) => !startLine.startsWith('SIP/2.0'));
  }

  /** A good request of a stranger, but for what is said. */
  build(
    method: string,
    { requestUri = 'sip:1111@localhost', lines = {}, more = [], type, body = '' }: RawRequest = {},
  ): Buffer {
    numbers += 1;
    const contentType = type ?? (body.length === 0 ? undefined : 'text/plain');
    const all: Record<string, string | null> = {
      Via: `Via: SIP/2.0/${this.flow.transport} ${this.flow.remoteAddress}:${this.flow.remotePort};rport;branch=z9hG4bKraw${numbers}`,
      'Max-Forwards': 'Max-Forwards: 70',
      From: `From: <sip:stranger@example.net>;tag=raw${numbers}`,
      To: `To: <${requestUri}>`,
      'Call-ID': `Call-ID: raw${numbers}@peer`,
      CSeq: `CSeq: 1 ${method}`,
      Contact: ['INVITE', 'SUBSCRIBE', 'REGISTER'].includes(method) ? 'Contact: <sip:stranger@198.51.100.7>' : null,
      'Content-Type': contentType === undefined ? null : `Content-Type: ${contentType}`,
      'Content-Length': `Content-Length: ${Buffer.byteLength(body)}`,
      ...lines,
    };
    const head = [`${method} ${requestUri} SIP/2.0`, ...more, ...Object.values(all).filter((line) => line !== null)];
    return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
  }
}

/** An offer of session mode. */
export const OFFER =
  'v=0\r\no=- 0 0 IN IP4 198.51.100.7\r\ns=-\r\nc=IN IP4 198.51.100.7\r\nt=0 0\r\nm=message 9 sip null\r\n';
