import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { WebSocket } from 'ws';
import { StreamFramer } from '../../protocols/sip/grammar/stream-framer.ts';
import type { TransportName } from '../../protocols/sip/message/transport-name.ts';
import type { Flow, SipTransport } from '../../protocols/sip/transport/sip-transport.ts';

export interface ClientTransportOptions {
  readonly transport: TransportName;
  readonly host: string;
  readonly port: number;
  /** Certificates are not checked: for servers that have made their own. */
  readonly isInsecure: boolean;
  /** Host that WebSocket clients name themselves by. */
  readonly invalidHost: string;
  /** Told of each whole message in either direction. */
  readonly observe: (direction: 'in' | 'out', bytes: Buffer) => void;
}

export interface ClientTransportReceiver {
  receiveMessage(bytes: Buffer, flow: Flow): void;
  flowClosed(flow: Flow, why: string): void;
}

/** What each kind of socket does for a client. */
interface Pipe {
  readonly localHostPort: string;
  send(bytes: Buffer): void;
  close(): void;
}

interface PipeEvents {
  readonly message: (bytes: Buffer) => void;
  readonly closed: (why: string) => void;
}

/** The one connection of a SIP client to its server. */
export class ClientTransport implements SipTransport {
  readonly flow: Flow;
  readonly #options: ClientTransportOptions;
  #pipe: Pipe | undefined;
  #isOpen = true;
  receiver: ClientTransportReceiver | undefined;

  private constructor(options: ClientTransportOptions, remoteAddress: string) {
    this.#options = options;
    const { transport, port } = options;
    const id = transport === 'UDP' ? `udp:${remoteAddress}:${port}` : `${transport.toLowerCase()}:client`;
    this.flow = { id, transport, remoteAddress, remotePort: port };
  }

  /** Connects. Rejects when the server cannot be reached. */
  static async open(options: ClientTransportOptions): Promise<ClientTransport> {
    const { address, family } = await lookup(options.host);
    const transport = new ClientTransport(options, address);
    const events: PipeEvents = {
      message: (bytes) => transport.#receive(bytes),
      closed: (why) => transport.#closed(why),
    };
    transport.#pipe = await openPipe(options, { address, family }, events);
    return transport;
  }

  send(_flow: Flow, bytes: Buffer): boolean {
    if (!this.#isOpen) return false;
    this.#options.observe('out', bytes);
    this.#pipe?.send(bytes);
    return true;
  }

  isOpen(): boolean {
    return this.#isOpen;
  }

  sentBy(): string {
    return this.#pipe?.localHostPort ?? this.#options.invalidHost;
  }

  close(): void {
    this.#isOpen = false;
    this.#pipe?.close();
  }

  #receive(bytes: Buffer): void {
    this.#options.observe('in', bytes);
    this.receiver?.receiveMessage(bytes, this.flow);
  }

  #closed(why: string): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.receiver?.flowClosed(this.flow, why);
  }
}

type Target = { readonly address: string; readonly family: number };

function openPipe(options: ClientTransportOptions, target: Target, events: PipeEvents): Promise<Pipe> {
  switch (options.transport) {
    case 'UDP':
      return openUdp(options, target, events);
    case 'TCP':
      return openStream(connect({ host: target.address, port: options.port }), 'connect', events);
    case 'TLS': {
      const { host, port, isInsecure } = options;
      const name = host === target.address ? {} : { servername: host };
      const socket = connectTls({ host: target.address, port, rejectUnauthorized: !isInsecure, ...name });
      return openStream(socket, 'secureConnect', events);
    }
    default:
      return openWebSocket(options, events);
  }
}

async function openUdp(
  { port }: ClientTransportOptions,
  { address, family }: Target,
  events: PipeEvents,
): Promise<Pipe> {
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  socket.connect(port, address);
  await once(socket, 'connect');
  socket.on('message', (bytes) => events.message(bytes));
  // A connected socket is told when nobody listens.
  socket.on('error', (error) => events.closed(`The server cannot be reached: ${error.message}.`));
  const local = socket.address();
  return {
    localHostPort: hostPort(local.address, local.port),
    send: (bytes) => socket.send(bytes),
    close: () => socket.close(),
  };
}

async function openStream(socket: Socket, ready: string, events: PipeEvents): Promise<Pipe> {
  await once(socket, ready);
  const framer = new StreamFramer();
  socket.on('data', (chunk: Buffer) => {
    for (const item of framer.push(chunk)) if (item.kind === 'message') events.message(item.bytes);
  });
  socket.on('error', () => {});
  socket.on('close', () => events.closed('The server has ended the connection.'));
  return {
    localHostPort: hostPort(socket.localAddress ?? '', socket.localPort ?? 0),
    send: (bytes) => socket.write(bytes),
    close: () => socket.end(),
  };
}

async function openWebSocket(options: ClientTransportOptions, events: PipeEvents): Promise<Pipe> {
  const { transport, host, port, isInsecure, invalidHost } = options;
  const url = `${transport === 'WSS' ? 'wss' : 'ws'}://${host.includes(':') ? `[${host}]` : host}:${port}/sip`;
  const socket = new WebSocket(url, ['sip'], { rejectUnauthorized: !isInsecure });
  await once(socket, 'open');
  socket.on('message', (data: Buffer) => events.message(data));
  socket.on('error', () => {});
  socket.on('close', () => events.closed('The server has ended the connection.'));
  return {
    localHostPort: invalidHost,
    send: (bytes) => socket.send(bytes.toString('utf8')),
    close: () => socket.close(),
  };
}

function hostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
