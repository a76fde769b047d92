import { isUtf8 } from 'node:buffer';
import { once } from 'node:events';
import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import { WebSocket } from 'ws';
import { MsrpClient } from '../customers/msrp-client.ts';

const HOST = '127.0.0.1';

/** An MSRP client on a socket of its own. */
export interface ConnectedMsrp {
  readonly client: MsrpClient;
  /** Resolves when the server has ended the connection. */
  readonly closed: Promise<void>;
  readonly write: (bytes: Buffer) => void;
  close(): void;
}

export type MsrpCarrier = 'tcp' | 'tls' | 'ws';

/** What the client of this carrier says of itself. */
export function localPathOf(carrier: MsrpCarrier, name: string): string {
  return `${carrier === 'tls' ? 'msrps' : 'msrp'}://client.invalid:2855/${name};${carrier === 'ws' ? 'ws' : 'tcp'}`;
}

/** Over TLS with the certificate that the client shows, if any. */
export async function connectMsrp(
  carrier: MsrpCarrier,
  port: number,
  localPath: string,
  shown: tls.SecureContextOptions = {},
): Promise<ConnectedMsrp> {
  if (carrier === 'ws') return connectWebSocket(port, localPath);
  const socket: Socket =
    carrier === 'tls'
      ? tls.connect({ ...shown, host: HOST, port, rejectUnauthorized: false })
      : net.connect({ host: HOST, port });
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  await once(socket, carrier === 'tls' ? 'secureConnect' : 'connect');
  const write = (bytes: Buffer) => void socket.write(bytes);
  const client = new MsrpClient(localPath, write);
  socket.on('data', (bytes: Buffer) => client.receive(bytes));
  return { client, closed, write, close: () => void socket.destroy() };
}

async function connectWebSocket(port: number, localPath: string): Promise<ConnectedMsrp> {
  const socket = new WebSocket(`ws://${HOST}:${port}/msrp`, 'msrp');
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  await once(socket, 'open');
  const write = (bytes: Buffer) => socket.send(bytes, { binary: !isUtf8(bytes) });
  const client = new MsrpClient(localPath, write);
  socket.on('message', (bytes: Buffer) => client.receive(bytes));
  return { client, closed, write, close: () => socket.terminate() };
}
