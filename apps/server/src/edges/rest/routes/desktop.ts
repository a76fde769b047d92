import { endpoints } from '@cordboard/shared/rest/endpoints';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../authenticate.ts';
import { replyRefusal } from '../error-reply.ts';
import type { RestPorts } from '../ports.ts';

const { readDesktop, readSipEndpoint } = endpoints;

export function desktopRoutes(api: FastifyInstance, { desktop }: RestPorts): void {
  api.get(
    readDesktop.path,
    { schema: { response: { 200: readDesktop.response } }, config: { permission: 'readDesktop' } },
    async (request, reply) => reply.send(desktop.settingsFor(callerOf(request).session)),
  );
  api.get(
    readSipEndpoint.path,
    { schema: { response: { 200: readSipEndpoint.response } }, config: { permission: 'readDesktop' } },
    async (request, reply) => {
      const found = desktop.sipEndpointOf(callerOf(request).session);
      return found.ok ? reply.send(found.value) : replyRefusal(reply, found.failure);
    },
  );
}
