import type { Duplex } from 'node:stream';
import { errors } from '@cordboard/shared/errors';

/** How long a client may take for the head and the whole of a request, and may keep its connection without one. */
export const HTTP_TIMEOUTS = {
  requestTimeout: 15_000,
  headersTimeout: 10_000,
  keepAliveTimeout: 5_000,
  /** How often these are looked at. */
  connectionsCheckingInterval: 2_000,
};

/** Bytes that are no HTTP request, or one that took too long. */
export function answerBrokenHttp(_error: Error, socket: Duplex): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify({ error: { code: 'InvalidRequest', message: errors.InvalidRequest.message } });
  const head = ['HTTP/1.1 400 Bad Request', 'Content-Type: application/json', `Content-Length: ${body.length}`];
  socket.end(`${[...head, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`);
}
