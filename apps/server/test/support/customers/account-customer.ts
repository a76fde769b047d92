import { createHash } from 'node:crypto';
import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import type { ContactCentre } from '../centre/contact-centre.ts';
import { nextNumber, SentRequest, SipCustomer } from './sip-customer.ts';
import type { WireMessage } from './udp-customer.ts';

export interface AccountOptions {
  readonly transport?: Flow['transport'];
  readonly password?: string;
  readonly userAgent?: string;
  /** User name of the digest, where it is another than that of From. */
  readonly digestUser?: string;
  /** Clients of old send digests without qop. */
  readonly qop?: boolean;
}

/** What is sent outside a dialog. */
export interface AskOptions {
  readonly method?: string;
  readonly to?: string;
  readonly requestUri?: string;
  readonly from?: string;
  readonly callId?: string;
  readonly cseq?: number;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly contentType?: string;
  /** Replaces what goes into the digest. */
  readonly digest?: { readonly uri?: string; readonly nonce?: string; readonly nc?: number };
}

export interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly algorithm: string;
  readonly qop: string | undefined;
  readonly isStale: boolean;
}

interface Attempt {
  /** What the caller sees: the request with its last answer. */
  readonly whole: SentRequest;
  readonly options: AskOptions;
  readonly isRetry: boolean;
}

/** A SIP client with an account: it answers challenges, registers and writes. It shares no code with the server. */
export class AccountCustomer extends SipCustomer {
  readonly name: string;
  /** Challenges of the last 401, in their order. */
  challenges: readonly Challenge[] = [];
  /** Whole texts of all that came. */
  readonly raw: string[] = [];
  /** The nonce it goes on with, as Linphone does, and how often it was used. */
  nonce: { challenge: Challenge; count: number } | undefined;
  readonly #options: AccountOptions;
  readonly #attempts = new Map<string, Attempt>();
  #cseq = 0;
  readonly registrationId = `registration-${nextNumber()}@peer`;

  constructor(centre: ContactCentre, name: string, options: AccountOptions = {}) {
    super(centre, options.transport ?? 'UDP');
    this.name = name;
    this.#options = options;
  }

  override receive(bytes: Buffer, flow: Flow): void {
    const text = bytes.toString();
    this.raw.push(text);
    if (text.startsWith('SIP/2.0 401')) this.challenges = readChallenges(text);
    super.receive(bytes, flow);
  }

  /** Contact of this client on its flow. */
  get contact(): string {
    const transport = this.flow.transport === 'UDP' ? '' : `;transport=${this.flow.transport.toLowerCase()}`;
    return `sip:${this.name}-device@${this.flow.remoteAddress}:${this.flow.remotePort}${transport}`;
  }

  /** One request as it is, with or without credentials. */
  async ask(options: AskOptions, challenge?: Challenge): Promise<SentRequest> {
    const sent = this.#begin(options, challenge);
    await this.centre.settle();
    return sent;
  }

  #begin(options: AskOptions, challenge: Challenge | undefined): SentRequest {
    const method = options.method ?? 'MESSAGE';
    const to = options.to ?? (method === 'REGISTER' ? this.name : '1111');
    const requestUri = options.requestUri ?? (method === 'REGISTER' ? 'sip:localhost' : `sip:${to}@localhost`);
    const { userAgent } = this.#options;
    this.#cseq += 1;
    const authorization = challenge === undefined ? [] : [this.#authorize(challenge, method, requestUri, options)];
    return this.begin({
      method,
      requestUri,
      from: `<${options.from ?? `sip:${this.name}@localhost`}>;tag=t${nextNumber()}`,
      to: `<sip:${to}@localhost>`,
      callId: options.callId ?? (method === 'REGISTER' ? this.registrationId : `account-${nextNumber()}@peer`),
      cseq: options.cseq ?? this.#cseq,
      headers: [
        ...(userAgent === undefined ? [] : [`User-Agent: ${userAgent}`]),
        ...(options.headers ?? []),
        ...authorization,
      ],
      ...(options.body === undefined ? {} : { body: options.body }),
      ...(options.contentType === undefined ? {} : { contentType: options.contentType }),
    });
  }

  /** A request that goes on with the nonce it has, and answers the challenge when there is one, whenever that comes. */
  async prove(options: AskOptions = {}): Promise<SentRequest> {
    const callId =
      options.callId ?? (options.method === 'REGISTER' ? this.registrationId : `account-${nextNumber()}@peer`);
    const whole = new SentRequest(Buffer.alloc(0), callId, '');
    this.#attempt({ whole, options: { ...options, callId }, isRetry: false }, this.nonce?.challenge);
    await this.centre.settle();
    return whole;
  }

  #attempt(attempt: Attempt, challenge: Challenge | undefined): void {
    this.#attempts.set(`${attempt.whole.callId} ${this.#cseq + 1}`, attempt);
    const sent = this.#begin(attempt.options, challenge);
    attempt.whole.bytes = sent.bytes;
    attempt.whole.fromTag = sent.fromTag;
  }

  protected override responseReceived(message: WireMessage): void {
    const key = `${message.headers.get('call-id')} ${Number.parseInt(message.headers.get('cseq') ?? '', 10)}`;
    const attempt = this.#attempts.get(key);
    if (attempt === undefined) return;
    const [challenge] = this.challenges;
    if (!attempt.isRetry && challenge !== undefined && message.startLine.startsWith('SIP/2.0 401')) {
      this.#attempts.delete(key);
      this.nonce = { challenge, count: 0 };
      this.#attempt({ ...attempt, isRetry: true }, challenge);
      return;
    }
    attempt.whole.response ??= message;
    attempt.whole.responseCount += 1;
  }

  /** Writes a text to a routing point. */
  say(body: string, options: AskOptions = {}): Promise<SentRequest> {
    return this.prove({ ...options, body });
  }

  /** Registers its contact, for an hour unless told. */
  registerContact(
    options: { expires?: number; parameters?: string; contact?: string; headers?: readonly string[] } = {},
  ): Promise<SentRequest> {
    const { expires = 3600, parameters = '', contact = `<${this.contact}>`, headers = [] } = options;
    return this.prove({
      method: 'REGISTER',
      headers: [`Contact: ${contact}${parameters}`, `Expires: ${expires}`, ...headers],
    });
  }

  #authorize(challenge: Challenge, method: string, requestUri: string, options: AskOptions): string {
    const { password = 'demo', digestUser = this.name, qop = true } = this.#options;
    const { realm, algorithm } = challenge;
    const nonce = options.digest?.nonce ?? challenge.nonce;
    const uri = options.digest?.uri ?? requestUri;
    const hash = (text: string) =>
      createHash(algorithm === 'SHA-256' ? 'sha256' : 'md5')
        .update(text)
        .digest('hex');
    if (this.nonce !== undefined) this.nonce.count += 1;
    const nc = (options.digest?.nc ?? this.nonce?.count ?? 1).toString(16).padStart(8, '0');
    const [a1, a2] = [hash(`${digestUser}:${realm}:${password}`), hash(`${method}:${uri}`)];
    const response = hash(qop ? `${a1}:${nonce}:${nc}:0a1b:auth:${a2}` : `${a1}:${nonce}:${a2}`);
    const said = `username="${digestUser}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}"`;
    const counted = qop ? `, cnonce="0a1b", qop=auth, nc=${nc}` : '';
    return `Authorization: Digest ${said}, algorithm=${algorithm}${counted}`;
  }
}

function readChallenges(text: string): readonly Challenge[] {
  return [...text.matchAll(/^WWW-Authenticate: Digest (.*)$/gm)].map(([, value = '']) => ({
    realm: /realm="([^"]*)"/.exec(value)?.[1] ?? '',
    nonce: /nonce="([^"]*)"/.exec(value)?.[1] ?? '',
    algorithm: /algorithm=([\w-]+)/.exec(value)?.[1] ?? '',
    qop: /qop="([^"]*)"/.exec(value)?.[1],
    isStale: /stale=true/.test(value),
  }));
}
