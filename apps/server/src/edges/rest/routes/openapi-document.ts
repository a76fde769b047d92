import { endpoints, errorReplySchema } from '@cordboard/shared/rest/endpoints';
import { z } from 'zod';

/** How `endpoints` describes one of its entries. */
interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly request?: z.ZodType;
  /** Parameters behind the question mark. */
  readonly query?: z.ZodObject;
  readonly response?: z.ZodType;
  readonly isPublic?: boolean;
}

/** The OpenAPI 3.1 document of the REST interface, made from `endpoints`. */
export function buildOpenApiDocument(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [operationId, endpoint] of Object.entries<Endpoint>(endpoints)) {
    paths[endpoint.path] = {
      ...paths[endpoint.path],
      [endpoint.method.toLowerCase()]: buildOperation(operationId, endpoint),
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Cordboard', version: '1', description: 'REST interface of a Cordboard server.' },
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: toSchema(errorReplySchema, 'output') },
    },
    security: [{ token: [] }],
  };
}

function buildOperation(operationId: string, { path, summary, request, query, response, isPublic }: Endpoint): object {
  const parameters = [...pathParameters(path), ...(query === undefined ? [] : queryParameters(query))];
  return {
    operationId,
    summary,
    ...(isPublic === true ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(request === undefined ? {} : { requestBody: { required: true, content: asJson(toSchema(request, 'input')) } }),
    responses: {
      ...buildSuccess(response, operationId),
      default: {
        description: 'Refused; `code` says why.',
        content: asJson({ $ref: '#/components/schemas/Error' }),
      },
    },
  };
}

function buildSuccess(response: z.ZodType | undefined, operationId: string): object {
  if (response !== undefined) return { '200': { description: 'Done.', content: asJson(toSchema(response, 'output')) } };
  if (operationId === 'readOpenApi') return { '200': { description: 'Done.', content: asJson({ type: 'object' }) } };
  return { '204': { description: 'Done.' } };
}

function pathParameters(path: string): readonly object[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodObject): readonly object[] {
  const { properties = {} } = toSchema(query, 'output') as { properties?: Record<string, object> };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _dialect, '~standard': _standard, ...plain } = z.toJSONSchema(schema, { io });
  return plain;
}

function asJson(schema: object): object {
  return { 'application/json': { schema } };
}
