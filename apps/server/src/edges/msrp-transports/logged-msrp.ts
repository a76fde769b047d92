import type { MsrpConnection, MsrpTransport, MsrpTransportReceiver } from '../../protocols/msrp/msrp-transport.ts';

/** Where chunks are written down. */
export interface ChunkLog {
  readonly isOn: boolean;
  msrpReceived(bytes: Uint8Array, from: MsrpConnection): void;
  msrpSent(bytes: Uint8Array, to: MsrpConnection): void;
}

/** A transport that writes down what it sends. */
export function loggedMsrpTransport(transport: MsrpTransport, log: ChunkLog): MsrpTransport {
  if (!log.isOn) return transport;
  return {
    send: (connection, bytes) => {
      log.msrpSent(bytes, connection);
      return transport.send(connection, bytes);
    },
    end: (connection) => transport.end(connection),
    connect: (target, opened) => transport.connect(target, opened),
  };
}

/** A receiver that writes down what comes before it passes it on. */
export function loggedMsrpReceiver(receiver: MsrpTransportReceiver, log: ChunkLog): MsrpTransportReceiver {
  if (!log.isOn) return receiver;
  return {
    receiveChunk: (bytes, connection) => {
      log.msrpReceived(bytes, connection);
      receiver.receiveChunk(bytes, connection);
    },
    receiveOversized: (bytes, connection) => {
      log.msrpReceived(bytes, connection);
      receiver.receiveOversized(bytes, connection);
    },
    connectionClosed: (connection) => receiver.connectionClosed(connection),
  };
}
