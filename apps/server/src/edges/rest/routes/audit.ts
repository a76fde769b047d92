import { type AuditQueryInput, endpoints } from '@cordboard/shared/rest/endpoints';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../authenticate.ts';
import { replyRefusal } from '../error-reply.ts';
import type { RestPorts } from '../ports.ts';

const { readAudit } = endpoints;

/** Who supervised whom, when and how. */
export function auditRoutes(api: FastifyInstance, { audit }: RestPorts): void {
  api.get<{ Querystring: AuditQueryInput }>(
    readAudit.path,
    {
      schema: { querystring: readAudit.query, response: { 200: readAudit.response } },
      config: { permission: 'readAudit' },
    },
    async (request, reply) => {
      const page = await audit.read(callerOf(request).session, request.query);
      return page.ok ? reply.send(page.value) : replyRefusal(reply, page.failure);
    },
  );
}
