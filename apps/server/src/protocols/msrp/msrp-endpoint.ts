import type { Clock, StopTimer } from '../../base/clock.ts';
import type { Counters } from '../../base/counters.ts';
import type { Random } from '../../base/random.ts';
import type { AssembledMessage } from './chunk-assembler.ts';
import { createResponse, type MsrpRequest, type MsrpResponse } from './message.ts';
import type { MsrpHandler, MsrpSender, MsrpSessionDescription, OutgoingMessage, SendOutcome } from './msrp-handler.ts';
import { MsrpSession, type SessionSurroundings } from './msrp-session.ts';
import type { MsrpConnection, MsrpTarget, MsrpTransport, MsrpTransportReceiver } from './msrp-transport.ts';
import { parseMsrpUri, sessionIdOf } from './msrp-uri.ts';
import { defaultMsrpLimits, type MsrpLimits } from './parse-limits.ts';
import { parseMessage } from './parse-message.ts';
import { serializeMessage } from './serialize-message.ts';

/** A connection that names no session of ours for so long is ended. */
export const unboundMs = 30_000;
/** A connection on which nothing came for so long is asked whether it lives. */
export const keepAliveMs = 60_000;
/** Chunks that no session of the connection is named by, or that cannot be read, before it is ended. */
const mistakesMax = 5;

interface Live {
  readonly connection: MsrpConnection;
  readonly sessions: Set<MsrpSession>;
  mistakes: number;
  lastReceivedAt: number;
  stopTimer: StopTimer;
}

export interface MsrpEndpointOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly transport: MsrpTransport;
  readonly handler: MsrpHandler;
  readonly counters: Counters;
  readonly limits?: MsrpLimits;
}

/**
 * Our side of all MSRP sessions (RFC 4975): matches chunks to sessions and sessions to connections, answers what is wrong,
 * puts messages together and hands them up, cuts ours into chunks. A session is known by its id alone, which nobody can guess,
 * as addresses change on the way (RFC 6714).
 */
export class MsrpEndpoint implements MsrpSender, MsrpTransportReceiver {
  readonly #options: MsrpEndpointOptions;
  readonly #around: SessionSurroundings;
  readonly #sessions = new Map<string, MsrpSession>();
  readonly #live = new Map<string, Live>();

  constructor(options: MsrpEndpointOptions) {
    this.#options = options;
    this.#around = {
      clock: options.clock,
      random: options.random,
      limits: options.limits ?? defaultMsrpLimits,
      send: (connection, message) => this.#send(connection, message),
      giveUp: (connection) => this.#giveUp(connection),
    };
  }

  get sessionCount(): number {
    return this.#sessions.size;
  }

  /** From now on the session id is good. One that is open stays as it is; who the peer of our offer is may be said later. */
  openSession(description: MsrpSessionDescription): void {
    const present = this.#sessions.get(description.sessionId);
    if (present === undefined) {
      this.#sessions.set(description.sessionId, new MsrpSession(description, this.#around));
      return;
    }
    present.describePeer(description);
    if (present.connection !== undefined && !present.isAt(present.connection)) this.#leave(present, present.connection);
  }

  /** The session id is good no longer. A connection that carries nothing else ends with it. */
  closeSession(sessionId: string): void {
    const session = this.#sessions.get(sessionId);
    if (session === undefined) return;
    this.#sessions.delete(sessionId);
    session.close();
    if (session.connection !== undefined) this.#unbind(session, session.connection);
  }

  /** The connection was somebody else's. */
  #leave(session: MsrpSession, connection: MsrpConnection): void {
    this.#count('certificateRefused');
    session.connectionLost();
    this.#options.handler.sessionLost(session.description.sessionId);
    this.#unbind(session, connection);
  }

  #unbind(session: MsrpSession, { id }: MsrpConnection): void {
    const live = this.#live.get(id);
    if (live === undefined) return;
    live.sessions.delete(session);
    if (live.sessions.size === 0) this.#options.transport.end(live.connection);
  }

  isBound(sessionId: string): boolean {
    return this.#sessions.get(sessionId)?.connection !== undefined;
  }

  /** The peer waits for us: opens the connection and the session on it. */
  connect(sessionId: string, target: MsrpTarget): void {
    this.#options.transport.connect(target, (connection) => {
      const session = this.#sessions.get(sessionId);
      if (connection === undefined) {
        if (session !== undefined) this.#options.handler.connectFailed(sessionId);
        return;
      }
      const live = this.#liveOf(connection);
      if (session === undefined || session.connection !== undefined) {
        this.#options.transport.end(connection);
        return;
      }
      this.#bind(session, live);
      // The first request tells the peer which session this is (RFC 4975 5.4).
      session.keepAlive();
    });
  }

  send(sessionId: string, message: OutgoingMessage, settled: (outcome: SendOutcome) => void): void {
    const session = this.#sessions.get(sessionId);
    if (session === undefined) settled({ failed: 'transport' });
    else session.send(message, settled);
  }

  receiveChunk(bytes: Buffer, connection: MsrpConnection): void {
    const live = this.#liveOf(connection);
    live.lastReceivedAt = this.#options.clock.now();
    const parsed = parseMessage(bytes, this.#around.limits);
    if (!parsed.ok) {
      this.#count('malformed');
      if (parsed.failure.answerable !== undefined) this.#respond(connection, parsed.failure.answerable, 400);
      this.#noteMistake(live);
    } else if (parsed.value.kind === 'response') this.#receiveResponse(parsed.value, live);
    else this.#receiveRequest(parsed.value, live);
  }

  receiveOversized(bytes: Buffer, connection: MsrpConnection): void {
    const live = this.#liveOf(connection);
    live.lastReceivedAt = this.#options.clock.now();
    const parsed = parseMessage(bytes, this.#around.limits);
    const request = parsed.ok && parsed.value.kind === 'request' ? parsed.value : undefined;
    const session = request === undefined ? undefined : this.#sessionFor(request, live);
    if (request === undefined || session === undefined) {
      this.#noteMistake(live);
      return;
    }
    if (request.messageId !== undefined) session.assembler.refuse(request.messageId);
    this.#answerFailure(request, live.connection, 413);
  }

  connectionClosed(connection: MsrpConnection): void {
    const live = this.#live.get(connection.id);
    if (live === undefined) return;
    this.#live.delete(connection.id);
    live.stopTimer();
    for (const session of live.sessions) {
      session.connectionLost();
      this.#options.handler.sessionLost(session.description.sessionId);
    }
  }

  #receiveResponse(response: MsrpResponse, live: Live): void {
    const sessionId = sessionIdOf(response.toPath[0]);
    const session = sessionId === undefined ? undefined : this.#sessions.get(sessionId);
    if (session?.connection === undefined || !live.sessions.has(session)) this.#count('unmatched');
    else session.receiveResponse(response);
  }

  #receiveRequest(request: MsrpRequest, live: Live): void {
    const session = this.#sessionFor(request, live);
    if (session === undefined) return;
    if (request.method === 'SEND') this.#receiveSend(request, session, live.connection);
    else if (request.method === 'REPORT') this.#receiveReport(request, session);
    else this.#respond(live.connection, request, 501);
  }

  /** The session of a request, bound to the connection it came on; else it is answered 481 or 506 (RFC 4975 7.3). */
  #sessionFor(request: MsrpRequest, live: Live): MsrpSession | undefined {
    const uri = request.toPath.length === 1 ? parseMsrpUri(request.toPath[0] ?? '') : undefined;
    const session = uri?.ok ? this.#sessions.get(uri.value.sessionId ?? '') : undefined;
    const peerId = sessionIdOf(request.fromPath.at(-1));
    const isPeer = session !== undefined && peerId !== undefined && (session.peerId ?? peerId) === peerId;
    if (session === undefined || session.isLost || !isPeer || !isOnItsTransport(session, live.connection)) {
      this.#count('sessionUnknown');
      this.#refuse(request, live, 481);
      return undefined;
    }
    if (session.connection === undefined && !session.isAt(live.connection)) {
      this.#count('certificateRefused');
      this.#refuse(request, live, 403);
      return undefined;
    }
    session.peerId = peerId;
    if (session.connection === undefined) this.#bind(session, live);
    if (session.connection?.id !== live.connection.id) {
      this.#refuse(request, live, 506);
      return undefined;
    }
    live.mistakes = 0;
    return session;
  }

  #refuse(request: MsrpRequest, live: Live, status: number): void {
    if (request.method !== 'REPORT') this.#answerFailure(request, live.connection, status);
    this.#noteMistake(live);
  }

  #bind(session: MsrpSession, live: Live): void {
    session.connection = live.connection;
    if (live.sessions.size === 0) this.#startKeepAlive(live, keepAliveMs);
    live.sessions.add(session);
    this.#count('sessionBound');
    this.#options.handler.sessionBound(session.description.sessionId);
  }

  #receiveSend(request: MsrpRequest, session: MsrpSession, connection: MsrpConnection): void {
    const { messageId, contentType, body } = request;
    if (messageId === undefined || (contentType === undefined && body.length > 0)) {
      this.#answerFailure(request, connection, 400);
      return;
    }
    if (contentType === undefined) {
      this.#answerSuccess(request, connection);
      return;
    }
    const now = this.#options.clock.now();
    const assembly = session.assembler.take({ ...request, messageId, contentType }, now);
    if (assembly.name === 'refused') this.#answerFailure(request, connection, assembly.status);
    else if (assembly.name !== 'complete') this.#answerSuccess(request, connection);
    else this.#handUp(request, session, connection, assembly.message);
  }

  #handUp(request: MsrpRequest, session: MsrpSession, connection: MsrpConnection, message: AssembledMessage): void {
    this.#count('messageReceived');
    const size = message.body.length;
    this.#options.handler.receiveMessage({
      sessionId: session.description.sessionId,
      ...message,
      remoteAddress: connection.remoteAddress,
      respond: (status) => {
        if (status !== 200) {
          this.#answerFailure(request, connection, status);
          return;
        }
        this.#answerSuccess(request, connection);
        if (request.wantsSuccessReport) session.reportSuccess(request, connection, size);
      },
    });
  }

  /** A REPORT is never answered (RFC 4975 7.1.2). */
  #receiveReport({ messageId, status, byteRange }: MsrpRequest, session: MsrpSession): void {
    if (messageId === undefined || status?.namespace !== '000') return;
    if (status.code === 200 && !session.reported.isWholeWith(messageId, byteRange)) return;
    this.#options.handler.reportReceived(session.description.sessionId, messageId, status.code);
  }

  #answerSuccess(request: MsrpRequest, connection: MsrpConnection): void {
    if (request.failureReport === 'yes') this.#respond(connection, request, 200);
  }

  #answerFailure(request: MsrpRequest, connection: MsrpConnection, status: number): void {
    if (request.failureReport !== 'no') this.#respond(connection, request, status);
  }

  #respond(
    connection: MsrpConnection,
    request: Pick<MsrpRequest, 'transactionId' | 'toPath' | 'fromPath'>,
    status: number,
  ): void {
    this.#count(`answered${status}`);
    this.#send(connection, createResponse(request, status));
  }

  #send(connection: MsrpConnection, message: MsrpRequest | MsrpResponse): boolean {
    return this.#options.transport.send(connection, serializeMessage(message));
  }

  #liveOf(connection: MsrpConnection): Live {
    const present = this.#live.get(connection.id);
    if (present !== undefined) return present;
    const { clock } = this.#options;
    const live: Live = {
      connection,
      sessions: new Set(),
      mistakes: 0,
      lastReceivedAt: clock.now(),
      stopTimer: clock.startTimer(unboundMs, () => this.#giveUp(connection)),
    };
    this.#live.set(connection.id, live);
    return live;
  }

  #startKeepAlive(live: Live, delayMs: number): void {
    live.stopTimer();
    live.stopTimer = this.#options.clock.startTimer(delayMs, () => {
      const idleMs = this.#options.clock.now() - live.lastReceivedAt;
      const [session] = live.sessions;
      if (idleMs >= keepAliveMs) session?.keepAlive();
      this.#startKeepAlive(live, idleMs >= keepAliveMs ? keepAliveMs : keepAliveMs - idleMs);
    });
  }

  #noteMistake(live: Live): void {
    live.mistakes += 1;
    if (live.mistakes >= mistakesMax) this.#giveUp(live.connection);
  }

  #giveUp(connection: MsrpConnection): void {
    this.#count('connectionGivenUp');
    this.#options.transport.end(connection);
    this.connectionClosed(connection);
  }

  #count(what: string): void {
    this.#options.counters.count('msrp', { what });
  }
}

/** What was negotiated for a WebSocket comes over one, what was negotiated for TLS is not taken in the clear. */
function isOnItsTransport(session: MsrpSession, { transport }: MsrpConnection): boolean {
  const uri = parseMsrpUri(session.description.localPath);
  if (!uri.ok) return false;
  if (uri.value.transport === 'ws') return transport === 'WSS' || (transport === 'WS' && !uri.value.isSecure);
  return uri.value.isSecure ? transport === 'TLS' : transport === 'TCP';
}
