import { endpoints, interactionPathSchema } from '@cordboard/shared/rest/endpoints';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { callerOf } from '../authenticate.ts';
import { replyRefusal } from '../error-reply.ts';
import type { RestPorts } from '../ports.ts';
import { routePath } from './route-path.ts';

const { readDecisions, readNote, writeNote, readUnfinished, finish } = endpoints;
type Path = z.infer<typeof interactionPathSchema>;

/** What is kept of an interaction: why it was routed as it was, the agent's note, what waits to be marked as done. */
export function interactionRoutes(api: FastifyInstance, { desktop }: RestPorts): void {
  api.get<{ Params: Path }>(
    routePath(readDecisions.path),
    {
      schema: { params: interactionPathSchema, response: { 200: readDecisions.response } },
      config: { permission: 'readInteractions' },
    },
    async (request, reply) => {
      const decisions = await desktop.decisionsOf(callerOf(request).session, request.params.connID);
      return decisions.ok ? reply.send(decisions.value) : replyRefusal(reply, decisions.failure);
    },
  );

  api.get<{ Params: Path }>(
    routePath(readNote.path),
    {
      schema: { params: interactionPathSchema, response: { 200: readNote.response } },
      config: { permission: 'readInteractions' },
    },
    async (request, reply) => {
      const note = await desktop.readNote(callerOf(request).session, request.params.connID);
      return note.ok ? reply.send({ note: note.value }) : replyRefusal(reply, note.failure);
    },
  );

  api.get(
    readUnfinished.path,
    { schema: { response: { 200: readUnfinished.response } }, config: { permission: 'readInteractions' } },
    (request, reply) => reply.send([...desktop.unfinishedOf(callerOf(request).session)]),
  );

  api.put<{ Params: Path }>(
    routePath(finish.path),
    { schema: { params: interactionPathSchema }, config: { permission: 'writeNotes' } },
    async (request, reply) => {
      const done = await desktop.finish(callerOf(request).session, request.params.connID);
      return done.ok ? reply.code(204).send() : replyRefusal(reply, done.failure);
    },
  );

  api.put<{ Params: Path; Body: z.infer<typeof writeNote.request> }>(
    routePath(writeNote.path),
    {
      schema: { params: interactionPathSchema, body: writeNote.request },
      config: { permission: 'writeNotes' },
    },
    async (request, reply) => {
      const { session } = callerOf(request);
      const written = await desktop.writeNote(session, request.params.connID, request.body.note);
      return written.ok ? reply.code(204).send() : replyRefusal(reply, written.failure);
    },
  );
}
