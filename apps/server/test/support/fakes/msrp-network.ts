import type { MsrpEndpoint } from '../../../src/protocols/msrp/msrp-endpoint.ts';
import type { MsrpConnection, MsrpTransport } from '../../../src/protocols/msrp/msrp-transport.ts';
import { StreamFramer } from '../../../src/protocols/msrp/stream-framer.ts';

/** Something at the other end of an MSRP connection. */
export interface MsrpPeer {
  receive(bytes: Buffer): void;
  /** The server has ended the connection, or it broke. */
  connectionLost(): void;
}

interface Wire {
  readonly connection: MsrpConnection;
  readonly peer: MsrpPeer;
  readonly framer: StreamFramer;
}

/** MSRP connections in memory: what is written arrives when `deliver` is called. */
export class MsrpNetwork implements MsrpTransport {
  /** The switch that is running. */
  readonly #endpoint: () => MsrpEndpoint;
  readonly #wires = new Map<string, Wire>();
  /** Peers that wait for a connection of the server, by address and port. */
  readonly #listening = new Map<string, (connection: MsrpConnection) => MsrpPeer>();
  #packets: (() => void)[] = [];
  #numbers = 0;

  constructor(endpoint: () => MsrpEndpoint) {
    this.#endpoint = endpoint;
  }

  /** A peer connects to the server. */
  open(
    peer: MsrpPeer,
    transport: MsrpConnection['transport'] = 'TCP',
    { remoteAddress = '198.51.100.7', certificate }: Partial<MsrpConnection> = {},
  ): MsrpConnection {
    this.#numbers += 1;
    const id = `msrp:${this.#numbers}`;
    const connection = { id, transport, remoteAddress, remotePort: 50_000 + this.#numbers, certificate };
    this.#wires.set(connection.id, { connection, peer, framer: new StreamFramer() });
    return connection;
  }

  /** A peer waits for the server. */
  listen(address: string, port: number, accept: (connection: MsrpConnection) => MsrpPeer): void {
    this.#listening.set(`${address} ${port}`, accept);
  }

  isOpen(connection: MsrpConnection): boolean {
    return this.#wires.has(connection.id);
  }

  /** Bytes of a peer. */
  write(connection: MsrpConnection, bytes: Buffer): void {
    this.#packets.push(() => {
      const wire = this.#wires.get(connection.id);
      for (const item of wire?.framer.push(bytes) ?? []) {
        if (item.kind === 'chunk') this.#endpoint().receiveChunk(item.bytes, connection);
        else if (item.kind === 'oversized') this.#endpoint().receiveOversized(item.bytes, connection);
        else this.cut(connection);
      }
    });
  }

  send(connection: MsrpConnection, bytes: Buffer): boolean {
    if (!this.#wires.has(connection.id)) return false;
    this.#packets.push(() => this.#wires.get(connection.id)?.peer.receive(bytes));
    return true;
  }

  end(connection: MsrpConnection): void {
    this.#packets.push(() => this.cut(connection));
  }

  connect(
    target: { readonly address: string; readonly port: number },
    opened: (connection?: MsrpConnection) => void,
  ): void {
    this.#packets.push(() => {
      const accept = this.#listening.get(`${target.address} ${target.port}`);
      if (accept === undefined) {
        opened(undefined);
        return;
      }
      this.#numbers += 1;
      const remote = { remoteAddress: target.address, remotePort: target.port };
      const connection = { id: `msrp:${this.#numbers}`, transport: 'TCP', ...remote } as const;
      this.#wires.set(connection.id, { connection, peer: accept(connection), framer: new StreamFramer() });
      opened(connection);
    });
  }

  /** The connection breaks; both sides see it. */
  cut(connection: MsrpConnection): void {
    const wire = this.#wires.get(connection.id);
    if (!this.#wires.delete(connection.id)) return;
    wire?.peer.connectionLost();
    this.#endpoint().connectionClosed(connection);
  }

  /** The server is gone, and all connections with it. */
  cutAll(): void {
    this.#packets = [];
    for (const { peer } of this.#wires.values()) peer.connectionLost();
    this.#wires.clear();
  }

  /** Lets everything arrive that is on its way; false when nothing was. */
  deliver(): boolean {
    const packets = this.#packets;
    this.#packets = [];
    for (const packet of packets) packet();
    return packets.length > 0;
  }
}
