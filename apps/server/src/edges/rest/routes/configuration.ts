import { dnPathSchema, endpoints } from '@cordboard/shared/rest/endpoints';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { callerOf } from '../authenticate.ts';
import { replyRefusal } from '../error-reply.ts';
import type { RestPorts } from '../ports.ts';
import { routePath } from './route-path.ts';

const { readDnOptions, writeDnOptions } = endpoints;
type Path = z.infer<typeof dnPathSchema>;

/** What administrators change while the server is running. */
export function configurationRoutes(api: FastifyInstance, { administration }: RestPorts): void {
  api.get<{ Params: Path }>(
    routePath(readDnOptions.path),
    {
      schema: { params: dnPathSchema, response: { 200: readDnOptions.response } },
      config: { permission: 'changeConfiguration' },
    },
    async (request, reply) => {
      const options = administration.dnOptionsOf(request.params.number);
      return options.ok ? reply.send(options.value) : replyRefusal(reply, options.failure);
    },
  );

  api.put<{ Params: Path; Body: z.infer<typeof writeDnOptions.request> }>(
    routePath(writeDnOptions.path),
    {
      schema: { params: dnPathSchema, body: writeDnOptions.request, response: { 200: writeDnOptions.response } },
      config: { permission: 'changeConfiguration' },
    },
    async (request, reply) => {
      const { session } = callerOf(request);
      const options = await administration.setDnOptions(session, request.params.number, request.body);
      return options.ok ? reply.send(options.value) : replyRefusal(reply, options.failure);
    },
  );
}
