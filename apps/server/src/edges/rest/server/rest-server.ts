import { refuse } from '@cordboard/shared/errors';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from '../../../base/logger.ts';
import { requireToken } from '../authenticate.ts';
import { refusalOf, replyRefusal } from '../error-reply.ts';
import type { RestPorts } from '../ports.ts';
import { auditRoutes } from '../routes/audit.ts';
import { bindingRoutes } from '../routes/bindings.ts';
import { configurationRoutes } from '../routes/configuration.ts';
import { desktopRoutes } from '../routes/desktop.ts';
import { healthRoutes } from '../routes/health.ts';
import { interactionRoutes } from '../routes/interactions.ts';
import { messageRoutes } from '../routes/messages.ts';
import { metricsRoutes } from '../routes/metrics.ts';
import { openApiRoutes } from '../routes/openapi.ts';
import { pageRoutes } from '../routes/pages.ts';
import { sessionRoutes } from '../routes/session.ts';
import { simulatorRoutes } from '../routes/simulator.ts';
import { strategyRoutes } from '../routes/strategies.ts';
import { type ClientOf, TrustedProxies } from '../trusted-proxies.ts';
import { answerBrokenHttp, HTTP_TIMEOUTS } from './http-limits.ts';
import { securityHeaders } from './security-headers.ts';
import { SchemaFailure, serializerCompiler, validatorCompiler } from './zod-compilers.ts';

const BODY_BYTES_MAX = 64 * 1024;

export interface RestServerOptions {
  /** Without it no proxy is trusted. */
  readonly clientOf?: ClientOf;
  readonly ports: RestPorts;
  readonly logger: Logger;
  /** Folder of the built desktop. */
  readonly desktopRoot: string;
}

/**
 * The HTTP server with its REST interface and pages, not listening yet. `server` of the returned instance is the node
 * server on which the gateway and SIP over WebSocket listen for upgrades.
 */
export async function createRestServer(options: RestServerOptions): Promise<FastifyInstance> {
  const { ports, logger, desktopRoot, clientOf = directClient } = options;
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: HTTP_TIMEOUTS.requestTimeout,
    keepAliveTimeout: HTTP_TIMEOUTS.keepAliveTimeout,
    http: HTTP_TIMEOUTS,
    forceCloseConnections: 'idle',
    // The longest name, each character of it encoded.
    routerOptions: { maxParamLength: 128 * 12 },
    clientErrorHandler: answerBrokenHttp,
    frameworkErrors: (error, _request, reply) => {
      replyRefusal(reply, refusalOf(error) ?? refuse('InternalError'));
    },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  acceptEmptyJson(app);
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(securityHeaders);
  });
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, logger));
  app.setNotFoundHandler((_request, reply) => replyRefusal(reply, refuse('NotFound')));
  healthRoutes(app, ports);
  metricsRoutes(app, ports);
  await app.register(async (api) => {
    requireToken(api, ports.auth);
    api.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    sessionRoutes(api, ports, clientOf);
    desktopRoutes(api, ports);
    interactionRoutes(api, ports);
    simulatorRoutes(api, ports);
    auditRoutes(api, ports);
    strategyRoutes(api, ports);
    messageRoutes(api, ports);
    bindingRoutes(api, ports);
    configurationRoutes(api, ports);
    openApiRoutes(api);
    for (const path of ['/api', '/api/*']) {
      api.all(path, async (_request, reply) => replyRefusal(reply, refuse('NotFound')));
    }
  });
  await pageRoutes(app, desktopRoot);
  return app;
}

const noProxies = new TrustedProxies([]);

const directClient: ClientOf = (request) => noProxies.clientOf(request);

/** Clients that set the content type on every request send none with DELETE. */
function acceptEmptyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else parse(request, body, done);
  });
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, logger: Logger): FastifyReply {
  if (error instanceof SchemaFailure) return replyRefusal(reply, error.refusal);
  const refusal = refusalOf(error);
  if (refusal !== undefined) return replyRefusal(reply, refusal);
  logger.error({ error, method: request.method, route: request.routeOptions.url }, 'request failed');
  return replyRefusal(reply, refuse('InternalError'));
}
