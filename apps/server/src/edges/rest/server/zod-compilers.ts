import { type Refusal, refuse } from '@cordboard/shared/errors';
import { z } from 'zod';

/** A request that does not fit its schema. */
export class SchemaFailure extends Error {
  readonly refusal: Refusal;

  constructor(error: z.ZodError) {
    const issue = error.issues[0];
    const where = issue === undefined || issue.path.length === 0 ? 'The body' : issue.path.join('.');
    const refusal = refuse('InvalidRequest', `${where}: ${issue?.message ?? 'not allowed'}.`);
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** Lets fastify check requests by zod schemas. */
export function validatorCompiler({ schema }: { schema: unknown }) {
  return (value: unknown): { value: unknown } | { error: Error } => {
    if (!(schema instanceof z.ZodType)) return { value };
    const parsed = schema.safeParse(value);
    return parsed.success ? { value: parsed.data } : { error: new SchemaFailure(parsed.error) };
  };
}

/** Lets fastify write replies by zod schemas: what the schema does not name never leaves. */
export function serializerCompiler({ schema }: { schema: unknown }) {
  return (value: unknown): string => JSON.stringify(schema instanceof z.ZodType ? schema.parse(value) : value);
}
