import { lookup } from 'node:dns/promises';
import type { Server } from 'node:http';
import { isIP, isIPv6 } from 'node:net';
import type { Clock } from '../../base/clock.ts';
import type {
  MsrpConnection,
  MsrpTarget,
  MsrpTransport,
  MsrpTransportReceiver,
} from '../../protocols/msrp/msrp-transport.ts';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import { ConnectionTable } from '../stream-transports/connection-table.ts';
import { OutgoingConnections } from '../stream-transports/outgoing-connections.ts';
import { type OpenedStream, StreamConnections } from '../stream-transports/stream-connections.ts';
import type { StreamTransportsOptions } from '../stream-transports/stream-transports-options.ts';
import { TcpListener } from '../stream-transports/tcp-listener.ts';
import { type ServerCertificates, TlsListener } from '../stream-transports/tls-listener.ts';
import { TransportCounters } from '../stream-transports/transport-counters.ts';
import { defaultTransportLimits } from '../stream-transports/transport-limits.ts';
import { directClient, WebSocketTransport } from '../stream-transports/websocket.ts';
import { ChunkRate } from './chunk-rate.ts';
import { MsrpStream } from './msrp-stream.ts';

/** Where one of our carriers is open. */
export interface OpenAddress {
  readonly host: string;
  readonly port: number;
  /** Of our certificates, over TLS. */
  readonly fingerprints?: readonly string[];
}

/** TCP, TLS and WebSocket as the one transport that the MSRP stack knows; bounded like the connections of SIP, apart from them. */
export class MsrpTransports implements MsrpTransport {
  readonly counters = new TransportCounters();
  readonly #clock: Clock;
  readonly #connections: ConnectionTable;
  readonly #streams: Readonly<Record<'TCP' | 'TLS', StreamConnections>>;
  readonly #tcp: TcpListener;
  readonly #tls: TlsListener | undefined;
  readonly #certificates: ServerCertificates | undefined;
  readonly #outgoing: OutgoingConnections;
  readonly #webSocket: WebSocketTransport;
  readonly #httpServers: { ws?: Server; wss?: Server } = {};
  readonly #ports = { tcp: 0, tls: 0 };
  #publicHost = '';

  constructor(options: StreamTransportsOptions) {
    const { clock, logger, bootId } = options;
    this.#clock = clock;
    const limits = { ...defaultTransportLimits, ...options.limits };
    const connections = new ConnectionTable({ limits, clock, bootId });
    const surroundings = { limits, counters: this.counters, connections, clock, logger, admits: options.admits };
    this.#connections = connections;
    this.#streams = {
      TCP: new StreamConnections('TCP', surroundings, 'msrp-'),
      TLS: new StreamConnections('TLS', surroundings, 'msrp-'),
    };
    this.#tcp = new TcpListener(this.#streams.TCP);
    const { certificates, isAllowedOrigin = () => true, clientOf = directClient } = options;
    this.#tls =
      certificates === undefined
        ? undefined
        : new TlsListener(this.#streams.TLS, certificates, { asksForCertificates: true });
    this.#certificates = certificates;
    this.#outgoing = new OutgoingConnections(surroundings, this.#streams, options.clientCertificates);
    const name = { path: '/msrp', subprotocol: 'msrp' };
    this.#webSocket = new WebSocketTransport({ ...surroundings, isAllowedOrigin, clientOf, ...name });
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Opens TCP and returns its port; from now on WebSocket handshakes are taken too. Rejects with the system's error. */
  async start(
    address: { readonly host: string; readonly port: number; readonly publicAddress: string },
    receiver: MsrpTransportReceiver,
  ): Promise<number> {
    const limited = new ChunkRate(receiver, this.#clock, (connection) => this.end(connection));
    const carry = (stream: OpenedStream) => new MsrpStream(stream, limited);
    this.#streams.TCP.start(carry);
    this.#streams.TLS.start(carry);
    this.#ports.tcp = await this.#tcp.start(await numeric(address.host), address.port);
    this.#publicHost = address.publicAddress;
    this.#webSocket.start({
      receiveMessage: (bytes, flow) => limited.receiveChunk(bytes, toConnection(flow)),
      flowClosed: (flow) => limited.connectionClosed(toConnection(flow)),
    });
    return this.#ports.tcp;
  }

  /** Opens TLS and returns its port. To be called after `start`. */
  async startTls({ host, port }: { readonly host: string; readonly port: number }): Promise<number> {
    this.#ports.tls = (await this.#tls?.start(await numeric(host), port)) ?? 0;
    return this.#ports.tls;
  }

  /** Serves MSRP over WebSocket at `/msrp` of this server. */
  acceptUpgrades(server: Server, carrier: 'ws' | 'wss' = 'ws'): void {
    this.#httpServers[carrier] = server;
    this.#webSocket.acceptUpgrades(server);
  }

  /** What goes into our URIs; undefined for what is not open. */
  addressOf(carrier: 'tcp' | 'tls' | 'ws' | 'wss'): OpenAddress | undefined {
    const port = carrier === 'tcp' || carrier === 'tls' ? this.#ports[carrier] : this.#httpPort(carrier);
    const host = isIPv6(this.#publicHost) ? `[${this.#publicHost}]` : this.#publicHost;
    if (port === undefined || port === 0 || host === '') return undefined;
    const fingerprints = carrier === 'tls' ? this.#certificates?.fingerprints(this.#publicHost) : undefined;
    return { host, port, ...(fingerprints === undefined ? {} : { fingerprints }) };
  }

  send(connection: MsrpConnection, bytes: Buffer): boolean {
    const isSent = this.#connections.get(connection.id)?.send(bytes) ?? false;
    (isSent ? this.counters.sent : this.counters.sendFailures)[connection.transport] += 1;
    return isSent;
  }

  end(connection: MsrpConnection): void {
    this.#connections.get(connection.id)?.end();
  }

  connect(target: MsrpTarget, opened: (connection: MsrpConnection | undefined) => void): void {
    const { isSecure, address, port, fingerprints } = target;
    const transport = isSecure ? 'TLS' : 'TCP';
    void this.#outgoing
      .connect({ transport, address, port, host: address }, transport, fingerprints)
      .then((flow) => opened(flow.ok ? toConnection(flow.value) : undefined));
  }

  /** Takes nothing new, lets what is written leave, closes all. */
  async close(): Promise<void> {
    this.#tcp.stopListening();
    this.#tls?.stopListening();
    this.#webSocket.stopListening();
    await this.#connections.close();
  }

  #httpPort(carrier: 'ws' | 'wss'): number | undefined {
    const address = this.#httpServers[carrier]?.address();
    return typeof address === 'object' && address !== null ? address.port : undefined;
  }
}

async function numeric(host: string): Promise<string> {
  return isIP(host) === 0 ? (await lookup(host)).address : host;
}

/** No connection of ours is a datagram's. */
function toConnection({ id, transport, remoteAddress, remotePort }: Flow): MsrpConnection {
  return { id, transport: transport === 'UDP' ? 'TCP' : transport, remoteAddress, remotePort };
}
