import { TLSSocket } from 'node:tls';
import type { MsrpConnection, MsrpTransportReceiver } from '../../protocols/msrp/msrp-transport.ts';
import { StreamFramer } from '../../protocols/msrp/stream-framer.ts';
import type { Connection } from '../stream-transports/connection-table.ts';
import type { OpenedStream, StreamFlow } from '../stream-transports/stream-connections.ts';
import type { WatchedSocket } from '../stream-transports/watched-socket.ts';
import { fingerprintsOf } from '../tls/fingerprints.ts';

/** One connection of TCP or TLS that carries chunks (RFC 4975 5.4). */
export class MsrpStream implements Connection {
  readonly flow: StreamFlow & MsrpConnection;
  readonly #stream: OpenedStream;
  readonly #watched: WatchedSocket;
  readonly #receiver: MsrpTransportReceiver;
  readonly #framer = new StreamFramer();

  constructor(stream: OpenedStream, receiver: MsrpTransportReceiver) {
    const { socket } = stream;
    const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
    this.flow = certificate === undefined ? stream.flow : { ...stream.flow, certificate: fingerprintsOf(certificate) };
    this.#stream = stream;
    this.#watched = stream.watched;
    this.#receiver = receiver;
    socket.on('data', (piece) => this.#receive(piece));
    // Who has ended his direction sends no answers either: the session is over.
    socket.on('end', () => this.end());
    socket.on('close', () => {
      stream.closed(this);
      receiver.connectionClosed(this.flow);
    });
  }

  get isOpen(): boolean {
    return this.#watched.canWrite;
  }

  get hasProven(): boolean {
    return this.#watched.hasProven;
  }

  send(bytes: Buffer): boolean {
    return this.#watched.write(bytes);
  }

  checkDeadlines(now: number): void {
    this.#watched.checkDeadlines(now);
  }

  end(): void {
    this.#watched.end();
  }

  destroy(): void {
    this.#watched.destroy();
  }

  #receive(piece: Buffer): void {
    if (this.#watched.isEnding) return;
    for (const item of this.#framer.push(piece)) {
      if (this.#watched.isEnding) return;
      if (item.kind === 'failure') {
        this.#stream.framingFailed(item.what);
        this.end();
        return;
      }
      this.#watched.messageReceived();
      this.#stream.received(this);
      if (item.kind === 'chunk') this.#receiver.receiveChunk(item.bytes, this.flow);
      else this.#receiver.receiveOversized(item.bytes, this.flow);
    }
    this.#watched.pieceReceived(this.#framer.pendingBytes);
  }
}
