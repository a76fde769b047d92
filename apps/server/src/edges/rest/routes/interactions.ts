import { endpoints, interactionPathSchema } from '@cordboard/shared/rest/endpoints';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { callerOf } from '../authenticate.ts';
import { replyRefusal } from '../error-reply.ts';
import type { RestPorts } from '../ports.ts';
import { routePath } from './route-path.ts';

const { readDecisions, readNote, writeNote } = endpoints;
type Path = z.infer<typeof interactionPathSchema>;

/** What is kept of an interaction: why it was routed as it was, the agent's note. */
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
