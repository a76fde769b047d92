import { endpoints } from '@cordboard/shared/rest/endpoints';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { replyRefusal } from '../error-reply.ts';
import type { RestPorts } from '../ports.ts';
import { routePath } from './route-path.ts';

const { simulate } = endpoints;

/** Strategies on the virtual clock, for administrators. */
export function simulatorRoutes(api: FastifyInstance, { simulator }: RestPorts): void {
  api.post<{ Body: z.output<typeof simulate.request> }>(
    routePath(simulate.path),
    {
      schema: { body: simulate.request, response: { 200: simulate.response } },
      config: { permission: 'simulate' },
    },
    async (request, reply) => {
      const simulated = await simulator.simulate(request.body);
      return simulated.ok ? reply.send(simulated.value) : replyRefusal(reply, simulated.failure);
    },
  );
}
