import type { Clock } from '../../../base/clock.ts';
import type { Logger } from '../../../base/logger.ts';
import type { TransitionObserver } from '../../../base/machine.ts';
import type { Random } from '../../../base/random.ts';
import { parseNameAddr } from '../grammar/header-fields/parse-name-addr.ts';
import { parseVia } from '../grammar/header-fields/parse-via.ts';
import { splitValues } from '../grammar/header-fields/split-values.ts';
import { defaultParseLimits, type ParseLimits } from '../grammar/parse-limits.ts';
import { type ParseFailure, parseMessage } from '../grammar/parse-message.ts';
import { serializeMessage } from '../grammar/serialize-message.ts';
import { type Header, header, indexOfHeader, type SipRequest, type SipResponse } from '../message/message.ts';
import { isByteStream } from '../message/transport-name.ts';
import type { SipCounters } from '../transactions/counters.ts';
import { Fingerprints } from '../transactions/fingerprints.ts';
import { type IncomingRequest, noteSource, readIncomingRequest } from '../transactions/incoming-request.ts';
import type { Answer } from '../transactions/machines/answer.ts';
import type { ServerTransaction } from '../transactions/server-transactions.ts';
import { TransactionLayer } from '../transactions/transaction-layer.ts';
import { answerFlow } from '../transport/answer-flow.ts';
import { everybodyIsReachable, type Reachability } from '../transport/reachability.ts';
import type { Flow, SipTransport, SipTransportReceiver } from '../transport/sip-transport.ts';
import { buildResponse } from './build-response.ts';
import {
  type Capabilities,
  type CheckContext,
  findRefusal,
  type RequestCheck,
  requestChecks,
  shapeChecks,
} from './request-checks.ts';
import type {
  ReceivedRequest,
  RequestGuard,
  RequestHandler,
  RequestIdentity,
  RequestSender,
  ResponseHandler,
} from './request-handler.ts';

export interface UserAgentLimits {
  readonly parse: ParseLimits;
  /** Of each kind, server and client; beyond it a new request gets a stateless 503. */
  readonly transactionsMax: number;
}

export const defaultUserAgentLimits: UserAgentLimits = { parse: defaultParseLimits, transactionsMax: 200_000 };

export interface UserAgentOptions extends Capabilities {
  readonly clock: Clock;
  readonly transport: SipTransport;
  readonly handler: RequestHandler;
  /** Without one nobody is asked who he is. */
  readonly guard?: RequestGuard;
  /** Whether a host, lower case, with the port of a Route entry if it has one, is this server. */
  isOwnHost(host: string, port: number | undefined): boolean;
  readonly logger: Logger;
  readonly counters: SipCounters;
  /** For a key under which requests are compared. */
  readonly random: Random;
  readonly limits?: UserAgentLimits;
  /** Without it every source is believed. */
  readonly reach?: Reachability;
  /** Told of each transition of each transaction; leave it out where nobody reads it. */
  readonly observe?: TransitionObserver;
}

const retryAfterSeconds = 5;
const nobody: RequestIdentity = { kind: 'nobody' };

function answerOf(response: SipResponse): Answer {
  return { status: response.status, bytes: serializeMessage(response) };
}

/** The core of the stack (RFC 3261 5, 8.2): checks what comes, answers what needs nobody, hands the rest to the handler. */
export class UserAgent implements RequestSender, SipTransportReceiver {
  readonly #options: UserAgentOptions;
  readonly #limits: UserAgentLimits;
  readonly #reach: Reachability;
  readonly #fingerprints: Fingerprints;
  readonly #transactions: TransactionLayer;
  readonly #checkContext: CheckContext;
  /** Who sent the INVITEs of server transactions, for the CANCELs that may come. */
  readonly #identities = new WeakMap<ServerTransaction, RequestIdentity>();

  constructor(options: UserAgentOptions) {
    this.#options = options;
    this.#limits = options.limits ?? defaultUserAgentLimits;
    this.#reach = options.reach ?? everybodyIsReachable;
    const { clock, transport, counters, observe } = options;
    this.#fingerprints = new Fingerprints(options.random);
    this.#transactions = new TransactionLayer({
      clock,
      transport,
      counters,
      fingerprints: this.#fingerprints,
      reach: this.#reach,
      observe,
      transactionsMax: this.#limits.transactionsMax,
      user: {
        buildTrying: (incoming) => answerOf(buildResponse(incoming.request, 100)),
        passAck: (ack) => this.#handUp(ack, () => {}),
      },
    });
    const { methods, acceptedTypes, acceptedEncodings, supported } = options;
    const isMerged = (incoming: IncomingRequest) => this.#transactions.isMerged(incoming);
    this.#checkContext = { methods, acceptedTypes, acceptedEncodings, supported, isMerged };
  }

  /** Transactions that are kept now, for metrics. */
  get transactionCounts(): { readonly server: number; readonly client: number } {
    return { server: this.#transactions.serverCount, client: this.#transactions.clientCount };
  }

  receiveMessage(bytes: Buffer, flow: Flow): void {
    const { counters } = this.#options;
    this.#reach.renewed(flow);
    // A WebSocket message is whole like a datagram (RFC 7118 5).
    const parsed = parseMessage(bytes, { isStream: isByteStream(flow.transport), limits: this.#limits.parse });
    if (!parsed.ok) {
      this.#refuseMalformed(parsed.failure, bytes, flow);
    } else if (parsed.value.kind === 'response') {
      counters.increment('responseReceived');
      this.#transactions.receiveResponse(parsed.value);
    } else {
      counters.increment('requestReceived');
      this.#receiveRequest(parsed.value, bytes.length, flow);
    }
  }

  flowClosed(flow: Flow): void {
    this.#transactions.flowClosed(flow);
    this.#tell(() => this.#options.handler.flowClosed(flow));
  }

  sendRequest(request: SipRequest, flow: Flow, handler: ResponseHandler): void {
    this.#transactions.sendRequest(request, flow, {
      provisionalResponse: (response) => this.#tell(() => handler.provisionalResponse?.(response)),
      finalResponse: (response) => this.#tell(() => handler.finalResponse(response)),
      repeatedSuccess: (response) => this.#tell(() => handler.repeatedSuccess?.(response)),
      failed: (why) => this.#tell(() => handler.failed(why)),
    });
  }

  sendStateless(message: SipRequest | SipResponse, flow: Flow): void {
    if (message.kind === 'request') {
      this.#options.transport.send(flow, serializeMessage(message));
      return;
    }
    const via = parseVia(splitValues(header(message, 'Via') ?? '')[0] ?? '');
    const way = via.ok ? answerFlow(via.value, flow) : flow;
    if (this.#reach.mayRepeat(way)) this.#options.transport.send(way, serializeMessage(message));
    else this.#options.counters.increment('repeatWithheld');
  }

  #receiveRequest(received: SipRequest, size: number, flow: Flow): void {
    const { counters, methods } = this.#options;
    const read = readIncomingRequest(received, size, flow, this.#fingerprints);
    if (!read.ok) {
      this.#refuseMalformed({ status: 400, what: read.failure, partial: received }, received.body, flow);
      return;
    }
    const incoming = this.#withoutOwnRoute(read.value);
    if (this.#transactions.absorb(incoming)) return;
    const { method } = incoming;
    const isServed = methods.includes(method);
    if (method === 'ACK') {
      if (this.#findRefusal(shapeChecks, incoming) === undefined && isServed) this.#handUp(incoming, () => {});
      else counters.increment('messageDropped');
      return;
    }
    const checks = method === 'CANCEL' && isServed ? shapeChecks : requestChecks;
    const refusal = this.#findRefusal(checks, incoming);
    if (refusal !== undefined) {
      counters.increment('requestRefused');
      this.#answerStateless(incoming, buildResponse(incoming.request, refusal.status, refusal));
    } else if (method === 'OPTIONS') {
      this.#answerStateless(incoming, buildResponse(incoming.request, 200, { headers: this.#capabilityHeaders() }));
    } else if (method === 'CANCEL') this.#receiveCancel(incoming);
    else this.#receiveNew(incoming);
  }

  #findRefusal(checks: readonly RequestCheck[], incoming: IncomingRequest) {
    return findRefusal(checks, incoming, this.#checkContext);
  }

  #receiveNew(incoming: IncomingRequest): void {
    const admission = this.#options.guard?.decide(incoming);
    if (admission?.name === 'refused') {
      this.#options.counters.increment('requestRefused');
      this.#answerStateless(incoming, buildResponse(incoming.request, admission.status, admission));
      return;
    }
    const transaction = this.#transactions.createServer(incoming);
    if (transaction === undefined) {
      this.#options.counters.increment('requestOverload');
      const headers = [{ name: 'Retry-After', value: String(retryAfterSeconds) }];
      this.#answerStateless(incoming, buildResponse(incoming.request, 503, { headers }));
      return;
    }
    if (admission !== undefined && incoming.method === 'INVITE') this.#identities.set(transaction, admission.identity);
    this.#handUp(incoming, (response) => transaction.respond(answerOf(response)), admission?.identity);
  }

  /** RFC 3261 9.2: the CANCEL is answered, its INVITE refused; the handler is told, so that it lets go of the call. No other request stops for it. */
  #receiveCancel(cancel: IncomingRequest): void {
    const cancelled = this.#transactions.findCancelled(cancel);
    const own: ServerTransaction | undefined = this.#transactions.createServer(cancel);
    const isMeant = cancelled !== undefined || this.#transactions.comesTooLate(cancel, this.#options.methods);
    const response = buildResponse(cancel.request, isMeant ? 200 : 481);
    if (own === undefined) this.#answerStateless(cancel, response);
    else own.respond(answerOf(response));
    if (cancelled === undefined || cancelled.hasFinalResponse) return;
    const invite: SipRequest = { ...cancel.request, method: 'INVITE', headers: cancel.request.headers.map(asInvite) };
    cancelled.respond(answerOf(buildResponse(invite, 487)));
    // RFC 3261 22.1: a CANCEL cannot be challenged; it is from whom its INVITE was.
    this.#handUp(cancel, () => {}, this.#identities.get(cancelled));
  }

  /** RFC 3261 16.4, 12.2.2: route entries that name us have done their work; clients with a preset route always send one. */
  #withoutOwnRoute(incoming: IncomingRequest): IncomingRequest {
    const { headers } = incoming.request;
    const index = indexOfHeader(headers, 'Route');
    const line = headers[index];
    if (line === undefined) return incoming;
    const [top = '', ...others] = splitValues(line.value);
    const route = parseNameAddr(top);
    if (!route.ok || route.value.uri.kind !== 'sip') return incoming;
    if (!this.#options.isOwnHost(route.value.uri.host, route.value.uri.port)) return incoming;
    const rest: readonly Header[] = others.length === 0 ? [] : [{ name: 'Route', value: others.join(', ') }];
    const kept = [...headers.slice(0, index), ...rest, ...headers.slice(index + 1)];
    return { ...incoming, request: { ...incoming.request, headers: kept } };
  }

  #handUp(incoming: IncomingRequest, respond: (response: SipResponse) => void, identity = nobody): void {
    const { request, flow, callId, fromTag, toTag, branch } = incoming;
    const received: ReceivedRequest = {
      request,
      flow,
      identity,
      callId,
      fromTag,
      toTag,
      branch,
      cseq: incoming.cseqNumber,
      respond,
    };
    const isHandled = this.#tell(() => this.#options.handler.receiveRequest(received));
    if (!isHandled) respond(buildResponse(request, 500));
  }

  /** A mistake of ours above must end neither the process nor the transaction it happened in. */
  #tell(call: () => void): boolean {
    try {
      call();
      return true;
    } catch (error) {
      this.#options.logger.error({ error }, 'a SIP handler threw');
      return false;
    }
  }

  /** RFC 3261 11.2. */
  #capabilityHeaders(): readonly Header[] {
    const { methods, supported, acceptedTypes, acceptedEncodings } = this.#options;
    const types = new Set(Object.values(acceptedTypes).flat());
    const encodings = new Set([...Object.values(acceptedEncodings ?? {}).flat(), 'identity']);
    const headers: Header[] = [
      { name: 'Allow', value: methods.join(', ') },
      { name: 'Accept', value: [...types].join(', ') },
      { name: 'Accept-Encoding', value: [...encodings].join(', ') },
      { name: 'Accept-Language', value: 'en' },
    ];
    return supported.length === 0 ? headers : [...headers, { name: 'Supported', value: supported.join(', ') }];
  }

  #answerStateless(incoming: IncomingRequest, response: SipResponse): void {
    this.#options.transport.send(answerFlow(incoming.via, incoming.flow), serializeMessage(response));
  }

  /** RFC 3261 16.3, 21.4.1: what can be answered is, an ACK and what is no request never. */
  #refuseMalformed(failure: ParseFailure, bytes: Buffer, flow: Flow): void {
    const { counters, logger, transport } = this.#options;
    const { partial } = failure;
    logger.debug({ flow: flow.id, what: failure.what }, 'malformed SIP message');
    if (partial === undefined || partial.method === 'ACK' || header(partial, 'Via') === undefined) {
      counters.increment(bytes.subarray(0, 4).toString('latin1') === 'SIP/' ? 'responseMalformed' : 'messageDropped');
      return;
    }
    counters.increment('requestMalformed');
    const { request, via } = noteSource(partial, flow);
    const response = buildResponse(request, failure.status);
    transport.send(via.ok ? answerFlow(via.value, flow) : flow, serializeMessage(response));
  }
}

function asInvite(candidate: Header): Header {
  return candidate.name === 'CSeq' ? { name: 'CSeq', value: candidate.value.replace('CANCEL', 'INVITE') } : candidate;
}
