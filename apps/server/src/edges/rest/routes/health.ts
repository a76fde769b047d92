import { refuse } from '@cordboard/shared/errors';
import type { FastifyInstance } from 'fastify';
import type { RestPorts } from '../ports.ts';

/** 200 while the server takes work, 503 otherwise; for load balancers and start scripts. */
export function healthRoutes(app: FastifyInstance, { health }: RestPorts): void {
  app.get('/healthz', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    if (health.isReady()) return reply.send({ status: 'ready' });
    return reply.code(503).send({ status: 'unavailable', error: refuse('StoreUnavailable') });
  });
}
