import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import type { ContactCentre, FlowPeer } from '../centre/contact-centre.ts';
import { readWire, type WireMessage } from './udp-customer.ts';

/** RFC 3261 17.1.2: Timer E doubles from T1 to T2, Timer F ends it. */
const T1_MS = 500;
const T2_MS = 4000;
const TIMEOUT_MS = 32_000;

/** What a customer's client sent, and what it was answered. */
export class SentRequest {
  bytes: Buffer;
  readonly callId: string;
  fromTag: string;
  /** The final response; undefined while there is none. */
  response: WireMessage | undefined;
  /** Final responses, repeats included. */
  responseCount = 0;

  constructor(bytes: Buffer, callId: string, fromTag: string) {
    this.bytes = bytes;
    this.callId = callId;
    this.fromTag = fromTag;
  }

  get status(): number | undefined {
    return this.response === undefined ? undefined : Number(this.response.startLine.split(' ')[1]);
  }
}

export interface RequestParts {
  readonly method: string;
  readonly requestUri: string;
  readonly from: string;
  readonly to: string;
  readonly callId: string;
  readonly cseq: number;
  readonly branch?: string;
  readonly headers?: readonly string[];
  readonly contentType?: string;
  readonly body?: string | Buffer;
}

/** How a client answers MESSAGEs of the server. */
export interface Reply {
  readonly status: number;
  readonly headers?: readonly string[];
}

let numbers = 0;
/** Different at each call, the same in each run of a test file. */
export function nextNumber(): number {
  numbers += 1;
  return numbers;
}

/**
 * The part of a SIP client that page mode and session mode share: client transactions that retransmit over UDP, server
 * transactions that remember what they answered for 32 s over UDP. It shares no code with the server.
 */
export class SipCustomer implements FlowPeer {
  readonly centre: ContactCentre;
  flow: Flow;
  /** Texts shown, in order. */
  readonly shown: string[] = [];
  /** MESSAGEs of the server as they came, retransmissions included. */
  readonly messages: WireMessage[] = [];
  readonly byes: WireMessage[] = [];
  /** How the next MESSAGEs are answered; null leaves them without an answer. */
  reply: Reply | null = { status: 200 };
  /** How requests other than MESSAGE are answered; null leaves them without an answer. */
  otherReply: Reply | null = { status: 200 };
  /** How the very next ones are answered, before `reply` counts. */
  readonly replies: Reply[] = [];
  /** Nothing of the server's arrives. */
  isDeaf = false;
  readonly #sent = new Map<string, SentRequest>();
  readonly #answered = new Map<string, { readonly until: number; readonly bytes: Buffer }>();

  constructor(centre: ContactCentre, transport: Flow['transport']) {
    this.centre = centre;
    this.flow = centre.openFlow(transport, this);
  }

  /** Sends a request and lets the server deal with it. */
  async send(parts: RequestParts): Promise<SentRequest> {
    const sent = this.begin(parts);
    await this.centre.settle();
    return sent;
  }

  /** Sends a request; the server has not seen it yet. */
  protected begin(parts: RequestParts): SentRequest {
    const branch = parts.branch ?? `z9hG4bKpeer${nextNumber()}`;
    const body = Buffer.from(parts.body ?? '');
    const head = [
      `${parts.method} ${parts.requestUri} SIP/2.0`,
      `Via: SIP/2.0/${this.flow.transport} ${this.flow.remoteAddress}:${this.flow.remotePort};rport;branch=${branch}`,
      'Max-Forwards: 70',
      `From: ${parts.from}`,
      `To: ${parts.to}`,
      `Call-ID: ${parts.callId}`,
      `CSeq: ${parts.cseq} ${parts.method}`,
      ...(parts.headers ?? []),
      ...(body.length === 0 ? [] : [`Content-Type: ${parts.contentType ?? 'text/plain'}`]),
      `Content-Length: ${body.length}`,
    ];
    const bytes = Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
    const sent = new SentRequest(bytes, parts.callId, /;tag=(.*)$/.exec(parts.from)?.[1] ?? '');
    if (parts.method !== 'ACK') this.#sent.set(`${branch} ${parts.method}`, sent);
    this.centre.send(this.flow, bytes);
    if (this.flow.transport === 'UDP' && parts.method !== 'ACK') this.#retransmit(sent, T1_MS, T1_MS);
    return sent;
  }

  /** The same bytes once more. */
  async repeat(sent: SentRequest): Promise<void> {
    this.centre.send(this.flow, sent.bytes);
    await this.centre.settle();
  }

  /** Answers now what `reply` had left without an answer. */
  answerLate(): void {
    const message = this.messages.at(-1);
    if (message !== undefined) this.#answer(message, this.flow);
  }

  receive(bytes: Buffer, flow: Flow): void {
    if (this.isDeaf) return;
    const message = readWire(bytes);
    if (message.startLine.startsWith('SIP/2.0')) this.#receiveResponse(message);
    else this.#receiveRequest(message, flow);
  }

  /** A final response came; the session sees its 2xx here. */
  protected responseReceived(_message: WireMessage): void {}

  #retransmit(sent: SentRequest, intervalMs: number, elapsedMs: number): void {
    this.centre.clock.startTimer(intervalMs, () => {
      if (sent.response !== undefined || elapsedMs >= TIMEOUT_MS) return;
      this.centre.send(this.flow, sent.bytes);
      const next = Math.min(intervalMs * 2, T2_MS);
      this.#retransmit(sent, next, elapsedMs + next);
    });
  }

  #receiveResponse(message: WireMessage): void {
    const branch = /branch=([^;]+)/.exec(message.headers.get('via') ?? '')?.[1] ?? '';
    const method = message.headers.get('cseq')?.split(' ')[1] ?? '';
    const sent = this.#sent.get(`${branch} ${method}`);
    if (sent === undefined || message.startLine.startsWith('SIP/2.0 1')) return;
    sent.response ??= message;
    sent.responseCount += 1;
    this.responseReceived(message);
  }

  #receiveRequest(message: WireMessage, flow: Flow): void {
    const isMessage = message.startLine.startsWith('MESSAGE');
    if (isMessage) this.messages.push(message);
    const via = message.headers.get('via') ?? '';
    const now = this.centre.clock.now();
    const known = this.#answered.get(via);
    if (known !== undefined && known.until > now) {
      this.centre.send(flow, known.bytes);
      return;
    }
    this.#answer(message, flow);
  }

  #answer(message: WireMessage, flow: Flow): void {
    const isMessage = message.startLine.startsWith('MESSAGE');
    const via = message.headers.get('via') ?? '';
    const reply = isMessage ? (this.replies.shift() ?? this.reply) : this.otherReply;
    if (!isMessage) this.byes.push(message);
    if (reply === null) return;
    if (isMessage && reply.status < 300) this.shown.push(message.body);
    const bytes = buildReply(message, reply);
    if (flow.transport === 'UDP') this.#answered.set(via, { until: this.centre.clock.now() + TIMEOUT_MS, bytes });
    this.centre.send(flow, bytes);
  }
}

function buildReply({ headers }: WireMessage, reply: Reply): Buffer {
  const copied = ['via', 'from', 'to', 'call-id', 'cseq'].map((name) => `${name}: ${headers.get(name) ?? ''}`);
  const lines = [`SIP/2.0 ${reply.status} Reply`, ...copied, ...(reply.headers ?? []), 'Content-Length: 0', '', ''];
  return Buffer.from(lines.join('\r\n'));
}
