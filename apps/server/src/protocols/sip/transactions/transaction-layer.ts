import type { Clock } from '../../../base/clock.ts';
import type { Fingerprint } from '../../../base/fingerprint.ts';
import { FingerprintIndex } from '../../../base/fingerprint-index.ts';
import { FingerprintTable } from '../../../base/fingerprint-table.ts';
import type { TransitionObserver } from '../../../base/machine.ts';
import { parseCSeq } from '../grammar/header-fields/parse-cseq.ts';
import { parseVia } from '../grammar/header-fields/parse-via.ts';
import { header, headers, type SipRequest, type SipResponse } from '../message/message.ts';
import { branchOf } from '../message/via.ts';
import type { Reachability } from '../transport/reachability.ts';
import { type Flow, isReliable, type SipTransport } from '../transport/sip-transport.ts';
import { AnsweredRequests } from './answered-requests.ts';
import { ClientTransaction, type ClientTransactionHost, type ResponseReceiver } from './client-transaction.ts';
import type { SipCounters } from './counters.ts';
import type { Fingerprints } from './fingerprints.ts';
import type { IncomingRequest } from './incoming-request.ts';
import type { Answer } from './machines/answer.ts';
import {
  InviteServerTransaction,
  NonInviteServerTransaction,
  type ServerTransaction,
  type ServerTransactionHost,
  sendAnswer,
} from './server-transactions.ts';
import { TimerWheel } from './timer-wheel.ts';
import { clientTransactionKey } from './transaction-key.ts';

/** What the layer asks of the user agent above it. */
export interface TransactionUser {
  buildTrying(incoming: IncomingRequest): Answer;
  /** An ACK for a 2xx that came with the branch of its INVITE. */
  passAck(ack: IncomingRequest): void;
}

export interface TransactionLayerOptions {
  readonly clock: Clock;
  readonly transport: SipTransport;
  readonly user: TransactionUser;
  readonly counters: SipCounters;
  /** The same that read the requests. */
  readonly fingerprints: Fingerprints;
  readonly reach: Reachability;
  /** Of each kind, server and client. */
  readonly transactionsMax: number;
  readonly observe?: TransitionObserver | undefined;
}

/** Matches messages to transactions (RFC 3261 17.1.3, 17.2.3); every look-up is one in a table. */
export class TransactionLayer {
  readonly #options: TransactionLayerOptions;
  readonly #servers = new FingerprintTable<ServerTransaction>();
  /** Merge keys of those, each with nothing. */
  readonly #mergeKeys = new FingerprintIndex();
  readonly #answered: AnsweredRequests;
  readonly #clients = new Map<string, ClientTransaction>();
  /** Of stream flows only: a UDP flow does not close. */
  readonly #clientsByFlow = new Map<string, Set<ClientTransaction>>();
  readonly #serverHost: ServerTransactionHost;
  readonly #clientHost: ClientTransactionHost;

  constructor(options: TransactionLayerOptions) {
    this.#options = options;
    const { clock, transport, counters, reach, observe, user } = options;
    const shared = { wheel: new TimerWheel(clock), transport, counters, reach, observe };
    this.#answered = new AnsweredRequests(shared.wheel);
    this.#serverHost = {
      ...shared,
      buildTrying: (incoming) => user.buildTrying(incoming),
      passAck: (ack) => user.passAck(ack),
      ended: (key, mergeKey) => this.#endServer(key, mergeKey),
      answered: (key, mergeKey, requestSize, flow, answer, timerMs) => {
        this.#endServer(key, mergeKey);
        this.#answered.add(key, mergeKey, requestSize, flow, answer, timerMs);
      },
    };
    this.#clientHost = { ...shared, clock, ended: (key, flow) => this.#endClient(key, flow) };
  }

  get serverCount(): number {
    return this.#servers.size + this.#answered.size;
  }

  get clientCount(): number {
    return this.#clients.size;
  }

  /** True when the request belongs to a transaction that dealt with it: a repeat, or the ACK of a final response. */
  absorb(incoming: IncomingRequest): boolean {
    const transaction = this.#servers.get(incoming.key);
    if (transaction === undefined) return this.#answerAgain(incoming);
    if (incoming.method === 'ACK') transaction.receiveAck(incoming);
    else if (this.#mayAnswerRepeat(incoming, transaction.requestSize, transaction.flow)) transaction.receiveRepeat();
    return true;
  }

  /** RFC 3261 8.2.2.2. */
  isMerged(incoming: IncomingRequest): boolean {
    const { mergeKey } = incoming;
    if (mergeKey === undefined) return false;
    return this.#mergeKeys.get(mergeKey) !== undefined || this.#answered.isMerged(mergeKey);
  }

  /** RFC 3261 9.2: the INVITE that a CANCEL means. */
  findCancelled(cancel: IncomingRequest): ServerTransaction | undefined {
    return this.#servers.get(this.#meantBy(cancel, 'INVITE'));
  }

  /** Whether a CANCEL means a transaction of one of these methods, which it cannot stop. */
  comesTooLate(cancel: IncomingRequest, methods: readonly string[]): boolean {
    return methods.some((method) => {
      if (method === 'CANCEL' || method === 'ACK') return false;
      const key = this.#meantBy(cancel, method);
      return this.#servers.get(key) !== undefined || this.#answered.has(key);
    });
  }

  /** A transaction for a new request; undefined when there are too many. */
  createServer(incoming: IncomingRequest): ServerTransaction | undefined {
    if (this.serverCount >= this.#options.transactionsMax) return undefined;
    const isInvite = incoming.method === 'INVITE';
    const Transaction = isInvite ? InviteServerTransaction : NonInviteServerTransaction;
    const transaction: ServerTransaction = new Transaction(this.#serverHost, incoming);
    this.#servers.set(incoming.key, transaction);
    if (incoming.mergeKey !== undefined) this.#mergeKeys.set(incoming.mergeKey, 0);
    return transaction;
  }

  sendRequest(request: SipRequest, flow: Flow, receiver: ResponseReceiver): void {
    const via = parseVia(header(request, 'Via') ?? '');
    const branch = via.ok ? branchOf(via.value) : undefined;
    const key = clientTransactionKey(branch ?? '', request.method);
    const { transport, transactionsMax, clock } = this.#options;
    const isTaken = branch === undefined || this.#clients.has(key);
    if (isTaken || this.#clients.size >= transactionsMax || !transport.isOpen(flow)) {
      clock.startTimer(0, () => receiver.failed('transport'));
      return;
    }
    const transaction = new ClientTransaction(this.#clientHost, key, request, flow, receiver);
    this.#clients.set(key, transaction);
    if (flow.transport === 'UDP') return;
    const ofFlow = this.#clientsByFlow.get(flow.id);
    if (ofFlow === undefined) this.#clientsByFlow.set(flow.id, new Set([transaction]));
    else ofFlow.add(transaction);
  }

  /** RFC 3261 17.1.3, 18.1.2: what matches nothing is counted and dropped. */
  receiveResponse(response: SipResponse): void {
    const { counters } = this.#options;
    const vias = headers(response, 'Via');
    const via = parseVia(vias[0] ?? '');
    const cseq = parseCSeq(header(response, 'CSeq') ?? '');
    if (!via.ok || !cseq.ok) {
      counters.increment('responseMalformed');
      return;
    }
    const branch = branchOf(via.value) ?? '';
    // RFC 3261 8.1.3.3: more than one Via means that it was misrouted.
    const transaction =
      vias.length === 1 ? this.#clients.get(clientTransactionKey(branch, cseq.value.method)) : undefined;
    if (transaction === undefined) counters.increment('responseUnmatched');
    else transaction.receiveResponse(response);
  }

  /** A stream ended: what waits for a response on it fails now, not after 32 s. */
  flowClosed(flow: Flow): void {
    const transactions = this.#clientsByFlow.get(flow.id);
    if (transactions === undefined) return;
    this.#clientsByFlow.delete(flow.id);
    for (const transaction of transactions) transaction.flowClosed();
  }

  #meantBy(cancel: IncomingRequest, method: string): Fingerprint {
    return this.#options.fingerprints.ofTransaction({ ...cancel, method });
  }

  #answerAgain(incoming: IncomingRequest): boolean {
    const { transport, counters } = this.#options;
    return this.#answered.repeat(
      incoming.key,
      (requestSize, flow) => this.#mayAnswerRepeat(incoming, requestSize, flow),
      (flow, answer) => sendAnswer({ transport, counters }, flow, answer),
    );
  }

  /**
   * Who repeats a request sends the same bytes (RFC 3261 17.1). A shorter one under its branch may want our longer answer sent to
   * somebody else.
   */
  #mayAnswerRepeat({ size }: IncomingRequest, requestSize: number, flow: Flow): boolean {
    const { counters, reach } = this.#options;
    counters.increment('requestRepeated');
    if (size >= requestSize || isReliable(flow) || reach.mayRepeat(flow)) return true;
    counters.increment('repeatWithheld');
    return false;
  }

  #endServer(key: Fingerprint, mergeKey: Fingerprint | undefined): void {
    this.#servers.delete(key);
    if (mergeKey !== undefined) this.#mergeKeys.delete(mergeKey);
  }

  #endClient(key: string, flow: Flow): void {
    const transaction = this.#clients.get(key);
    this.#clients.delete(key);
    const ofFlow = this.#clientsByFlow.get(flow.id);
    if (transaction === undefined || ofFlow === undefined) return;
    ofFlow.delete(transaction);
    if (ofFlow.size === 0) this.#clientsByFlow.delete(flow.id);
  }
}
