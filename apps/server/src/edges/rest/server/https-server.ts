import { createServer, type Server } from 'node:https';
import type { FastifyInstance } from 'fastify';
import type { Certificates } from '../../tls/certificates.ts';
import { answerBrokenHttp, HTTP_TIMEOUTS } from './http-limits.ts';

const HANDSHAKE_TIMEOUT_MS = 10_000;

/** A server, not listening yet, that serves over TLS what `app` serves. */
export function createHttpsServer(app: FastifyInstance, certificates: Certificates): Server {
  const options = { ...certificates.serverOptions(), ...HTTP_TIMEOUTS, handshakeTimeout: HANDSHAKE_TIMEOUT_MS };
  const server = createServer(options, (request, response) => app.routing(request, response));
  server.on('clientError', answerBrokenHttp);
  server.on('tlsClientError', (_failure, socket) => socket.destroy());
  certificates.serve(server);
  return server;
}
