import { interactionPathSchema } from '@cordboard/shared/rest/endpoints';
import { messageEndpoints } from '@cordboard/shared/rest/messages';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { callerOf } from '../authenticate.ts';
import { replyRefusal } from '../error-reply.ts';
import type { RestPorts } from '../ports.ts';
import { routePath } from './route-path.ts';

const { readMessages, finishMessage } = messageEndpoints;

/** Messages that customers left while nobody was there for them. */
export function messageRoutes(api: FastifyInstance, { messages }: RestPorts): void {
  api.get(
    readMessages.path,
    { schema: { response: { 200: readMessages.response } }, config: { permission: 'readInteractions' } },
    (request, reply) => reply.send([...messages.openFor(callerOf(request).session)]),
  );

  api.put<{ Params: z.infer<typeof interactionPathSchema> }>(
    routePath(finishMessage.path),
    { schema: { params: interactionPathSchema }, config: { permission: 'readInteractions' } },
    async (request, reply) => {
      const done = await messages.finish(callerOf(request).session, request.params.connID as never);
      return done.ok ? reply.code(204).send() : replyRefusal(reply, done.failure);
    },
  );
}
