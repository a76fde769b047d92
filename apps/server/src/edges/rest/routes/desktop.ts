import { endpoints } from '@cordboard/shared/rest/endpoints';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../authenticate.ts';
import type { RestPorts } from '../ports.ts';

const { readDesktop } = endpoints;

export function desktopRoutes(api: FastifyInstance, { desktop }: RestPorts): void {
  api.get(
    readDesktop.path,
    { schema: { response: { 200: readDesktop.response } }, config: { permission: 'readDesktop' } },
    async (request, reply) => reply.send(desktop.settingsFor(callerOf(request).session)),
  );
}
