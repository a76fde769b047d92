import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { WebSocketServer } from 'ws';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { Flow, SipTransportReceiver } from '../../protocols/sip/transport/sip-transport.ts';
import type { ConnectionTable } from './connection-table.ts';
import { plainAddress } from './plain-address.ts';
import type { TransportCounters } from './transport-counters.ts';
import type { TransportLimits } from './transport-limits.ts';
import { WebSocketConnection, type WebSocketConnectionObserver } from './websocket-connection.ts';

/** Whether a page of this origin may connect; clients that are no browser send none. */
export type OriginCheck = (origin: string | undefined, request: IncomingMessage) => boolean;

/** Whose handshake it is, and whether nobody can read it on its way; a reverse proxy may stand in between. */
export type ClientOf = (request: IncomingMessage) => HandshakeClient;

export interface HandshakeClient {
  readonly address: string;
  readonly isEncrypted: boolean;
}

/** The client of a handshake without a proxy in between. */
export function directClient({ socket }: IncomingMessage): HandshakeClient {
  return { address: plainAddress(socket.remoteAddress ?? ''), isEncrypted: socket instanceof TLSSocket };
}

interface Refusal {
  readonly status: string;
  readonly reason: string;
}

function refuseUpgrade(socket: Duplex, { status, reason }: Refusal): void {
  socket.on('error', () => {});
  const body = `${reason}\n`;
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Answers upgrades for paths that nobody serves; a path with a last slash stands for all below it. */
export function refuseOtherUpgrades(server: Server, served: readonly string[]): void {
  server.on('upgrade', (request, socket) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    if (served.some((one) => one === path || (one.endsWith('/') && path.startsWith(one)))) return;
    refuseUpgrade(socket, { status: '404 Not Found', reason: 'SIP over WebSocket is at /sip, MSRP at /msrp.' });
  });
}

/** SIP over WebSocket (RFC 7118 4) on HTTP and HTTPS servers, at `/sip`; MSRP (RFC 7977) has the same at `/msrp`. */
export class WebSocketTransport {
  readonly #limits: TransportLimits;
  readonly #counters: TransportCounters;
  readonly #connections: ConnectionTable;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #isAllowedOrigin: OriginCheck;
  readonly #clientOf: ClientOf;
  readonly #admits: ((address: string) => boolean) | undefined;
  readonly #path: string;
  readonly #subprotocol: string;
  readonly #handshakes: WebSocketServer;
  #observer: WebSocketConnectionObserver | undefined;

  constructor(options: {
    readonly limits: TransportLimits;
    readonly counters: TransportCounters;
    readonly connections: ConnectionTable;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly isAllowedOrigin: OriginCheck;
    readonly clientOf: ClientOf;
    readonly admits?: ((address: string) => boolean) | undefined;
    /** Where it is served; SIP's unless told. */
    readonly path?: string;
    readonly subprotocol?: string;
  }) {
    this.#limits = options.limits;
    this.#counters = options.counters;
    this.#connections = options.connections;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#isAllowedOrigin = options.isAllowedOrigin;
    this.#clientOf = options.clientOf;
    this.#admits = options.admits;
    const { path = '/sip', subprotocol = 'sip' } = options;
    this.#path = path;
    this.#subprotocol = subprotocol;
    this.#handshakes = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: this.#limits.webSocketMessageMax,
      handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
    });
  }

  /** From now on handshakes are taken. */
  start(receiver: SipTransportReceiver): void {
    this.#observer = this.#observe(receiver);
  }

  /** From now on none are taken; connections that are open belong to the connection table. */
  stopListening(): void {
    this.#observer = undefined;
  }

  /** Takes the upgrades for its path; all others are left to whoever else listens, socket.io for example. */
  acceptUpgrades(server: Server): void {
    server.on('upgrade', (request, socket, head) => {
      const requestPath = (request.url ?? '').split('?', 1)[0];
      if (requestPath === this.#path) this.#upgrade(request, socket, head);
    });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const client = this.#clientOf(request);
    const transport = client.isEncrypted ? 'WSS' : 'WS';
    const refusal = this.#findRefusal(request, client);
    const observer = this.#observer;
    const { remotePort } = request.socket;
    if (refusal !== undefined || observer === undefined || client.address === '' || remotePort === undefined) {
      this.#counters.refused[transport] += 1;
      refuseUpgrade(socket, refusal ?? { status: '503 Service Unavailable', reason: 'It is not served now.' });
      return;
    }
    this.#handshakes.handleUpgrade(request, socket, head, (webSocket) => {
      const id = `${transport.toLowerCase()}:${this.#connections.nextNumber()}`;
      const flow: Flow = { id, transport, remoteAddress: client.address, remotePort };
      this.#connections.add(
        new WebSocketConnection({ flow, socket: webSocket, limits: this.#limits, observer, now: this.#clock.now() }),
      );
    });
  }

  #findRefusal(request: IncomingMessage, client: HandshakeClient): Refusal | undefined {
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    if (!offered.includes(this.#subprotocol)) {
      return { status: '400 Bad Request', reason: `The subprotocol ${this.#subprotocol} is required.` };
    }
    if (!this.#isAllowedOrigin(request.headers.origin, request)) {
      return { status: '403 Forbidden', reason: 'Pages of this origin may not connect.' };
    }
    if (!this.#isWithinRate(request, client) || !this.#connections.hasRoomFor(client.address)) {
      return { status: '503 Service Unavailable', reason: 'Too many connections.' };
    }
    return undefined;
  }

  /** A connection that came without a proxy was counted when the HTTP server took it. */
  #isWithinRate(request: IncomingMessage, { address }: HandshakeClient): boolean {
    return directClient(request).address === address || this.#admits?.(address) !== false;
  }

  #observe(receiver: SipTransportReceiver): WebSocketConnectionObserver {
    return {
      messageReceived: (connection, bytes) => {
        this.#counters.received[connection.transport] += 1;
        this.#connections.markProven(connection);
        receiver.receiveMessage(bytes, connection.flow);
      },
      keepAliveReceived: () => {
        this.#counters.keepAlives += 1;
      },
      cutOff: (connection, why) => {
        this.#counters.cutOff[connection.transport] += 1;
        this.#logger.debug({ flow: connection.flow.id, why }, 'WebSocket connection cut off');
      },
      closed: (connection) => {
        this.#connections.remove(connection);
        receiver.flowClosed(connection.flow);
      },
    };
  }
}
