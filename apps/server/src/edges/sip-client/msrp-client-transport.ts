import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type {
  MsrpConnection,
  MsrpTarget,
  MsrpTransport,
  MsrpTransportReceiver,
} from '../../protocols/msrp/msrp-transport.ts';
import { StreamFramer } from '../../protocols/msrp/stream-framer.ts';

/** The one MSRP connection of the client. */
export class MsrpClientTransport implements MsrpTransport {
  readonly #isInsecure: boolean;
  readonly #observe: (direction: 'in' | 'out', bytes: Buffer) => void;
  #socket: Socket | undefined;
  receiver: MsrpTransportReceiver | undefined;

  constructor(isInsecure: boolean, observe: (direction: 'in' | 'out', bytes: Buffer) => void) {
    this.#isInsecure = isInsecure;
    this.#observe = observe;
  }

  connect({ isSecure, address, port }: MsrpTarget, opened: (connection: MsrpConnection | undefined) => void): void {
    const connection: MsrpConnection = {
      id: 'msrp:client',
      transport: isSecure ? 'TLS' : 'TCP',
      remoteAddress: address,
      remotePort: port,
    };
    const framer = new StreamFramer();
    const socket = isSecure
      ? connectTls({ host: address, port, rejectUnauthorized: !this.#isInsecure })
      : connect({ host: address, port });
    this.#socket = socket;
    let hasOpened = false;
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      hasOpened = true;
      opened(connection);
    });
    socket.on('data', (chunk: Buffer) => {
      for (const item of framer.push(chunk)) {
        if (item.kind === 'chunk') {
          this.#observe('in', item.bytes);
          this.receiver?.receiveChunk(item.bytes, connection);
        } else if (item.kind === 'oversized') this.receiver?.receiveOversized(item.bytes, connection);
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      if (hasOpened) this.receiver?.connectionClosed(connection);
      else opened(undefined);
    });
  }

  send(_connection: MsrpConnection, bytes: Buffer): boolean {
    if (this.#socket === undefined || !this.#socket.writable) return false;
    this.#observe('out', bytes);
    this.#socket.write(bytes);
    return true;
  }

  end(): void {
    this.#socket?.end();
  }
}
