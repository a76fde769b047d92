import type { PersonRole } from '@cordboard/shared/configuration/configuration-file';
import { refuse } from '@cordboard/shared/errors';
import { strategySchema } from '@cordboard/shared/routing/strategy';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../../base/logger.ts';
import { fail, succeed } from '../../../base/result.ts';
import type { RestPorts } from '../ports.ts';
import { createRestServer } from '../server/rest-server.ts';

const drawn = { start: 'end', blocks: { end: { type: 'end' } } };
const draftInfo = {
  version: 4,
  state: 'draft',
  savedBy: 'admin',
  savedAt: 1,
  activatedBy: null,
  activatedAt: null,
} as const;
const roles: Readonly<Record<string, PersonRole>> = { '1001': 'agent', router: 'application', admin: 'administrator' };
const problems = [{ block: 'a', message: 'Block "a" is wrong.' }];
const usedBy = { routingPoints: ['1111'], interactions: 2 };
const path = '/api/strategies/Any%20one';
const pathOfPoint = '/api/configuration/directory-numbers/1111/strategy';

/** One request to a server with this part of the interface alone. */
async function asked(method: 'GET' | 'PUT' | 'POST' | 'DELETE', url: string, payload?: object, token = 'admin') {
  const drafts: (readonly [string, string, string])[] = [];
  const strategies: RestPorts['strategies'] = {
    list: () => [{ name: 'Any one', active: 3, draft: null, routingPoints: ['1111'] }],
    read: () => fail(refuse('UnknownStrategy')),
    readVersion: (name, version) => succeed(strategySchema.parse({ ...drawn, name, version })),
    saveDraft: async (name, strategy, by) => {
      drafts.push([name, strategy.start, by]);
      return succeed({ ...draftInfo, savedBy: by });
    },
    validate: () => succeed(problems),
    activate: async (_name, by, version) =>
      version === undefined
        ? fail({ ...refuse('StrategyInvalid'), problems })
        : succeed({ ...draftInfo, version, activatedBy: by }),
    remove: async (name) =>
      name === 'Any one' ? fail({ ...refuse('StrategyInUse', 'By 1111.'), usedBy }) : succeed(undefined),
    strategyOf: (number) => (number === '1111' ? succeed({ strategy: 'Any one' }) : fail(refuse('UnknownDN'))),
    assign: async (number, strategy, by) => {
      drafts.push([number, String(strategy), by]);
      return strategy === 'Bad' ? fail({ ...refuse('StrategyInvalid'), problems }) : succeed({ strategy });
    },
  };
  const session = { id: 'x', place: null, createdAt: 0, expiresAt: 1 };
  const auth: Partial<RestPorts['auth']> = {
    authenticate: (given) => ({ ...session, userName: given }),
    roleOf: (userName) => roles[userName],
  };
  const ports = { auth, strategies } as RestPorts;
  const app = await createRestServer({ ports, logger: silentLogger, desktopRoot: '/nowhere' });
  try {
    const headers = { authorization: `Bearer ${token}` };
    const reply = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
    return { status: reply.statusCode, body: reply.body === '' ? null : (reply.json() as unknown), drafts };
  } finally {
    await app.close();
  }
}

describe('[RT80] strategies', () => {
  it('are listed, read by version and drawn by administrators', async () => {
    expect(await asked('GET', '/api/strategies')).toMatchObject({
      status: 200,
      body: [{ name: 'Any one', active: 3 }],
    });
    expect(await asked('GET', `${path}/versions/2`)).toMatchObject({ body: { name: 'Any one', version: 2 } });
    const saved = await asked('PUT', `${path}/draft`, drawn);
    expect(saved).toMatchObject({ status: 200, body: { version: 4 }, drafts: [['Any one', 'end', 'admin']] });
    expect(await asked('POST', `${path}/validate`)).toMatchObject({ status: 200, body: [{ block: 'a' }] });
    expect(await asked('POST', `${path}/activate`, { version: 2 })).toMatchObject({ body: { activatedBy: 'admin' } });
  });

  it('that are wrong are refused with their blocks', async () => {
    const refusedBody = { error: { code: 'StrategyInvalid', message: expect.any(String), problems } };
    expect(await asked('POST', `${path}/activate`)).toMatchObject({ status: 422, body: refusedBody });
    expect(await asked('PUT', `${path}/draft`, { start: 'x' })).toMatchObject({ status: 400, drafts: [] });
    expect(await asked('GET', path)).toMatchObject({ status: 404 });
    expect(await asked('GET', `${path}/versions/last`)).toMatchObject({ status: 400 });
  });

  it.each(['1001', 'router'])('are nothing for %s', async (token) => {
    expect(await asked('GET', '/api/strategies', undefined, token)).toMatchObject({ status: 403 });
    expect(await asked('POST', `${path}/activate`, { version: 2 }, token)).toMatchObject({ status: 403 });
  });

  it.each(['a%0Ab', '%00', '%20a', 'a%20', 'a%E2%80%AEb', 'a%E2%80%A8b'])(
    '[RT87] are not drawn under the name %s',
    async (name) => {
      expect(await asked('PUT', `/api/strategies/${name}/draft`, drawn)).toMatchObject({ status: 400, drafts: [] });
    },
  );

  it('[RT87] have names in any language', async () => {
    const name = 'Привет, 世界 👩‍💻 (2)';
    const saved = await asked('PUT', `/api/strategies/${encodeURIComponent(name)}/draft`, drawn);
    expect(saved).toMatchObject({ status: 200, drafts: [[name, 'end', 'admin']] });
  });

  it('[RE32] are deleted by administrators, and say who uses them', async () => {
    expect(await asked('DELETE', '/api/strategies/Other')).toMatchObject({ status: 204, body: null });
    const error = { code: 'StrategyInUse', message: 'The strategy is in use. By 1111.', usedBy };
    expect(await asked('DELETE', path)).toMatchObject({ status: 409, body: { error } });
    expect(await asked('DELETE', path, undefined, '1001')).toMatchObject({ status: 403 });
  });

  it('[RE32] are given to routing points by administrators', async () => {
    expect(await asked('GET', pathOfPoint)).toMatchObject({ status: 200, body: { strategy: 'Any one' } });
    expect(await asked('GET', pathOfPoint.replace('1111', '1001'))).toMatchObject({ status: 404 });
    const given = await asked('PUT', pathOfPoint, { strategy: null });
    expect(given).toMatchObject({ status: 200, body: { strategy: null }, drafts: [['1111', 'null', 'admin']] });
    expect(await asked('PUT', pathOfPoint, { strategy: 'Bad' })).toMatchObject({
      status: 422,
      body: { error: { problems } },
    });
    for (const body of [{}, { strategy: '' }, { strategy: 'x', more: 1 }]) {
      expect(await asked('PUT', pathOfPoint, body)).toMatchObject({ status: 400, drafts: [] });
    }
    expect(await asked('PUT', pathOfPoint, { strategy: null }, 'router')).toMatchObject({ status: 403, drafts: [] });
  });
});
