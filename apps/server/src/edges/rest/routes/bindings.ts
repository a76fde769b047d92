import { type BindingsQuery, bindingEndpoints } from '@cordboard/shared/rest/bindings';
import type { FastifyInstance } from 'fastify';
import type { RestPorts } from '../ports.ts';

const { readBindings } = bindingEndpoints;

/** Who is registered where. */
export function bindingRoutes(api: FastifyInstance, { bindings }: RestPorts): void {
  api.get<{ Querystring: BindingsQuery }>(
    readBindings.path,
    {
      schema: { querystring: readBindings.query, response: { 200: readBindings.response } },
      config: { permission: 'readBindings' },
    },
    (request, reply) => reply.send(bindings.read(request.query)),
  );
}
