import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PersonRole } from '@cordboard/shared/configuration/configuration-file';
import { refuse } from '@cordboard/shared/errors';
import { expect, it } from 'vitest';
import { ContactCentre } from '../../../../test/support/centre/contact-centre.ts';
import { AccountCustomer } from '../../../../test/support/customers/account-customer.ts';
import { silentLogger } from '../../../base/logger.ts';
import { fail, succeed } from '../../../base/result.ts';
import type { Session } from '../../../services/auth/session.ts';
import { BindingReader } from '../../../services/registrar/binding-reader.ts';
import type { RestPorts } from '../ports.ts';
import { createRestServer } from '../server/rest-server.ts';

const roles: Readonly<Record<string, PersonRole>> = {
  admin: 'administrator',
  sara: 'supervisor',
  maya: 'agent',
  router: 'application',
};

it('[RG14] administrators and supervisors read who is registered where, nobody else', async () => {
  const centre = await ContactCentre.open();
  const alice = new AccountCustomer(centre, 'alice', { userAgent: 'Phone 1' });
  await alice.registerContact();
  await new AccountCustomer(centre, '1005', { transport: 'WS' }).registerContact({ expires: 120 });
  await new AccountCustomer(centre, 'alice').registerContact({ parameters: ';q=0.5' });
  const ports = {
    auth: {
      login: async () => fail(refuse('WrongCredentials')),
      authenticate: (token) => (Object.hasOwn(roles, token) ? ({ userName: token } as unknown as Session) : undefined),
      logout: async () => succeed(undefined),
      roleOf: (userName) => roles[userName],
    },
    bindings: new BindingReader({ state: centre.switchState, clock: centre.clock }),
  } satisfies Partial<RestPorts> as unknown as RestPorts;
  const desktopRoot = await mkdtemp(join(tmpdir(), 'cordboard-pages-'));
  for (const page of ['index.html', 'customer.html']) await writeFile(join(desktopRoot, page), '');
  const app = await createRestServer({ ports, logger: silentLogger, desktopRoot });
  const read = (token: string, query = '') =>
    app.inject({ url: `/api/bindings${query}`, headers: { authorization: `Bearer ${token}` } });

  const all = await read('sara');
  expect(all.statusCode).toBe(200);
  expect(all.json().total).toBe(3);
  expect(all.json().bindings.map(({ account, kind, q }: Record<string, unknown>) => [account, kind, q])).toEqual([
    ['1005', 'dn', 1],
    ['alice', 'customer', 1],
    ['alice', 'customer', 0.5],
  ]);
  expect(all.json().bindings[1]).toEqual({
    account: 'alice',
    kind: 'customer',
    contact: alice.contact,
    transport: 'UDP',
    source: `${alice.flow.remoteAddress}:${alice.flow.remotePort}`,
    userAgent: 'Phone 1',
    q: 1,
    instanceID: null,
    regID: null,
    refreshedAt: centre.clock.now(),
    expiresAt: centre.clock.now() + 3600_000,
  });
  expect((await read('admin', '?account=1005')).json().bindings).toHaveLength(1);
  const first = (await read('admin', '?account=alice&limit=1')).json();
  expect([first.bindings.length, first.total]).toEqual([1, 2]);
  expect((await read('admin', '?limit=0')).statusCode).toBe(400);
  expect((await read('maya')).statusCode).toBe(403);
  expect((await read('router')).statusCode).toBe(403);
  expect((await read('nobody')).statusCode).toBe(401);
  await app.close();
  await rm(desktopRoot, { recursive: true });
});
