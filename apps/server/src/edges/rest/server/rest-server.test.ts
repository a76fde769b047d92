import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PersonRole } from '@cordboard/shared/configuration/configuration-file';
import { refuse } from '@cordboard/shared/errors';
import { endpoints } from '@cordboard/shared/rest/endpoints';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { connID, person, run, unfinished } from '../../../../test/support/rest-replies.ts';
import { silentLogger } from '../../../base/logger.ts';
import { fail, succeed } from '../../../base/result.ts';
import type { Login } from '../../../services/auth/auth-service.ts';
import type { Session } from '../../../services/auth/session.ts';
import type { RestPorts } from '../ports.ts';
import { createRestServer } from './rest-server.ts';

const session: Session = { id: 'x', userName: '1001', place: null, createdAt: 0, expiresAt: 1 };
const roles: Readonly<Record<string, PersonRole>> = {
  '1001': 'agent',
  '2001': 'supervisor',
  router: 'application',
  admin: 'administrator',
};
const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function setUp() {
  const notes: string[] = [];
  const audits: object[] = [];
  const logins: Login[] = [];
  const state = { isReady: true, isOpen: true, isFailing: false };
  const ports: RestPorts = {
    auth: {
      login: async (login) => {
        logins.push(login);
        if (login.userName === 'paused') return fail({ ...refuse('TooManyRequests'), retryAfterSeconds: 5 });
        return login.password === 'demo' ? succeed({ token: '1001', session }) : fail(refuse('WrongCredentials'));
      },
      authenticate: (token) => (Object.hasOwn(roles, token) ? { ...session, userName: token } : undefined),
      isOpen: () => state.isOpen,
      logout: async () => succeed(undefined),
      roleOf: (userName) => roles[userName],
    },
    desktop: {
      sipEndpointOf: () => fail(refuse('UnknownDN')),
      sessionView: () => ({ person: Object.assign({ passwordHash: 'secret' }, person), place: null }),
      settingsFor: () => {
        throw new Error('our own mistake');
      },
      decisionsOf: async (_session, id) => (id === connID ? succeed([]) : fail(refuse('UnknownCall'))),
      unfinishedOf: () => [{ ...unfinished, userName: '1001' }],
      finish: async (_session, id) => (id === connID ? succeed(undefined) : fail(refuse('UnknownCall'))),
      readNote: async () => succeed(notes.at(-1) ?? ''),
      writeNote: async (_session, _id, note) => {
        notes.push(note);
        return succeed(undefined);
      },
    },
    audit: {
      read: async (_session, query) => {
        audits.push(query);
        return succeed({ entries: [], next: null });
      },
    },
    // In strategies.test.ts.
    strategies: {} as RestPorts['strategies'],
    messages: {} as RestPorts['messages'],
    bindings: {} as RestPorts['bindings'],
    // In routes/configuration.test.ts.
    administration: {} as RestPorts['administration'],
    health: { isReady: () => state.isReady },
    simulator: {
      simulate: async ({ seed }) =>
        seed === 7
          ? fail(refuse('TooManyRequests'))
          : succeed({ routingPoint: '1111', from: 0, seed, runs: [run], differences: [] }),
    },
    metrics: { contentType: 'text/plain; version=0.0.4', read: async () => 'cordboard_sockets 0\n' },
  };
  const desktopRoot = await mkdtemp(join(tmpdir(), 'cordboard-pages-'));
  open.push(() => rm(desktopRoot, { recursive: true }));
  await mkdir(join(desktopRoot, 'assets'));
  await writeFile(join(desktopRoot, 'index.html'), '<title>Cordboard</title>');
  await writeFile(join(desktopRoot, 'customer.html'), '<title>Chat with us</title>');
  await writeFile(join(desktopRoot, 'assets', 'index-3f2a.js'), 'export {};');
  const app = await createRestServer({ ports, logger: silentLogger, desktopRoot });
  open.unshift(() => app.close());
  return { app, audits, notes, logins, state };
}

const bearer = (token = '1001') => ({ authorization: `Bearer ${token}` });
const logIn = (app: FastifyInstance, payload: unknown) =>
  app.inject({ method: 'POST', url: '/api/session', payload: payload as object });

describe('sessions', () => {
  it('[RE1] [RE15] a login answers token, person and place, and nothing else that is known', async () => {
    const { app, logins } = await setUp();
    const reply = await logIn(app, { userName: '1001', password: 'demo', place: '1002' });
    expect([reply.statusCode, reply.json()]).toEqual([200, { token: '1001', person, place: null }]);
    expect(logins).toEqual([{ userName: '1001', password: 'demo', place: '1002', source: '127.0.0.1' }]);
  });

  it('[RE33] while the server starts no token is judged', async () => {
    const { app, state } = await setUp();
    state.isOpen = false;
    for (const headers of [bearer(), bearer('stranger'), {}]) {
      const reply = await app.inject({ url: '/api/session', headers });
      expect([reply.statusCode, reply.json().error.code]).toEqual([503, 'StoreUnavailable']);
      expect(reply.headers['retry-after']).toBe('1');
    }
    state.isOpen = true;
    expect((await app.inject({ url: '/api/session', headers: bearer() })).statusCode).toBe(200);
  });

  it('[RE3] a refused login answers 401', async () => {
    const { app } = await setUp();
    const reply = await logIn(app, { userName: '1001', password: 'wrong' });
    expect(reply.statusCode).toBe(401);
    expect(reply.json()).toEqual({
      error: { code: 'WrongCredentials', message: 'User name or password is wrong.' },
    });
  });

  it('[RE4] a paused login answers 429 with Retry-After', async () => {
    const { app } = await setUp();
    const reply = await logIn(app, { userName: 'paused', password: 'demo' });
    expect([reply.statusCode, reply.headers['retry-after']]).toEqual([429, '5']);
    expect(reply.json().error.code).toBe('TooManyRequests');
  });

  it.each([
    [undefined],
    [{}],
    [[]],
    ['text'],
    [null],
    [{ userName: '1001' }],
    [{ userName: 5, password: 'demo' }],
    [{ userName: '', password: 'demo' }],
    [{ userName: '1001', password: ['demo'] }],
    [{ userName: '1001', password: 'x'.repeat(1025) }],
    [{ userName: 'x'.repeat(129), password: 'demo' }],
  ])('[RE13] a body that does not fit the schema answers 400: %j', async (payload) => {
    const { app, logins } = await setUp();
    const reply = await logIn(app, payload);
    expect(reply.statusCode).toBeGreaterThanOrEqual(400);
    expect(reply.statusCode).toBeLessThan(416);
    expect(reply.json()).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
    expect(logins).toEqual([]);
  });

  it('[RE15] the session of a token, without what its schema does not name, can be read and ended', async () => {
    const { app } = await setUp();
    const read = await app.inject({ url: '/api/session', headers: bearer() });
    expect([read.statusCode, read.json()]).toEqual([200, { token: '1001', person, place: null }]);
    const headers = { ...bearer(), 'content-type': 'application/json' };
    const ended = await app.inject({ method: 'DELETE', url: '/api/session', headers });
    expect([ended.statusCode, ended.body]).toEqual([204, '']);
  });
});

describe('tokens', () => {
  const guarded = [
    ['GET', '/api/session'],
    ['DELETE', '/api/session'],
    ['GET', '/api/desktop'],
    ['GET', `/api/interactions/${connID}/decisions`],
    ['GET', `/api/interactions/${connID}/note`],
    ['PUT', `/api/interactions/${connID}/note`],
    ['GET', '/api'],
    ['GET', '/api/'],
    ['GET', '/api/nothing'],
    ['POST', '/api/nothing'],
    ['GET', '/%61pi/session'],
    ['GET', '/api//session'],
  ] as const;

  it.each(guarded)('[RE12] %s %s without one answers 401', async (method, url) => {
    const { app } = await setUp();
    const authorizations = [undefined, '', 'Bearer', 'Bearer ', 'Bearer x', 'Basic 1001', '1001', 'Bearer __proto__'];
    for (const authorization of authorizations) {
      const headers = authorization === undefined ? {} : { authorization };
      const reply = await app.inject({ method, url, headers });
      expect([reply.statusCode, reply.json().error.code]).toEqual([401, 'Unauthorized']);
      expect(reply.headers['www-authenticate']).toBe('Bearer');
    }
  });

  it.each(['/api', '/api/nothing', '/api/session/x'])('[RE13] %s with one answers 404', async (url) => {
    const { app } = await setUp();
    const reply = await app.inject({ url, headers: bearer() });
    expect([reply.statusCode, reply.json().error.code]).toEqual([404, 'NotFound']);
  });

  it('[RE12] every endpoint that is not public needs one', async () => {
    const { app } = await setUp();
    for (const { method, path, ...endpoint } of Object.values(endpoints)) {
      const reply = await app.inject({ method, url: path.replace('{connID}', connID) });
      expect(reply.statusCode === 401, `${method} ${path}`).toBe(!('isPublic' in endpoint));
    }
  });

  it('[RE16] a role without the permission gets 403', async () => {
    const { app } = await setUp();
    const reply = await app.inject({ url: '/api/desktop', headers: bearer('router') });
    expect([reply.statusCode, reply.json().error.code]).toEqual([403, 'PermissionDenied']);
  });
});

describe('interactions', () => {
  it('a note is written and read', async () => {
    const { app, notes } = await setUp();
    const url = `/api/interactions/${connID}/note`;
    const written = await app.inject({ method: 'PUT', url, headers: bearer(), payload: { note: 'Wants a refund.' } });
    expect([written.statusCode, notes]).toEqual([204, ['Wants a refund.']]);
    expect((await app.inject({ url, headers: bearer() })).json()).toEqual({ note: 'Wants a refund.' });
  });

  it('[RE16] a refusal of the desktop view is answered with its status', async () => {
    const { app } = await setUp();
    const own = await app.inject({ url: `/api/interactions/${connID}/decisions`, headers: bearer() });
    expect([own.statusCode, own.json()]).toEqual([200, []]);
    const foreign = await app.inject({ url: '/api/interactions/ffffffffffffffff/decisions', headers: bearer() });
    expect([foreign.statusCode, foreign.json().error.code]).toEqual([404, 'UnknownCall']);
  });

  it('[RE26] acts of supervision are asked for by supervisors, in bounds', async () => {
    const { app, audits } = await setUp();
    const read = (query: string, token = '2001') => app.inject({ url: `/api/audit${query}`, headers: bearer(token) });
    expect((await read('?from=1&to=5&who=2001&limit=2&before=9')).json()).toEqual({ entries: [], next: null });
    expect((await read('')).statusCode).toBe(200);
    expect(audits).toEqual([{ from: 1, to: 5, who: '2001', limit: 2, before: 9 }, { limit: 100 }]);
    for (const query of ['?limit=501', '?limit=0', '?from=yesterday', '?connID=x', '?who=']) {
      expect((await read(query)).statusCode).toBe(400);
    }
    expect((await read('', '1001')).json().error.code).toBe('PermissionDenied');
  });

  it('[RE25] what is not done is listed, without what the schema does not name, and marked as done', async () => {
    const { app } = await setUp();
    const list = await app.inject({ url: '/api/interactions/unfinished', headers: bearer() });
    expect([list.statusCode, list.json()]).toEqual([200, [unfinished]]);
    const done = (id: string, token?: string) =>
      app.inject({ method: 'PUT', url: `/api/interactions/${id}/done`, headers: bearer(token) });
    expect((await done(connID)).statusCode).toBe(204);
    expect((await done('ffffffffffffffff')).statusCode).toBe(404);
    expect((await done(connID, 'router')).statusCode).toBe(403);
  });

  it.each(['1', '__proto__', '..%2f..%2fetc', 'x'.repeat(500)])('[RE13] %s is no connID', async (id) => {
    const { app } = await setUp();
    const reply = await app.inject({ url: `/api/interactions/${id}/note`, headers: bearer() });
    expect([400, 404, 414]).toContain(reply.statusCode);
    expect(reply.json()).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
  });
});

describe('bad input', () => {
  const note = `/api/interactions/${connID}/note`;

  it.each([
    ['broken JSON', '{"note":', 'application/json', 400, 'InvalidRequest'],
    ['a prototype', '{"note":"x","__proto__":{"a":1}}', 'application/json', 400, 'InvalidRequest'],
    ['a constructor', '{"note":"x","constructor":{"prototype":{}}}', 'application/json', 400, 'InvalidRequest'],
    ['no body', '', 'application/json', 400, 'InvalidRequest'],
    ['a form', 'note=x', 'application/x-www-form-urlencoded', 415, 'UnsupportedMediaType'],
    ['XML', '<note/>', 'text/xml', 415, 'UnsupportedMediaType'],
    ['100 kB', JSON.stringify({ note: 'x'.repeat(100_000) }), 'application/json', 413, 'BodyTooLarge'],
    ['nesting', `{"note":${'['.repeat(20_000)}`, 'application/json', 400, 'InvalidRequest'],
  ])('[RE13] [RE14] %s', async (_what, payload, type, status, code) => {
    const { app, notes } = await setUp();
    const headers = { ...bearer(), 'content-type': type };
    const reply = await app.inject({ method: 'PUT', url: note, headers, payload });
    expect([reply.statusCode, reply.json().error?.code]).toEqual([status, code]);
    expect(notes).toEqual([]);
  });

  it('[RE13] our own mistake answers 500 and tells nothing of it', async () => {
    const { app } = await setUp();
    const reply = await app.inject({ url: '/api/desktop', headers: bearer() });
    expect([reply.statusCode, reply.json()]).toEqual([
      500,
      { error: { code: 'InternalError', message: 'The server failed on this request.' } },
    ]);
  });

  it.each(['/%zz', '/api/interactions/%ff/note'])('[RE13] the broken path %s', async (url) => {
    const { app } = await setUp();
    const reply = await app.inject({ url, headers: bearer() });
    expect([400, 404]).toContain(reply.statusCode);
    expect(reply.json()).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
  });

  it('[RE13] bytes that are no HTTP request', async () => {
    const { app } = await setUp();
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as { port: number };
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('\x16\x03\x01 hello\r\n\r\n'));
      let received = '';
      socket.on('data', (bytes) => {
        received += bytes.toString();
      });
      socket.on('close', () => resolve(received));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({ error: { code: 'InvalidRequest' } });
  });
});

describe('pages and monitoring', () => {
  it.each([
    ['/', 'Cordboard', 'no-cache'],
    ['/customer', 'Chat with us', 'no-cache'],
    ['/assets/index-3f2a.js', 'export', 'public, max-age=31536000, immutable'],
  ])('[RE18] %s', async (url, contains, cacheControl) => {
    const { app } = await setUp();
    const reply = await app.inject({ url });
    expect([reply.statusCode, reply.headers['cache-control']]).toEqual([200, cacheControl]);
    expect(reply.body).toContain(contains);
  });

  it.each(['/', '/api/openapi.json', '/healthz', '/nothing'])('[RE19] %s has the security headers', async (url) => {
    const { headers } = await (await setUp()).app.inject({ url });
    expect(headers['x-content-type-options']).toBe('nosniff');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it.each(['/nothing', '/../package.json', '/%2e%2e/package.json', '/assets/', '/.sources'])(
    '[RE13] %s answers 404',
    async (url) => {
      const reply = await (await setUp()).app.inject({ url });
      expect([reply.statusCode, reply.json().error.code]).toEqual([404, 'NotFound']);
    },
  );

  it('[RE20] health follows the server', async () => {
    const { app, state } = await setUp();
    expect((await app.inject({ url: '/healthz' })).statusCode).toBe(200);
    state.isReady = false;
    const reply = await app.inject({ url: '/healthz' });
    expect([reply.statusCode, reply.json().error.code]).toEqual([503, 'StoreUnavailable']);
  });

  it('[RE20] metrics are text', async () => {
    const reply = await (await setUp()).app.inject({ url: '/metrics' });
    expect([reply.statusCode, reply.body]).toEqual([200, 'cordboard_sockets 0\n']);
    expect(reply.headers['content-type']).toContain('text/plain');
  });
});

describe('the simulator', () => {
  const ask = (app: FastifyInstance, token: string, payload: object) =>
    app.inject({ method: 'POST', url: '/api/simulate', headers: bearer(token), payload });

  it('[SU9] is for administrators', async () => {
    const { app } = await setUp();
    const reply = await ask(app, '1001', { mode: 'day' });
    expect([reply.statusCode, reply.json().error.code]).toEqual([403, 'PermissionDenied']);
    expect((await ask(app, 'admin', { mode: 'day' })).json()).toMatchObject({ routingPoint: '1111', seed: 1 });
  });

  it('[SU9] says what is wrong with a request, and why it does not simulate', async () => {
    const { app } = await setUp();
    const broken = await ask(app, 'admin', { mode: 'day', hours: 2000 });
    expect([broken.statusCode, broken.json().error.message]).toEqual([400, expect.stringContaining('hours')]);
    const busy = await ask(app, 'admin', { mode: 'day', seed: 7 });
    expect([busy.statusCode, busy.json().error.code]).toEqual([429, 'TooManyRequests']);
  });
});
