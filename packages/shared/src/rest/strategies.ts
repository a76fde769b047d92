import { z } from 'zod';
import { STRATEGY_NAME, STRATEGY_NAME_RULE, strategySchema } from '../routing/strategy.ts';

/** GET /api/strategies: one strategy. */
export const strategyInfoSchema = z.object({
  name: z.string(),
  /** The version that new interactions get. */
  active: z.int().nullable(),
  draft: z.int().nullable(),
  /** Numbers of the routing points that have it. */
  routingPoints: z.array(z.string()),
});
export type StrategyInfo = z.infer<typeof strategyInfoSchema>;

/** One version; `savedBy` null came with the configuration file. */
export const strategyVersionInfoSchema = z.object({
  version: z.int(),
  state: z.enum(['draft', 'active', 'retired']),
  savedBy: z.string().nullable(),
  savedAt: z.number().nullable(),
  activatedBy: z.string().nullable(),
  activatedAt: z.number().nullable(),
});
export type StrategyVersionInfo = z.infer<typeof strategyVersionInfoSchema>;

/** GET /api/strategies/{name}: the latest version first. */
export const strategyViewSchema = z.object({
  name: z.string(),
  active: strategySchema.nullable(),
  draft: strategySchema.nullable(),
  versions: z.array(strategyVersionInfoSchema),
});
export type StrategyView = z.infer<typeof strategyViewSchema>;

/** What is wrong, block by block; `block` is null for the strategy as a whole. */
export const strategyProblemsSchema = z.array(z.object({ block: z.string().nullable(), message: z.string() }));
export type StrategyProblems = z.infer<typeof strategyProblemsSchema>;

/** PUT /api/strategies/{name}/draft: name and version are given by the server. */
export const strategyDraftSchema = strategySchema.omit({ name: true, version: true }).extend({
  name: z.string().optional(),
  version: z.int().positive().optional(),
});

/** POST /api/strategies/{name}/activate: the draft, or an earlier version. */
export const activateStrategySchema = z.object({ version: z.int().positive().optional() });

/** PUT /api/configuration/directory-numbers/{number}/strategy; null takes the strategy away. */
export const routingPointStrategySchema = z.strictObject({ strategy: z.string().min(1).max(128).nullable() });
export type RoutingPointStrategy = z.infer<typeof routingPointStrategySchema>;

/** What keeps a strategy from being deleted. */
export const strategyUsersSchema = z.object({
  /** Numbers of the routing points that have it. */
  routingPoints: z.array(z.string()),
  /** How many interactions are in it. */
  interactions: z.int(),
});
export type StrategyUsers = z.infer<typeof strategyUsersSchema>;

/** The `{name}` of a path. */
export const strategyPathSchema = z.object({ name: z.string().min(1).max(128) });
/** The `{name}` under which a draft is kept: a line that looks as it is. */
export const newStrategyPathSchema = z.object({
  name: strategyPathSchema.shape.name.regex(STRATEGY_NAME, STRATEGY_NAME_RULE),
});
export const strategyVersionPathSchema = strategyPathSchema.extend({ version: z.coerce.number().int().positive() });

export const strategyEndpoints = {
  listStrategies: {
    method: 'GET',
    path: '/api/strategies',
    response: z.array(strategyInfoSchema),
    summary: 'Strategies with their active version and draft',
  },
  readStrategy: {
    method: 'GET',
    path: '/api/strategies/{name}',
    response: strategyViewSchema,
    summary: 'A strategy: active version, draft, list of versions',
  },
  readStrategyVersion: {
    method: 'GET',
    path: '/api/strategies/{name}/versions/{version}',
    response: strategySchema,
    summary: 'One version of a strategy',
  },
  saveStrategyDraft: {
    method: 'PUT',
    path: '/api/strategies/{name}/draft',
    request: strategyDraftSchema,
    response: strategyVersionInfoSchema,
    summary: 'Keeps a draft; a new name is a new strategy',
  },
  validateStrategy: {
    method: 'POST',
    path: '/api/strategies/{name}/validate',
    response: strategyProblemsSchema,
    summary: 'What is wrong with the draft, else with the active version',
  },
  deleteStrategy: {
    method: 'DELETE',
    path: '/api/strategies/{name}',
    summary: 'Deletes a strategy with all its versions; 409 with `error.usedBy` while it is in use',
  },
  readRoutingPointStrategy: {
    method: 'GET',
    path: '/api/configuration/directory-numbers/{number}/strategy',
    response: routingPointStrategySchema,
    summary: 'The strategy of a routing point',
  },
  assignStrategy: {
    method: 'PUT',
    path: '/api/configuration/directory-numbers/{number}/strategy',
    request: routingPointStrategySchema,
    response: routingPointStrategySchema,
    summary: 'Gives a strategy to a routing point, for every interaction that comes from then on; null takes it away',
  },
  activateStrategy: {
    method: 'POST',
    path: '/api/strategies/{name}/activate',
    request: activateStrategySchema,
    response: strategyVersionInfoSchema,
    summary:
      'Makes the draft, or an earlier version, the active one; 422 with `error.problems` when it does not validate',
  },
} as const;
