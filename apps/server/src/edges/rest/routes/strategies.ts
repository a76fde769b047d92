import { dnPathSchema } from '@cordboard/shared/rest/endpoints';
import {
  newStrategyPathSchema,
  strategyEndpoints,
  strategyPathSchema,
  strategyVersionPathSchema,
} from '@cordboard/shared/rest/strategies';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { callerOf } from '../authenticate.ts';
import { replyRefusal } from '../error-reply.ts';
import type { RestPorts, StrategiesView } from '../ports.ts';
import { routePath } from './route-path.ts';

const { listStrategies, readStrategy, readStrategyVersion, saveStrategyDraft, validateStrategy, activateStrategy } =
  strategyEndpoints;
const { deleteStrategy, readRoutingPointStrategy, assignStrategy } = strategyEndpoints;
const STRATEGY_BYTES_MAX = 1024 * 1024;
const config = { permission: 'manageStrategies' } as const;

type Path = z.infer<typeof strategyPathSchema>;
type DnPath = z.infer<typeof dnPathSchema>;

/** Strategies, their versions, and the routing points that have them; for administrators. */
export function strategyRoutes(api: FastifyInstance, { strategies }: RestPorts): void {
  readingRoutes(api, strategies);
  changingRoutes(api, strategies);
  assignmentRoutes(api, strategies);
}

function readingRoutes(api: FastifyInstance, strategies: StrategiesView): void {
  api.get(listStrategies.path, { schema: { response: { 200: listStrategies.response } }, config }, (_request, reply) =>
    reply.send([...strategies.list()]),
  );

  api.get<{ Params: Path }>(
    routePath(readStrategy.path),
    { schema: { params: strategyPathSchema, response: { 200: readStrategy.response } }, config },
    (request, reply) => {
      const found = strategies.read(request.params.name);
      return found.ok ? reply.send(found.value) : replyRefusal(reply, found.failure);
    },
  );

  api.get<{ Params: z.infer<typeof strategyVersionPathSchema> }>(
    routePath(readStrategyVersion.path),
    { schema: { params: strategyVersionPathSchema, response: { 200: readStrategyVersion.response } }, config },
    (request, reply) => {
      const found = strategies.readVersion(request.params.name, request.params.version);
      return found.ok ? reply.send(found.value) : replyRefusal(reply, found.failure);
    },
  );

  api.post<{ Params: Path }>(
    routePath(validateStrategy.path),
    { schema: { params: strategyPathSchema, response: { 200: validateStrategy.response } }, config },
    (request, reply) => {
      const problems = strategies.validate(request.params.name);
      return problems.ok ? reply.send([...problems.value]) : replyRefusal(reply, problems.failure);
    },
  );
}

function changingRoutes(api: FastifyInstance, strategies: StrategiesView): void {
  api.put<{ Params: Path; Body: z.infer<typeof saveStrategyDraft.request> }>(
    routePath(saveStrategyDraft.path),
    {
      schema: {
        params: newStrategyPathSchema,
        body: saveStrategyDraft.request,
        response: { 200: saveStrategyDraft.response },
      },
      bodyLimit: STRATEGY_BYTES_MAX,
      config,
    },
    async (request, reply) => {
      const { name } = request.params;
      const saved = await strategies.saveDraft(
        name,
        { ...request.body, name, version: 1 },
        callerOf(request).session.userName,
      );
      return saved.ok ? reply.send(saved.value) : replyRefusal(reply, saved.failure);
    },
  );

  api.post<{ Params: Path; Body: z.infer<typeof activateStrategy.request> | null | undefined }>(
    routePath(activateStrategy.path),
    {
      schema: {
        params: strategyPathSchema,
        body: activateStrategy.request.nullish(),
        response: { 200: activateStrategy.response },
      },
      config,
    },
    async (request, reply) => {
      const { userName } = callerOf(request).session;
      const activated = await strategies.activate(request.params.name, userName, request.body?.version);
      return activated.ok ? reply.send(activated.value) : replyRefusal(reply, activated.failure);
    },
  );

  api.delete<{ Params: Path }>(
    routePath(deleteStrategy.path),
    { schema: { params: strategyPathSchema }, config },
    async (request, reply) => {
      const deleted = await strategies.remove(request.params.name, callerOf(request).session.userName);
      return deleted.ok ? reply.code(204).send() : replyRefusal(reply, deleted.failure);
    },
  );
}

function assignmentRoutes(api: FastifyInstance, strategies: StrategiesView): void {
  api.get<{ Params: DnPath }>(
    routePath(readRoutingPointStrategy.path),
    { schema: { params: dnPathSchema, response: { 200: readRoutingPointStrategy.response } }, config },
    (request, reply) => {
      const found = strategies.strategyOf(request.params.number);
      return found.ok ? reply.send(found.value) : replyRefusal(reply, found.failure);
    },
  );

  api.put<{ Params: DnPath; Body: z.infer<typeof assignStrategy.request> }>(
    routePath(assignStrategy.path),
    {
      schema: { params: dnPathSchema, body: assignStrategy.request, response: { 200: assignStrategy.response } },
      config,
    },
    async (request, reply) => {
      const { userName } = callerOf(request).session;
      const assigned = await strategies.assign(request.params.number, request.body.strategy, userName);
      return assigned.ok ? reply.send(assigned.value) : replyRefusal(reply, assigned.failure);
    },
  );
}
