import type { Clock, StopTimer } from '../../base/clock.ts';
import { MachineRunner } from '../../base/machine.ts';
import type { Random } from '../../base/random.ts';
import { ChunkAssembler } from './chunk-assembler.ts';
import { createRequest, type MsrpRequest, type MsrpResponse } from './message.ts';
import type { MsrpSessionDescription, OutgoingMessage, SendOutcome } from './msrp-handler.ts';
import type { MsrpConnection } from './msrp-transport.ts';
import { sessionIdOf } from './msrp-uri.ts';
import type { MsrpLimits } from './parse-limits.ts';
import { isNamedBy } from './peer-certificate.ts';
import { ReportedParts } from './reported-parts.ts';
import { advance, begin, type Effect, type Input, responseTimeoutMs, type State } from './send-machine.ts';
import { createMessageId, createTransactionId } from './serialize-message.ts';

/** What a session needs of its endpoint. */
export interface SessionSurroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: MsrpLimits;
  /** False when the connection cannot carry it. */
  send(connection: MsrpConnection, message: MsrpRequest | MsrpResponse): boolean;
  /** Nothing is answered on it any more. */
  giveUp(connection: MsrpConnection): void;
}

interface Sending {
  readonly message: OutgoingMessage;
  readonly settled: (outcome: SendOutcome) => void;
  readonly runner: MachineRunner<State, Input, Effect>;
  stopTimer: StopTimer;
}

/** One session of this run of the server: the connection it is bound to, what is coming in, what is going out. */
export class MsrpSession {
  readonly assembler: ChunkAssembler;
  readonly reported = new ReportedParts();
  connection: MsrpConnection | undefined;
  /** It had a connection and lost it: only a new offer makes a new session (RFC 4975 5.4). */
  isLost = false;
  /** Id in the peer's URI. Of a session that we have offered it is known with the answer, or with the peer's first request. */
  peerId: string | undefined;
  #description: MsrpSessionDescription;
  readonly #around: SessionSurroundings;
  readonly #sending = new Map<string, Sending>();
  /** Whose chunk a transaction is; undefined for a keep-alive. */
  readonly #transactions = new Map<string, Sending | undefined>();
  #stopKeepAlive: StopTimer = () => {};

  constructor(description: MsrpSessionDescription, surroundings: SessionSurroundings) {
    this.#description = description;
    this.peerId = sessionIdOf(description.remotePath.at(-1));
    this.#around = surroundings;
    this.assembler = new ChunkAssembler(surroundings.limits);
  }

  get description(): MsrpSessionDescription {
    return this.#description;
  }

  /** The answer to our offer says who the peer is. */
  describePeer({ remotePath, fingerprints }: MsrpSessionDescription): void {
    if (this.#description.remotePath.length > 0) return;
    this.#description = { ...this.#description, remotePath, fingerprints };
    this.peerId = sessionIdOf(remotePath.at(-1));
  }

  /** Whether whoever is at the other end shows the certificate that his description names, if it names one. */
  isAt({ certificate = [] }: MsrpConnection): boolean {
    const { fingerprints } = this.#description;
    return fingerprints === undefined || isNamedBy(certificate, fingerprints);
  }

  /** A message that is on its way already is not sent twice. */
  send(message: OutgoingMessage, settled: (outcome: SendOutcome) => void): void {
    if (this.#sending.has(message.messageId)) return;
    if (this.connection === undefined) {
      settled({ failed: 'transport' });
      return;
    }
    const first = begin(message.body.length);
    const sending: Sending = {
      message,
      settled,
      runner: new MachineRunner<State, Input, Effect>({
        machine: 'MSRP send',
        initial: first.state,
        advance,
        perform: (effect) => this.#perform(sending, effect),
      }),
      stopTimer: () => {},
    };
    this.#sending.set(message.messageId, sending);
    for (const effect of first.effects) this.#perform(sending, effect);
  }

  receiveResponse({ transactionId, status }: MsrpResponse): void {
    if (!this.#transactions.has(transactionId)) return;
    const sending = this.#transactions.get(transactionId);
    this.#transactions.delete(transactionId);
    if (sending === undefined) this.#stopKeepAlive();
    else sending.runner.give({ name: 'responseReceived', status });
  }

  /** A SEND without a body: the peer answers it when it is there (RFC 4975 5.4). */
  keepAlive(): void {
    if (this.connection === undefined) return;
    const { random, clock } = this.#around;
    const transactionId = random.hex(8);
    const request = createRequest({
      ...this.#envelope(transactionId),
      method: 'SEND',
      messageId: createMessageId(random),
      byteRange: { start: 1, end: 0, total: 0 },
    });
    this.#stopKeepAlive();
    this.#stopKeepAlive = clock.startTimer(responseTimeoutMs, () => this.#giveUp());
    this.#transactions.set(transactionId, undefined);
    this.#around.send(this.connection, request);
  }

  /** Tells the sender that a message of his has arrived (RFC 4975 7.1.2); the way back is the way it came. */
  reportSuccess(request: MsrpRequest, connection: MsrpConnection, size: number): void {
    this.#around.send(
      connection,
      createRequest({
        transactionId: this.#around.random.hex(8),
        method: 'REPORT',
        toPath: request.fromPath,
        fromPath: [this.description.localPath],
        messageId: request.messageId,
        byteRange: { start: 1, end: size, total: size },
        status: { namespace: '000', code: 200 },
        failureReport: 'yes',
      }),
    );
  }

  /** The connection is gone: what was on its way may have arrived or not. */
  connectionLost(): void {
    this.#stopKeepAlive();
    this.connection = undefined;
    this.isLost = true;
    this.#transactions.clear();
    for (const { runner } of [...this.#sending.values()]) runner.give({ name: 'connectionLost' });
  }

  /** The session is over; nobody is told of anything any more. */
  close(): void {
    this.#stopKeepAlive();
    for (const { stopTimer } of this.#sending.values()) stopTimer();
    this.#sending.clear();
    this.#transactions.clear();
  }

  #perform(sending: Sending, effect: Effect): void {
    switch (effect.name) {
      case 'sendChunk':
        this.#sendChunk(sending, effect);
        return;
      case 'startTimer':
        sending.stopTimer();
        sending.stopTimer = this.#around.clock.startTimer(effect.durationMs, () =>
          sending.runner.give({ name: 'timerFired' }),
        );
        return;
      case 'stopTimer':
        sending.stopTimer();
        return;
      case 'settle':
        this.#sending.delete(sending.message.messageId);
        sending.settled({ status: effect.status });
        return;
      case 'lose':
        this.#sending.delete(sending.message.messageId);
        sending.settled({ failed: 'transport' });
        if (effect.why === 'timeout') this.#giveUp();
        return;
    }
  }

  #sendChunk(sending: Sending, { from, to, continuation }: Effect & { readonly name: 'sendChunk' }): void {
    if (this.connection === undefined) return;
    const { messageId, contentType, body } = sending.message;
    const chunk = body.subarray(from, to);
    const transactionId = createTransactionId(this.#around.random, chunk);
    this.#transactions.set(transactionId, sending);
    const isSent = this.#around.send(
      this.connection,
      createRequest({
        ...this.#envelope(transactionId),
        method: 'SEND',
        messageId,
        byteRange: { start: from + 1, end: continuation === '#' ? null : to, total: body.length },
        wantsSuccessReport: true,
        contentType,
        body: chunk,
        continuation,
      }),
    );
    // The answer to an abort changes nothing.
    if (continuation === '#' || !isSent) this.#transactions.delete(transactionId);
  }

  #envelope(transactionId: string) {
    const { localPath, remotePath } = this.description;
    return { transactionId, toPath: remotePath, fromPath: [localPath] };
  }

  #giveUp(): void {
    if (this.connection !== undefined) this.#around.giveUp(this.connection);
  }
}
