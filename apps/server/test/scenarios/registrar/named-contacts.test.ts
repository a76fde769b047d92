import { beforeEach, describe, expect, test } from 'vitest';
import { fail, succeed } from '../../../src/base/result.ts';
import { NameKeeper } from '../../../src/services/registrar/name-keeper.ts';
import { nameFound } from '../../../src/services/registrar/named-contacts.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { AccountCustomer } from '../../support/customers/account-customer.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

const NAMED = '<sip:alice@desk.phones.example>';

describe('a customer whose client registers a name', () => {
  let centre: ContactCentre;
  let alice: AccountCustomer;
  let desk: PageCustomer;
  let maya: DesktopClient;
  let domains: string[];
  let asked: string[];
  let isKnown: boolean;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    alice = new AccountCustomer(centre, 'alice');
    desk = new PageCustomer(centre);
    domains = ['phones.example'];
    asked = [];
    isKnown = true;
    const { callControl } = centre.world;
    new NameKeeper({
      clock: centre.clock,
      open: async (uri) => {
        asked.push(uri.host);
        return isKnown ? succeed({ flow: desk.flow }) : fail('no address');
      },
      domains: () => domains,
      bindings: () => callControl.state.bindings.values(),
      found: (finding) => callControl.takeInput('name', (decision) => nameFound(decision, finding)),
    }).start();
    maya = await DesktopClient.ready(centre, '1001');
  });

  const callAlice = async () => {
    await maya.request('TMakeCall', { thisDN: '1001', otherDN: 'alice', extensions: { im: 'Hello Alice' } });
    await centre.settle();
    return { there: desk.shown.length, here: alice.shown.length };
  };

  test('[RG16] is reached where the name leads, once that is known, and after each refresh', async () => {
    await alice.registerContact({ contact: NAMED });
    expect(asked).toEqual([]);
    await centre.pass(3, 1);
    await alice.registerContact({ contact: NAMED });
    await centre.pass(3, 1);
    expect(asked).toEqual(['desk.phones.example', 'desk.phones.example']);
    expect(await callAlice()).toEqual({ there: 1, here: 0 });
    expect(desk.messages[0]?.startLine).toBe('MESSAGE sip:alice@desk.phones.example SIP/2.0');
  });

  test('[RG16] is reached where it registered from when the name leads to nothing', async () => {
    isKnown = false;
    await alice.registerContact({ contact: NAMED });
    await centre.pass(10, 1);
    expect(asked).toHaveLength(1);
    expect(await callAlice()).toEqual({ there: 0, here: 1 });
  });

  test('[RG16] goes back to where it registered from when the name leads to nothing any more', async () => {
    await alice.registerContact({ contact: NAMED });
    await centre.pass(3, 1);
    isKnown = false;
    await alice.registerContact({ contact: NAMED });
    await centre.pass(3, 1);
    expect(await callAlice()).toEqual({ there: 0, here: 1 });
  });

  test('[RG16] is not looked up where its domain is not named', async () => {
    domains = [];
    await alice.registerContact({ contact: NAMED });
    await centre.pass(10, 1);
    expect(asked).toEqual([]);
    expect(await callAlice()).toEqual({ there: 0, here: 1 });
  });

  test('[RG16] nobody is looked up who has not proved who he is', async () => {
    const { callControl } = centre.world;
    const stranger = new AccountCustomer(centre, 'alice', { password: 'guessed' });
    expect((await stranger.registerContact({ contact: NAMED })).status).not.toBe(200);
    await centre.pass(10, 1);
    expect([asked, callControl.state.bindings.size]).toEqual([[], 0]);
  });
});
