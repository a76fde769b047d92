import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import { DESK_NAMESPACE } from '@cordboard/shared/desk/desk-channel';
import { refuse } from '@cordboard/shared/errors';
import { TLIB_NAMESPACE } from '@cordboard/shared/gateway/tlib-channel';
import { STAT_NAMESPACE } from '@cordboard/shared/statistics/stat-namespace';
import { type DefaultEventsMap, Server } from 'socket.io';
import type { Clock } from '../../base/clock.ts';
import { type Counters, noCounters } from '../../base/counters.ts';
import type { Logger } from '../../base/logger.ts';
import type { TlibService } from '../../services/call-control/clients/tlib-service.ts';
import type { DeskService } from '../../services/desktop/desk-channel/desk-service.ts';
import type { StatService } from '../../services/stat-server/stat-service.ts';
import { isAllowedOrigin } from './allowed-origin.ts';
import { asConnectError, type NamespaceSurroundings } from './namespaces/client-namespace.ts';
import { DeskNamespace } from './namespaces/desk-namespace.ts';
import { StatNamespace } from './namespaces/stat-namespace.ts';
import { type ClientNames, TlibNamespace } from './namespaces/tlib-namespace.ts';
import type { SocketData } from './sockets/bounded-socket.ts';
import { ConnectionBuffers } from './sockets/connection-buffers.ts';
import { defaultGatewayLimits, type GatewayLimits } from './sockets/gateway-limits.ts';

const HANDSHAKE_TIMEOUT_MS = 10_000;
const PING_INTERVAL_MS = 15_000;
const PING_TIMEOUT_MS = 15_000;
const CLOSE_TIMEOUT_MS = 1000;

export interface GatewayOptions {
  readonly server: HttpServer;
  readonly service: TlibService;
  readonly desk: DeskService;
  readonly statistics: StatService;
  readonly tokens: NamespaceSurroundings['tokens'];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly counters?: Counters;
  readonly clientNames?: ClientNames;
  /** The host that the client asked for, where a reverse proxy is trusted. */
  readonly hostOf?: (request: IncomingMessage) => string | undefined;
  /** Whether tokens can be judged: not while the record is being read. */
  readonly isOpen?: () => boolean;
  readonly limits?: Partial<GatewayLimits>;
}

/** The socket.io server: T-Library, the desk channel and the stat server, each in a namespace of its own. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #limits: GatewayLimits;
  readonly #io: Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;
  readonly #tlib: TlibNamespace;
  readonly #desk: DeskNamespace;
  readonly #statistics: StatNamespace;
  readonly #connections = new Set<TcpSocket>();
  #isClosing = false;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#limits = { ...defaultGatewayLimits, ...options.limits };
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
    const { tokens, clock, logger, counters = noCounters, service, clientNames } = options;
    const buffers = new ConnectionBuffers(this.#limits);
    const surroundings: NamespaceSurroundings = { tokens, clock, logger, counters, limits: this.#limits, buffers };
    this.#tlib = new TlibNamespace(this.#io.of(TLIB_NAMESPACE), surroundings, { service, clientNames });
    this.#desk = new DeskNamespace(this.#io.of(DESK_NAMESPACE), surroundings, options.desk);
    this.#statistics = new StatNamespace(this.#io.of(STAT_NAMESPACE), surroundings, options.statistics);
  }

  /** Serves the same on another server, the one with TLS for example. */
  attach(server: HttpServer): void {
    this.#io.engine.attach(server, { path: this.#io.path() });
  }

  /** T-Library clients. */
  get socketCount(): number {
    return this.#tlib.socketCount;
  }

  /** Ends the sockets of a session that is no more. */
  endSession(sessionId: string, reason: string): void {
    this.#desk.endSession(sessionId, reason);
    this.#statistics.endSession(sessionId, reason);
    this.#tlib.endSession(sessionId, reason);
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
    const { hostOf = ({ headers }) => headers.host, isOpen = () => true } = this.#options;
    if (this.#isClosing) decide('the server is stopping', false);
    else if (!isOpen()) decide('the server is starting', false);
    else if (!isAllowedOrigin(request.headers.origin, hostOf(request))) decide('this origin is not allowed', false);
    else if (this.#connections.size >= this.#limits.socketsMax) decide('too many connections', false);
    else {
      const connection = request.socket;
      this.#connections.add(connection);
      connection.once('close', () => this.#connections.delete(connection));
      decide(null, true);
    }
  }
}
