import type { Clock } from '../../base/clock.ts';
import { silentLogger } from '../../base/logger.ts';
import type { Random } from '../../base/random.ts';
import { parseNameAddr } from '../../protocols/sip/grammar/header-fields/parse-name-addr.ts';
import { buildContact } from '../../protocols/sip/message/contact.ts';
import {
  type Header,
  header,
  headers,
  type SipRequest,
  type SipResponse,
} from '../../protocols/sip/message/message.ts';
import { buildNameAddr } from '../../protocols/sip/message/name-addr.ts';
import { userOf } from '../../protocols/sip/message/uri.ts';
import type { Flow, SipTransport, SipTransportReceiver } from '../../protocols/sip/transport/sip-transport.ts';
import { buildRequest, createBranch, createCallId, createTag } from '../../protocols/sip/user-agent/build-request.ts';
import { buildResponse } from '../../protocols/sip/user-agent/build-response.ts';
import { answerChallenge, hashA1, selectChallenge } from '../../protocols/sip/user-agent/digest.ts';
import type { ReceivedRequest } from '../../protocols/sip/user-agent/request-handler.ts';
import { UserAgent } from '../../protocols/sip/user-agent/user-agent.ts';

/** Who the client is. */
export interface ClientIdentity {
  /** URI of From. */
  readonly uri: string;
  /** For challenges; without it they are not answered. */
  readonly account?: { readonly userName: string; readonly password: string };
}

export interface SipClientOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly transport: SipTransport;
  readonly flow: Flow;
  readonly identity: ClientIdentity;
  /** How long an answer is waited for. */
  readonly timeoutMs: number;
  /** A text came. */
  readonly heard: (text: ReceivedText) => void;
}

export interface ReceivedText {
  /** User of From, or its whole URI. */
  readonly from: string;
  readonly text: string;
}

/** What became of a request. */
export type ClientOutcome =
  | { readonly kind: 'answered'; readonly response: SipResponse; readonly request: SipRequest }
  | { readonly kind: 'unanswered'; readonly why: string };

export interface ClientRequest {
  readonly method: string;
  readonly requestUri: string;
  /** URI of To. */
  readonly to: string;
  readonly headers?: readonly Header[];
  readonly contentType?: string;
  readonly body?: string;
}

const METHODS = ['INVITE', 'ACK', 'BYE', 'CANCEL', 'MESSAGE', 'OPTIONS'];
/** A challenge, and one more when the nonce of it was too old. */
const CHALLENGES_MAX = 2;

/** A SIP client over one flow: sends requests, answers challenges for its account, takes texts. */
export class SipClient implements SipTransportReceiver {
  readonly options: SipClientOptions;
  readonly userAgent: UserAgent;
  /** Takes requests inside dialogs; true when it has answered. */
  dialogRequestReceived: (received: ReceivedRequest) => boolean = () => false;
  readonly #registerCallId: string;
  readonly #registerTag: string;
  #registerCseq = 0;
  #broken: string | undefined;
  readonly #giveUps = new Set<(why: string) => void>();

  constructor(options: SipClientOptions) {
    this.options = options;
    this.#registerCallId = createCallId(options.random);
    this.#registerTag = createTag(options.random);
    this.userAgent = new UserAgent({
      clock: options.clock,
      transport: options.transport,
      handler: { receiveRequest: (received) => this.#receiveRequest(received), flowClosed: () => {} },
      isOwnHost: () => false,
      methods: METHODS,
      acceptedTypes: { MESSAGE: ['text/plain'], INVITE: ['application/sdp'] },
      supported: [],
      logger: silentLogger,
      counters: { increment: () => {} },
      random: options.random,
    });
  }

  /** Contact of this client. */
  get contact(): string {
    const { transport, flow, identity } = this.options;
    const from = parseNameAddr(`<${identity.uri}>`);
    const user = from.ok ? userOf(from.value.uri) : undefined;
    return buildContact({
      ...(user === undefined ? {} : { user }),
      sentBy: transport.sentBy(flow),
      transport: flow.transport,
    });
  }

  receiveMessage(bytes: Buffer, flow: Flow): void {
    this.userAgent.receiveMessage(bytes, flow);
  }

  /** The way to the server is gone, or nobody is there: what waits for an answer gets none. */
  flowClosed(flow: Flow, why = 'The connection has ended.'): void {
    this.#broken = why;
    for (const giveUp of [...this.#giveUps]) giveUp(why);
    this.userAgent.flowClosed(flow);
  }

  /** Registers the identity for so many seconds; 0 ends it. */
  async register(registrar: string, expires: number): Promise<ClientOutcome> {
    const { identity } = this.options;
    const contact = [
      { name: 'Contact', value: this.contact },
      { name: 'Expires', value: String(expires) },
    ];
    return this.request(
      { method: 'REGISTER', requestUri: registrar, to: identity.uri, headers: contact },
      { callId: this.#registerCallId, fromTag: this.#registerTag, firstCseq: this.#registerCseq + 1 },
    );
  }

  /** A request outside a dialog. A challenge is answered once, and once more when it says that the nonce was too old. */
  async request(
    wanted: ClientRequest,
    sequence: { readonly callId: string; readonly fromTag: string; readonly firstCseq: number } = {
      callId: createCallId(this.options.random),
      fromTag: createTag(this.options.random),
      firstCseq: 1,
    },
  ): Promise<ClientOutcome> {
    let credentials: readonly Header[] = [];
    for (let attempt = 0; ; attempt += 1) {
      const cseq = sequence.firstCseq + attempt;
      if (wanted.method === 'REGISTER') this.#registerCseq = cseq;
      const { requestUri, method, to, headers: own = [], contentType, body } = wanted;
      const { random, transport, flow, identity } = this.options;
      const request = buildRequest({
        method,
        requestUri,
        transport: flow.transport,
        sentBy: transport.sentBy(flow),
        branch: createBranch(random),
        from: buildNameAddr(identity.uri, { tag: sequence.fromTag }),
        to: buildNameAddr(to),
        callId: sequence.callId,
        cseq,
        headers: [...own, ...credentials, { name: 'User-Agent', value: 'cordboard-sip' }],
        ...(contentType === undefined ? {} : { contentType }),
        ...(body === undefined ? {} : { body }),
      });
      const outcome = await this.send(request);
      const answer = attempt < CHALLENGES_MAX ? this.#answerChallenge(outcome, attempt) : undefined;
      if (answer === undefined) return outcome;
      credentials = [answer];
    }
  }

  /** Sends a request as it is and waits for what becomes of it. */
  send(request: SipRequest, repeatedSuccess?: (response: SipResponse) => void): Promise<ClientOutcome> {
    const { clock, flow, timeoutMs } = this.options;
    if (this.#broken !== undefined) return Promise.resolve({ kind: 'unanswered', why: this.#broken });
    return new Promise((resolve) => {
      const settle = (outcome: ClientOutcome) => {
        stopTimer();
        this.#giveUps.delete(giveUp);
        resolve(outcome);
      };
      const giveUp = (why: string) => settle({ kind: 'unanswered', why });
      const stopTimer = clock.startTimer(timeoutMs, () => giveUp('No answer came in time.'));
      this.#giveUps.add(giveUp);
      this.userAgent.sendRequest(request, flow, {
        finalResponse: (response) => settle({ kind: 'answered', response, request }),
        failed: (why) => giveUp(why === 'timeout' ? 'No answer came in time.' : 'The server cannot be reached.'),
        ...(repeatedSuccess === undefined ? {} : { repeatedSuccess }),
      });
    });
  }

  #answerChallenge(outcome: ClientOutcome, attempt: number): Header | undefined {
    const { identity, random } = this.options;
    if (outcome.kind !== 'answered' || identity.account === undefined) return undefined;
    const { response, request } = outcome;
    const isProxy = response.status === 407;
    if (response.status !== 401 && !isProxy) return undefined;
    const challenge = selectChallenge(headers(response, isProxy ? 'Proxy-Authenticate' : 'WWW-Authenticate'));
    if (challenge === undefined || (attempt > 0 && !challenge.isStale)) return undefined;
    const { method, requestUri: uri, body } = request;
    const { userName, password } = identity.account;
    const hashedA1 = hashA1(challenge.algorithm, userName, challenge.realm, password);
    const answer = { userName, hashedA1, method, uri, body, cnonce: random.hex(8), nc: 1 };
    return { name: isProxy ? 'Proxy-Authorization' : 'Authorization', value: answerChallenge(challenge, answer) };
  }

  #receiveRequest(received: ReceivedRequest): void {
    const { request, respond } = received;
    if (received.toTag !== undefined && this.dialogRequestReceived(received)) return;
    if (request.method === 'MESSAGE') {
      this.hear(request);
      respond(buildResponse(request, 200));
    } else if (request.method === 'INVITE') respond(buildResponse(request, 486));
    else if (request.method !== 'ACK') respond(buildResponse(request, 481));
  }

  /** Tells a text that came. */
  hear(request: SipRequest): void {
    const from = parseNameAddr(header(request, 'From') ?? '');
    const who = from.ok ? (userOf(from.value.uri) ?? from.value.uriText) : '?';
    if (request.body.length > 0) this.options.heard({ from: who, text: request.body.toString('utf8') });
  }
}
