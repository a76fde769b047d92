import { endpoints } from '@cordboard/shared/rest/endpoints';
import { describe, expect, it } from 'vitest';
import { buildOpenApiDocument } from './openapi-document.ts';

interface Operation {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: { readonly content: object };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: object }>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: { readonly Error: { readonly properties: object } } };
}

const document = JSON.parse(JSON.stringify(buildOpenApiDocument())) as Document;

describe('[RE17] the OpenAPI document', () => {
  it('is of version 3.1 and has the form of errors', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.components.schemas.Error.properties).toHaveProperty('error');
  });

  it.each(Object.entries(endpoints))('has %s', (operationId, endpoint) => {
    const operation = document.paths[endpoint.path]?.[endpoint.method.toLowerCase()];
    expect(operation?.operationId).toBe(operationId);
    expect(operation?.security).toEqual('isPublic' in endpoint ? [] : undefined);
    expect(operation?.requestBody !== undefined).toBe('request' in endpoint);
    const named = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    }));
    const inPath = operation?.parameters?.filter((parameter) => parameter.in === 'path') ?? [];
    expect(inPath).toEqual(named);
    const asked = operation?.parameters?.filter((parameter) => parameter.in === 'query') ?? [];
    expect(asked.map(({ name }) => name)).toEqual('query' in endpoint ? Object.keys(endpoint.query.shape) : []);
    expect(Object.keys(operation?.responses ?? {})).toHaveLength(2);
  });

  it('names nothing twice and refers to nothing that is not there', () => {
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    const references = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? [];
    expect(new Set(references)).toEqual(new Set(['"$ref":"#/components/schemas/Error"']));
  });
});
