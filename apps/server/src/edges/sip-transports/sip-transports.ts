import { lookup } from 'node:dns/promises';
import type { Server } from 'node:http';
import { isIP, isIPv6 } from 'node:net';
import { type Result, succeed } from '../../base/result.ts';
import type {
  Flow,
  SipConnector,
  SipTransport,
  SipTransportReceiver,
} from '../../protocols/sip/transport/sip-transport.ts';
import type { Target } from '../../protocols/sip/transport/target.ts';
import { ConnectionTable } from '../stream-transports/connection-table.ts';
import { OutgoingConnections } from '../stream-transports/outgoing-connections.ts';
import { type OpenedStream, StreamConnections } from '../stream-transports/stream-connections.ts';
import type { StreamTransportsOptions } from '../stream-transports/stream-transports-options.ts';
import { TcpListener } from '../stream-transports/tcp-listener.ts';
import { TlsListener } from '../stream-transports/tls-listener.ts';
import { TransportCounters } from '../stream-transports/transport-counters.ts';
import { defaultTransportLimits } from '../stream-transports/transport-limits.ts';
import { directClient, WebSocketTransport } from '../stream-transports/websocket.ts';
import { SipStream } from './sip-stream.ts';
import { UdpTransport, udpFlow } from './udp.ts';

export interface SipAddress {
  readonly host: string;
  /** 0 takes a port that is free for UDP and TCP. */
  readonly port: number;
  /** What peers are told, when it differs from the bound host. */
  readonly publicAddress?: string;
}

const freePortAttempts = 20;

function isPortInUse(failure: unknown): boolean {
  return failure instanceof Error && 'code' in failure && failure.code === 'EADDRINUSE';
}

function bracketed(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}

/** UDP, TCP, TLS and WebSocket as the one transport that the SIP stack knows. */
export class SipTransports implements SipTransport, SipConnector {
  readonly counters = new TransportCounters();
  readonly #connections: ConnectionTable;
  readonly #udp: UdpTransport;
  readonly #tcp: TcpListener;
  readonly #tls: TlsListener | undefined;
  readonly #streams: Readonly<Record<'TCP' | 'TLS', StreamConnections>>;
  readonly #outgoing: OutgoingConnections;
  readonly #webSocket: WebSocketTransport;
  readonly #httpServers: { WS?: Server; WSS?: Server } = {};
  readonly #ports = { UDP: 0, TCP: 0, TLS: 0 };
  #publicHost = '';

  constructor(options: StreamTransportsOptions) {
    const { clock, logger, bootId } = options;
    const limits = { ...defaultTransportLimits, ...options.limits };
    const { counters } = this;
    const connections = new ConnectionTable({ limits, clock, bootId });
    this.#connections = connections;
    this.#udp = new UdpTransport({ limits, counters, clock, logger });
    const surroundings = { limits, counters, connections, clock, logger, admits: options.admits };
    const streams = {
      TCP: new StreamConnections('TCP', surroundings),
      TLS: new StreamConnections('TLS', surroundings),
    };
    this.#streams = streams;
    this.#tcp = new TcpListener(streams.TCP);
    this.#tls = options.certificates === undefined ? undefined : new TlsListener(streams.TLS, options.certificates);
    this.#outgoing = new OutgoingConnections(surroundings, streams, options.clientCertificates);
    const { isAllowedOrigin = () => true, clientOf = directClient } = options;
    this.#webSocket = new WebSocketTransport({ ...surroundings, isAllowedOrigin, clientOf });
  }

  /** Stream connections that are open now. */
  get connectionCount(): number {
    return this.#connections.size;
  }

  /**
   * Opens UDP and TCP on the same port and takes WebSocket handshakes. Returns the port. Rejects with the system's error
   * when an address cannot be bound; nothing is open then.
   */
  async start(address: SipAddress, receiver: SipTransportReceiver): Promise<number> {
    const { host } = address;
    const boundAddress = isIP(host) === 0 ? (await lookup(host)).address : host;
    const carry = (stream: OpenedStream) => new SipStream(stream, receiver, this.counters);
    this.#streams.TCP.start(carry);
    this.#streams.TLS.start(carry);
    const port = await this.#bind(boundAddress, address.port, receiver);
    this.#ports.UDP = port;
    this.#ports.TCP = port;
    this.#publicHost = address.publicAddress ?? host;
    this.#webSocket.start(receiver);
    return port;
  }

  /** Opens TLS and returns its port. To be called after `start`, with what that was called with. */
  async startTls({ host, port }: SipAddress): Promise<number> {
    const boundAddress = isIP(host) === 0 ? (await lookup(host)).address : host;
    this.#ports.TLS = (await this.#tls?.start(boundAddress, port)) ?? 0;
    return this.#ports.TLS;
  }

  /** Serves SIP over WebSocket at `/sip` of this server. To be called once for each, before or after `start`. */
  acceptUpgrades(server: Server, transport: 'WS' | 'WSS' = 'WS'): void {
    this.#httpServers[transport] = server;
    this.#webSocket.acceptUpgrades(server);
  }

  send(flow: Flow, bytes: Buffer): boolean {
    if (flow.transport === 'UDP') return this.#udp.send(flow, bytes);
    const isSent = this.#connections.get(flow.id)?.send(bytes) ?? false;
    const counted = isSent ? this.counters.sent : this.counters.sendFailures;
    counted[flow.transport] += 1;
    return isSent;
  }

  async connect(target: Target): Promise<Result<Flow, string>> {
    const { transport, address, port } = target;
    if (transport === 'UDP') return succeed(udpFlow(address, port));
    return this.#outgoing.connect(target, transport);
  }

  isOpen(flow: Flow): boolean {
    return flow.transport === 'UDP' || this.#connections.get(flow.id)?.isOpen === true;
  }

  sentBy({ transport }: Flow): string {
    const port = transport === 'WS' || transport === 'WSS' ? this.#httpPort(transport) : this.#ports[transport];
    return port === undefined ? bracketed(this.#publicHost) : `${bracketed(this.#publicHost)}:${port}`;
  }

  /** Takes nothing new, lets what is written leave, closes all. */
  async close(): Promise<void> {
    this.#tcp.stopListening();
    this.#tls?.stopListening();
    this.#webSocket.stopListening();
    await this.#connections.close();
    await this.#udp.close();
  }

  #httpPort(transport: 'WS' | 'WSS'): number | undefined {
    const address = this.#httpServers[transport]?.address();
    return typeof address === 'object' && address !== null ? address.port : undefined;
  }

  async #bind(host: string, port: number, receiver: SipTransportReceiver): Promise<number> {
    for (let attempt = 1; ; attempt += 1) {
      const tcpPort = await this.#tcp.start(host, port);
      try {
        return await this.#udp.start(host, tcpPort, receiver);
      } catch (failure) {
        this.#tcp.stopListening();
        if (port !== 0 || !isPortInUse(failure) || attempt === freePortAttempts) throw failure;
      }
    }
  }
}
