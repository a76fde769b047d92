import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import { type Refusal, refuse } from '@cordboard/shared/errors';
import {
  TLIB_NAMESPACE,
  type TlibClientToServer,
  type TlibServerToClient,
} from '@cordboard/shared/gateway/tlib-channel';
import { Server } from 'socket.io';
import type { Clock } from '../../base/clock.ts';
import { type Counters, noCounters } from '../../base/counters.ts';
import type { Logger } from '../../base/logger.ts';
import type { TlibService } from '../../services/call-control/tlib-service.ts';
import { isAllowedOrigin } from './allowed-origin.ts';
import { buildEventError, checkRequest } from './check-request.ts';
import { defaultGatewayLimits, type GatewayLimits } from './gateway-limits.ts';
import { checkHandshake, type TokenCheck } from './handshake.ts';
import { WaitingOfAll } from './send-buffer.ts';
import { type EndCause, SocketClient, type SocketData, type TlibSocket } from './socket-client.ts';

const HANDSHAKE_TIMEOUT_MS = 10_000;
const PING_INTERVAL_MS = 15_000;
const PING_TIMEOUT_MS = 15_000;
const CLOSE_TIMEOUT_MS = 1000;

/** Told who is connected, for the message log. */
export interface ClientNames {
  clientConnected(id: string, name: string, address: string): void;
  clientDisconnected(id: string): void;
}

export interface GatewayOptions {
  readonly server: HttpServer;
  readonly service: TlibService;
  readonly tokens: TokenCheck & {
    /** Keeps the session of a socket alive while it is used; false when it has ended. */
    touch(sessionId: string): boolean;
  };
  readonly clock: Clock;
  readonly logger: Logger;
  readonly counters?: Counters;
  readonly clientNames?: ClientNames;
  readonly limits?: Partial<GatewayLimits>;
}

/** T-Library over socket.io: admits clients by token, checks their requests, hands them to call control. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #limits: GatewayLimits;
  readonly #counters: Counters;
  readonly #io: Server<TlibClientToServer, TlibServerToClient, Record<string, never>, SocketData>;
  readonly #clients = new Map<string, SocketClient>();
  readonly #connections = new Set<TcpSocket>();
  readonly #waitingOfAll = new WaitingOfAll();
  #isClosing = false;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#limits = { ...defaultGatewayLimits, ...options.limits };
    this.#counters = options.counters ?? noCounters;
    this.#io = new Server(options.server, {
      serveClient: false,
      transports: ['websocket'],
      allowUpgrades: false,
      perMessageDeflate: false,
      httpCompression: false,
      maxHttpBufferSize: this.#limits.packetBytesMax,
      connectTimeout: HANDSHAKE_TIMEOUT_MS,
      pingInterval: PING_INTERVAL_MS,
      pingTimeout: PING_TIMEOUT_MS,
      allowRequest: (request, decide) => this.#checkUpgrade(request, decide),
    });
    this.#io.use((_socket, next) => next(asConnectError(refuse('NotFound'))));
    const tlib = this.#io.of(TLIB_NAMESPACE);
    tlib.use((socket, next) => next(this.#admit(socket)));
    tlib.on('connection', (socket) => this.#connected(socket));
  }

  get socketCount(): number {
    return this.#clients.size;
  }

  /** Ends the sockets of a session that is no more. */
  endSession(sessionId: string, reason: string): void {
    for (const client of [...this.#clients.values()]) if (client.sessionId === sessionId) client.end(reason);
  }

  /** Ends every socket. The HTTP server is closed by its owner, afterwards. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#io.engine.close();
    const left = [...this.#connections].filter((connection) => !connection.destroyed);
    const stopTimer = this.#options.clock.startTimer(CLOSE_TIMEOUT_MS, () => {
      for (const connection of left) connection.destroy();
    });
    await Promise.all(left.map((connection) => new Promise((resolve) => connection.once('close', resolve))));
    stopTimer();
  }

  #checkUpgrade(request: IncomingMessage, decide: (error: string | null, isAllowed: boolean) => void): void {
    const { origin, host } = request.headers;
    if (this.#isClosing) decide('the server is stopping', false);
    else if (!isAllowedOrigin(origin, host)) decide('this origin is not allowed', false);
    else if (this.#connections.size >= this.#limits.socketsMax) decide('too many connections', false);
    else {
      const connection = request.socket;
      this.#connections.add(connection);
      connection.once('close', () => this.#connections.delete(connection));
      decide(null, true);
    }
  }

  /** Undefined when the client may connect. */
  #admit(socket: TlibSocket): Error | undefined {
    try {
      const checked = checkHandshake(socket.handshake.auth, this.#options.tokens);
      if (!checked.ok) return asConnectError(checked.failure);
      if (this.#socketsOfPerson(checked.value.session.userName) >= this.#limits.socketsPerPersonMax) {
        return asConnectError(refuse('TooManyRequests', 'There are too many connections of this person.'));
      }
      socket.data.admission = checked.value;
      return undefined;
    } catch (error) {
      this.#options.logger.error({ error }, 'handshake failed');
      return asConnectError(refuse('InternalError'));
    }
  }

  #socketsOfPerson(userName: string): number {
    let count = 0;
    for (const client of this.#clients.values()) if (client.userName === userName) count += 1;
    return count;
  }

  #connected(socket: TlibSocket): void {
    const { admission } = socket.data;
    const { service, clock, logger, clientNames } = this.#options;
    const client = new SocketClient({
      socket,
      admission,
      limits: this.#limits,
      waitingOfAll: this.#waitingOfAll,
      now: () => clock.now(),
      ended: (ended, cause, reason) => this.#ended(ended, cause, reason),
    });
    this.#clients.set(client.id, client);
    clientNames?.clientConnected(client.id, client.userName, addressOf(socket));
    logger.info({ client: client.id, userName: client.userName, place: client.place }, 'client connected');
    socket.onAny((name: unknown, request: unknown) => {
      const isDone = this.#guarded(client, () => this.#received(client, name, request));
      if (!isDone) this.#refuseRequest(client, request, refuse('InternalError'));
    });
    socket.on('disconnect', (reason) => this.#disconnected(client, reason));
    const isDone = this.#guarded(client, () => service.clientConnected(client, admission.lastSequence));
    if (!isDone) client.fail('the state for this client could not be sent');
  }

  #received(client: SocketClient, packetName: unknown, received: unknown): void {
    const now = this.#options.clock.now();
    if (!client.admitRequest()) {
      this.#refuseRequest(client, received, refuse('TooManyRequests'));
      return;
    }
    if (!this.#options.tokens.touch(client.sessionId)) {
      client.end('The session has ended.');
      return;
    }
    if (packetName !== 'request') {
      this.#refuseRequest(client, undefined, refuse('InvalidRequest', 'Requests are emitted as "request".'));
      return;
    }
    const checked = checkRequest(received, now);
    if (!checked.ok) {
      this.#counters.count('tlib_requests_refused', { code: checked.failure.errorCode });
      client.send(checked.failure);
      return;
    }
    this.#options.service.receiveRequest(client, checked.value);
  }

  #refuseRequest(client: SocketClient, received: unknown, refusal: Refusal): void {
    this.#counters.count('tlib_requests_refused', { code: refusal.code });
    client.send(buildEventError(received, refusal, this.#options.clock.now()));
  }

  #ended(client: SocketClient, cause: EndCause, reason: string): void {
    this.#counters.count('sockets_ended', { cause });
    const fields = { client: client.id, userName: client.userName, cause, waitingBytes: client.waitingBytes };
    if (cause === 'ended') this.#options.logger.info(fields, reason);
    else this.#options.logger.warn(fields, reason);
  }

  #disconnected(client: SocketClient, reason: string): void {
    this.#clients.delete(client.id);
    this.#options.logger.info({ client: client.id, userName: client.userName, reason }, 'client disconnected');
    this.#guarded(client, () => this.#options.service.clientDisconnected(client));
    this.#options.clientNames?.clientDisconnected(client.id);
  }

  /** Our own mistake in one client's handling must not reach the others. False when there was one. */
  #guarded(client: SocketClient, handle: () => void): boolean {
    try {
      handle();
      return true;
    } catch (error) {
      this.#options.logger.error({ error, client: client.id, userName: client.userName }, 'handling a client failed');
      return false;
    }
  }
}

/** A refused connection: the client's connect_error has the refusal as `data`. */
function asConnectError({ code, message }: Refusal): Error {
  return Object.assign(new Error(message), { data: { code, message } });
}

function addressOf(socket: TlibSocket): string {
  return `${socket.handshake.address}:${socket.request.socket.remotePort ?? 0}`;
}
