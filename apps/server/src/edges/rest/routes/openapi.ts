import { endpoints } from '@cordboard/shared/rest/endpoints';
import type { FastifyInstance } from 'fastify';
import { buildOpenApiDocument } from './openapi-document.ts';

export function openApiRoutes(api: FastifyInstance): void {
  const document = JSON.stringify(buildOpenApiDocument());
  api.get(endpoints.readOpenApi.path, { config: { isPublic: true } }, async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(document),
  );
}
