import { strategySchema } from '@cordboard/shared/routing/strategy';
import { describe, expect, test } from 'vitest';
import { RETIRED_VERSIONS_MAX } from '../../../src/services/configuration/strategies.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';
import { asking, draw, saying, strategiesOf } from '../../support/scenes/drawn-strategies.ts';

const NAME = 'Closed';

async function saidTo1113(centre: ContactCentre): Promise<readonly unknown[]> {
  const alice = new PageCustomer(centre);
  await alice.say('Hello?', { to: '1113' });
  await centre.settle();
  return alice.shown;
}

const statesOf = (centre: ContactCentre, name = NAME) => {
  const read = strategiesOf(centre).read(name);
  return read.ok ? read.value.versions.map(({ version, state }) => `${version} ${state}`) : [read.failure.code];
};

describe('versions of a strategy', () => {
  test('[RT80] a draft changes nothing until it is activated, then every new interaction at once', async () => {
    const centre = await ContactCentre.open();
    const strategies = strategiesOf(centre);
    const [before] = await saidTo1113(centre);
    expect(statesOf(centre)).toEqual(['1 active']);
    await strategies.saveDraft(NAME, saying('We have moved.'), 'admin');
    expect(statesOf(centre)).toEqual(['2 draft', '1 active']);
    expect(await saidTo1113(centre)).toEqual([before]);
    expect(strategies.list().find(({ name }) => name === NAME)).toEqual({
      name: NAME,
      active: 1,
      draft: 2,
      routingPoints: ['1113'],
    });
    expect(await strategies.activate(NAME, 'admin', undefined)).toMatchObject({
      ok: true,
      value: { version: 2, state: 'active', savedBy: 'admin', activatedBy: 'admin' },
    });
    expect(statesOf(centre)).toEqual(['2 active', '1 retired']);
    expect(await saidTo1113(centre)).toEqual(['We have moved.']);
  });

  test('[RT80] there is one draft; a new name is a new strategy', async () => {
    const centre = await ContactCentre.open();
    const strategies = strategiesOf(centre);
    await strategies.saveDraft(NAME, saying('one'), 'admin');
    await strategies.saveDraft(NAME, saying('two'), 'admin');
    expect(statesOf(centre)).toEqual(['2 draft', '1 active']);
    await strategies.saveDraft('New', saying('three'), 'admin');
    expect(statesOf(centre, 'New')).toEqual(['1 draft']);
    expect(strategies.read('New')).toMatchObject({ value: { active: null, draft: { name: 'New', version: 1 } } });
    expect(strategies.read('None')).toMatchObject({ failure: { code: 'UnknownStrategy' } });
    expect(await strategies.activate('None', 'admin', undefined)).toMatchObject({
      failure: { code: 'UnknownStrategy' },
    });
    expect(await strategies.activate('Welcome menu', 'admin', undefined)).toMatchObject({
      failure: { code: 'NoDraft' },
    });
    expect(await strategies.activate(NAME, 'admin', 9)).toMatchObject({ failure: { code: 'UnknownStrategy' } });
  });

  test('[RT81] one that does not validate says which block and why, and nothing changes', async () => {
    const centre = await ContactCentre.open();
    const strategies = strategiesOf(centre);
    const [before] = await saidTo1113(centre);
    const lost = strategySchema.parse({
      ...saying('x'),
      start: 'q',
      blocks: { q: { type: 'queue', virtualQueue: 'VQ_None', next: 'gone' } },
    });
    await strategies.saveDraft(NAME, lost, 'admin');
    const problems = expect.arrayContaining([{ block: 'q', message: expect.stringContaining('"gone"') }]);
    expect(strategies.validate(NAME)).toMatchObject({ ok: true, value: problems });
    expect(await strategies.activate(NAME, 'admin', undefined)).toMatchObject({
      ok: false,
      failure: { code: 'StrategyInvalid', problems },
    });
    expect(statesOf(centre)).toEqual(['2 draft', '1 active']);
    expect(await saidTo1113(centre)).toEqual([before]);
  });

  test('[RT82] what runs finishes on its version', async () => {
    const centre = await ContactCentre.open();
    await draw(centre, NAME, asking('old'));
    const alice = new SessionCustomer(centre);
    await alice.invite({ to: '1113' });
    await alice.say('first');
    await draw(centre, NAME, saying('new'));
    await alice.say('second');
    await centre.settle();
    expect(alice.shown).toEqual(['old']);
    expect(await saidTo1113(centre)).toEqual(['new']);
  });

  test('[RT82] also after a restart, and when its version has long been retired', async () => {
    const centre = await ContactCentre.open();
    await draw(centre, NAME, asking('old'));
    const alice = new PageCustomer(centre);
    await alice.say('first', { to: '1113' });
    for (let version = 0; version < RETIRED_VERSIONS_MAX + 5; version += 1)
      await draw(centre, NAME, saying(`new ${version}`));
    expect(statesOf(centre)).toHaveLength(RETIRED_VERSIONS_MAX + 2);
    await centre.crash();
    await alice.say('second', { to: '1113' });
    await centre.settle();
    expect(alice.shown).toEqual(['old']);
    await draw(centre, NAME, saying('last'));
    expect(statesOf(centre).some((line) => line.startsWith('2 '))).toBe(false);
    expect(await saidTo1113(centre)).toEqual(['last']);
  });

  test('[RT82] an earlier version can be activated again', async () => {
    const centre = await ContactCentre.open();
    const [before] = await saidTo1113(centre);
    await draw(centre, NAME, saying('new'));
    expect(await strategiesOf(centre).activate(NAME, 'admin', 1)).toMatchObject({ ok: true, value: { version: 1 } });
    expect(statesOf(centre)).toEqual(['2 retired', '1 active']);
    expect(await saidTo1113(centre)).toEqual([before]);
  });

  test('[RT83] it is on the record: versions outlive a crash, who did it is in the audit', async () => {
    const centre = await ContactCentre.open();
    await draw(centre, NAME, saying('new'));
    await strategiesOf(centre).saveDraft(NAME, saying('newer'), 'admin');
    await centre.crash();
    expect(statesOf(centre)).toEqual(['3 draft', '2 active', '1 retired']);
    expect(await saidTo1113(centre)).toEqual(['new']);
    const audit = await centre.store.readDocuments('audit', '' as never);
    expect(audit.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
      { what: 'strategyDraftSaved', who: 'admin', detail: { strategy: NAME, version: 2 } },
      { what: 'strategyActivated', who: 'admin', detail: { strategy: NAME, version: 2 } },
      { what: 'strategyDraftSaved', who: 'admin', detail: { strategy: NAME, version: 3 } },
    ]);
  });

  test('[RT83] while nothing can be stored nothing changes', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    const strategies = strategiesOf(centre);
    centre.store.failNext(1);
    const saved = strategies.saveDraft(NAME, saying('new'), 'admin');
    await centre.pass(5);
    expect(await saved).toMatchObject({ ok: false, failure: { code: 'StoreUnavailable' } });
    expect(statesOf(centre)).toEqual(['1 active']);
    expect(maya.endedBecause).toBeUndefined();
  });
});
