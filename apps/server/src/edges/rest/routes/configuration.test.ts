import type { PersonRole } from '@cordboard/shared/configuration/configuration-file';
import { dnOptionsSchema } from '@cordboard/shared/configuration/directory-number';
import { refuse } from '@cordboard/shared/errors';
import type { DnOptionsChange } from '@cordboard/shared/rest/endpoints';
import Fastify, { type FastifyInstance } from 'fastify';
import { describe, expect, it } from 'vitest';
import { fail, succeed } from '../../../base/result.ts';
import { requireToken } from '../authenticate.ts';
import { refusalOf, replyRefusal } from '../error-reply.ts';
import type { RestPorts } from '../ports.ts';
import { SchemaFailure, serializerCompiler, validatorCompiler } from '../server/zod-compilers.ts';
import { configurationRoutes } from './configuration.ts';

const roles: Readonly<Record<string, PersonRole>> = { maya: 'agent', sara: 'supervisor', admin: 'administrator' };
const options = dnOptionsSchema.parse({ multimedia: true });

async function setUp() {
  const changes: DnOptionsChange[] = [];
  const auth: RestPorts['auth'] = {
    login: async () => fail(refuse('WrongCredentials')),
    authenticate: (token) => ({ id: 'x', userName: token, place: null, createdAt: 0, expiresAt: 1 }),
    logout: async () => succeed(undefined),
    roleOf: (userName) => roles[userName],
  };
  const administration: RestPorts['administration'] = {
    dnOptionsOf: (number) => (number === '1001' ? succeed(options) : fail(refuse('UnknownDN'))),
    setDnOptions: async (_session, _number, change) => {
      changes.push(change);
      return succeed(options);
    },
  };
  const app = Fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, _request, reply) =>
    replyRefusal(reply, error instanceof SchemaFailure ? error.refusal : (refusalOf(error) ?? refuse('InternalError'))),
  );
  requireToken(app, auth);
  configurationRoutes(app, { administration } as RestPorts);
  await app.ready();
  return { app, changes };
}

const url = (number: string) => `/api/configuration/directory-numbers/${number}/options`;
const headers = (who: string) => ({ authorization: `Bearer ${who}` });
const read = (app: FastifyInstance, number: string, who = 'admin') =>
  app.inject({ url: url(number), headers: headers(who) });
const put = (app: FastifyInstance, payload: object, who = 'admin') =>
  app.inject({ method: 'PUT', url: url('1001'), headers: headers(who), payload });

describe('options of DNs', () => {
  it('[RE30] are read and changed by administrators alone', async () => {
    const { app, changes } = await setUp();
    expect((await read(app, '1001')).json()).toEqual(options);
    expect((await read(app, '9999')).json().error.code).toBe('UnknownDN');
    expect((await put(app, { voice: false, 'no-answer-timeout': 15 })).json()).toEqual(options);
    expect((await read(app, '1001', 'maya')).statusCode).toBe(403);
    expect((await put(app, { voice: true }, 'sara')).statusCode).toBe(403);
    expect(changes).toEqual([{ voice: false, 'no-answer-timeout': 15 }]);
  });

  it.each([
    { multimedia: 'yes' },
    { 'sip-signaling-chat': 'some' },
    { 'no-answer-timeout': 601 },
    { 'no-answer-overflow': [] },
    { colour: 'red' },
  ])('[RE30] %o is refused', async (change) => {
    const { app, changes } = await setUp();
    expect((await put(app, change)).statusCode).toBe(400);
    expect(changes).toEqual([]);
  });
});
