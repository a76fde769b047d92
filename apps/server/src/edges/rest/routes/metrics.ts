import type { FastifyInstance } from 'fastify';
import type { RestPorts } from '../ports.ts';

export function metricsRoutes(app: FastifyInstance, { metrics }: RestPorts): void {
  app.get('/metrics', async (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.read()),
  );
}
