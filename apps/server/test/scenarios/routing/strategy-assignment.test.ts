import { describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';
import { asking, draw, saying, strategiesOf } from '../../support/scenes/drawn-strategies.ts';
import { outsideRouter } from '../../support/scenes/router-scene.ts';

const assign = (centre: ContactCentre, dn: string, strategy: string | null) =>
  strategiesOf(centre).assign(dn, strategy, 'admin');
const remove = (centre: ContactCentre, name: string) => strategiesOf(centre).remove(name, 'admin');
const namesIn = (centre: ContactCentre) =>
  strategiesOf(centre)
    .list()
    .map(({ name }) => name);

/** What somebody hears who writes there; undefined when it is not served. */
async function heardAt(centre: ContactCentre, to: string): Promise<readonly unknown[] | undefined> {
  const customer = new SessionCustomer(centre);
  const { status } = await customer.invite({ to });
  if (status !== 200) return undefined;
  await customer.say('Hello?');
  await centre.settle();
  return customer.shown;
}

describe('the strategy of a routing point', () => {
  test('[RT84] is given while the server runs: for whoever comes from then on', async () => {
    const centre = await ContactCentre.open();
    await draw(centre, 'New', saying('We have moved.'));
    expect(await heardAt(centre, '1119')).toBeUndefined();
    expect(await assign(centre, '1119', 'New')).toEqual({ ok: true, value: { strategy: 'New' } });
    expect(await heardAt(centre, '1119')).toEqual(['We have moved.']);
    expect(strategiesOf(centre).strategyOf('1119')).toEqual({ ok: true, value: { strategy: 'New' } });
    const listed = strategiesOf(centre).list();
    expect(listed.find(({ name }) => name === 'New')?.routingPoints).toEqual(['1119']);
  });

  test('[RT84] who is in a strategy stays in it', async () => {
    const centre = await ContactCentre.open();
    await draw(centre, 'Old', asking('old'));
    await draw(centre, 'New', saying('new'));
    await assign(centre, '1113', 'Old');
    const alice = new SessionCustomer(centre);
    await alice.invite({ to: '1113' });
    await alice.say('first');
    await assign(centre, '1113', 'New');
    await alice.say('second');
    await centre.settle();
    expect(alice.shown).toEqual(['old']);
    expect(await heardAt(centre, '1113')).toEqual(['new']);
  });

  test('[RT84] is taken away: nobody is served there', async () => {
    const centre = await ContactCentre.open();
    expect(await assign(centre, '1113', null)).toEqual({ ok: true, value: { strategy: null } });
    expect(await heardAt(centre, '1113')).toBeUndefined();
    expect(strategiesOf(centre).strategyOf('1113')).toEqual({ ok: true, value: { strategy: null } });
  });

  test('[RT84] outlives a crash, and who did it is in the audit', async () => {
    const centre = await ContactCentre.open();
    await draw(centre, 'New', saying('We have moved.'));
    await assign(centre, '1119', 'New');
    await assign(centre, '1113', null);
    await centre.crash();
    expect(await heardAt(centre, '1119')).toEqual(['We have moved.']);
    expect(await heardAt(centre, '1113')).toBeUndefined();
    const audit = await centre.store.readDocuments('audit', '' as never);
    expect(audit.map(({ body }) => JSON.parse(body) as unknown).slice(2)).toMatchObject([
      { what: 'strategyAssigned', who: 'admin', detail: { dn: '1119', strategy: 'New' } },
      { what: 'strategyAssigned', who: 'admin', detail: { dn: '1113', strategy: '' } },
    ]);
  });

  test('[RT84] must be there and active, on a routing point, and lead in no circle', async () => {
    const centre = await ContactCentre.open();
    const failing = (code: string) => ({ ok: false, failure: { code } });
    expect(await assign(centre, '1001', 'Closed')).toMatchObject(failing('UnknownDN'));
    expect(strategiesOf(centre).strategyOf('1001')).toMatchObject(failing('UnknownDN'));
    expect(await assign(centre, '1119', 'None')).toMatchObject(failing('UnknownStrategy'));
    await strategiesOf(centre).saveDraft('Drawn', saying('x'), 'admin');
    expect(await assign(centre, '1119', 'Drawn')).toMatchObject(failing('StrategyNotActive'));
    await draw(centre, 'There', { ...saying('x'), defaultDestination: '1119' });
    await draw(centre, 'Back', { ...saying('x'), defaultDestination: '1113' });
    await assign(centre, '1113', 'There');
    expect(await assign(centre, '1119', 'Back')).toMatchObject({
      ok: false,
      failure: {
        code: 'StrategyInvalid',
        problems: expect.arrayContaining([expect.objectContaining({ block: null })]),
      },
    });
    expect(await heardAt(centre, '1119')).toBeUndefined();
  });

  test('[RT84] while nothing can be stored nothing changes', async () => {
    const centre = await ContactCentre.open();
    centre.store.failNext(1);
    const assigned = assign(centre, '1113', null);
    await centre.pass(5);
    expect(await assigned).toMatchObject({ ok: false, failure: { code: 'StoreUnavailable' } });
    expect(strategiesOf(centre).strategyOf('1113')).toMatchObject({ value: { strategy: 'Closed' } });
  });

  test('[RT85] is for those too who wait there for an outside router that is gone', async () => {
    const centre = await ContactCentre.open();
    await draw(centre, 'New', saying('We have moved.'));
    const router = await outsideRouter(centre, ['1119']);
    const alice = new SessionCustomer(centre);
    await alice.invite({ to: '1119' });
    await alice.say('Hello?');
    router.disconnect();
    await centre.pass(30);
    expect(alice.shown).toEqual([]);
    await assign(centre, '1119', 'New');
    await centre.settle();
    expect(alice.shown).toEqual(['We have moved.']);
  });
});

describe('a strategy', () => {
  test('[RT86] that nobody uses is deleted with its versions, for good', async () => {
    const centre = await ContactCentre.open();
    await draw(centre, 'New', saying('one'));
    await strategiesOf(centre).saveDraft('New', saying('two'), 'admin');
    expect(await remove(centre, 'New')).toMatchObject({ ok: true });
    expect(await remove(centre, 'New')).toMatchObject({ ok: false, failure: { code: 'UnknownStrategy' } });
    await centre.crash();
    expect(namesIn(centre)).not.toContain('New');
    expect(strategiesOf(centre).read('New')).toMatchObject({ failure: { code: 'UnknownStrategy' } });
    const audit = await centre.store.readDocuments('audit', '' as never);
    expect(JSON.parse(audit.at(-1)?.body ?? '')).toMatchObject({
      what: 'strategyDeleted',
      detail: { strategy: 'New' },
    });
  });

  test('[RT86] of the import is deleted too; the next one of its name has other versions', async () => {
    const centre = await ContactCentre.open();
    await assign(centre, '1113', null);
    expect(await remove(centre, 'Closed')).toMatchObject({ ok: true });
    await centre.crash();
    expect(namesIn(centre)).not.toContain('Closed');
    expect(await assign(centre, '1113', 'Closed')).toMatchObject({ failure: { code: 'UnknownStrategy' } });
    await draw(centre, 'Closed', saying('Closed for good.'));
    expect(strategiesOf(centre).read('Closed')).toMatchObject({ value: { active: { version: 2 } } });
    await assign(centre, '1113', 'Closed');
    await centre.crash();
    expect(await heardAt(centre, '1113')).toEqual(['Closed for good.']);
  });

  test('[RT86] stays while a routing point has it, and says which', async () => {
    const centre = await ContactCentre.open();
    expect(await remove(centre, 'Closed')).toMatchObject({
      ok: false,
      failure: {
        code: 'StrategyInUse',
        message: expect.stringContaining('Routing points that have it: 1113.'),
        usedBy: { routingPoints: ['1113'], interactions: 0 },
      },
    });
    expect(await heardAt(centre, '1113')).toHaveLength(1);
  });

  test('[ME3] [RT86] stays while an interaction is in it, and says how many', async () => {
    const centre = await ContactCentre.open();
    await draw(centre, 'Old', asking('old'));
    await assign(centre, '1113', 'Old');
    const alice = new PageCustomer(centre);
    await alice.say('first', { to: '1113' });
    await assign(centre, '1113', null);
    expect(await remove(centre, 'Old')).toMatchObject({
      failure: { code: 'StrategyInUse', usedBy: { routingPoints: [], interactions: 1 } },
    });
    await alice.say('second', { to: '1113' });
    await centre.settle();
    expect(alice.shown).toEqual(['old']);
    expect(await remove(centre, 'Old')).toMatchObject({ ok: true });
  });

  test('[RT86] that led to an agent may go while they talk', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new SessionCustomer(centre);
    await alice.invite();
    const [ringing] = maya.rung;
    await maya.answer(ringing);
    await assign(centre, '1111', 'Closed');
    expect(await remove(centre, 'Any Available Agent')).toMatchObject({ ok: true });
    await alice.say('Still there?');
    await centre.settle();
    expect(maya.texts).toContain('Still there?');
  });
});
