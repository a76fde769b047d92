import { endpoints } from '@cordboard/shared/rest/endpoints';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { callerOf } from '../authenticate.ts';
import { replyRefusal } from '../error-reply.ts';
import type { RestPorts } from '../ports.ts';
import { sourceOf } from '../source-address.ts';
import type { ClientOf } from '../trusted-proxies.ts';

const { createSession, readSession, deleteSession } = endpoints;

/** Log in, see whose token it is, log out. */
export function sessionRoutes(api: FastifyInstance, { auth, desktop }: RestPorts, clientOf: ClientOf): void {
  api.post<{ Body: z.infer<typeof createSession.request> }>(
    createSession.path,
    { schema: { body: createSession.request, response: { 200: createSession.response } }, config: { isPublic: true } },
    async (request, reply) => {
      const { userName, password, place } = request.body;
      const entered = await auth.login({ userName, password, place, source: sourceOf(clientOf(request.raw).address) });
      if (!entered.ok) return replyRefusal(reply, entered.failure);
      const { token, session } = entered.value;
      return reply.send({ token, ...desktop.sessionView(session) });
    },
  );

  api.get(readSession.path, { schema: { response: { 200: readSession.response } } }, async (request, reply) => {
    const { token, session } = callerOf(request);
    return reply.send({ token, ...desktop.sessionView(session) });
  });

  api.delete(deleteSession.path, async (request, reply) => {
    const left = await auth.logout(callerOf(request).token);
    return left.ok ? reply.code(204).send() : replyRefusal(reply, left.failure);
  });
}
