import { expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { SipAgent } from '../../support/agents/sip-agent.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

const GERMAN = {
  prefix: '[Hinweis] ',
  ring: 'Neuer Chat mit {name}',
  'ring-help': '',
  earlier: 'Bisher:',
  held: 'Der Chat ist geparkt.',
  retrieved: '',
  joined: '{name} ist dazugekommen.',
  left: '{name} ist gegangen.',
  ended: 'Der Chat ist zu Ende.',
};

test('[SE24] [SE9] the notices are in the words of the tenant; an empty one is not shown', async () => {
  const configuration = demoConfiguration((file) => {
    Object.assign(file.tenant.options['agent-notices'], GERMAN);
    file.tenant.options['hold-notice'] = '';
  });
  const centre = await ContactCentre.open({ configuration });
  const phone = await SipAgent.registered(centre);
  const tom = await DesktopClient.ready(centre, '1005');
  const alice = new PageCustomer(centre);
  await alice.say('Hallo', { displayName: '$& {name}' });
  const [connID] = tom.rung;
  await tom.answer(connID);
  await tom.request('THoldCall', { thisDN: '1005', connID });
  await tom.request('TRetrieveCall', { thisDN: '1005', connID });
  const maya = await DesktopClient.ready(centre, '1001');
  await tom.request('TSingleStepConference', { thisDN: '1005', connID, otherDN: '1001' });
  await maya.answer(connID);
  const tablet = await SipAgent.registered(centre, '1005', 'WS');
  await tom.request('TReleaseCall', { thisDN: '1005', connID });
  expect(phone.texts()).toEqual([
    '[Hinweis] Neuer Chat mit $& {name}: Hallo',
    'Hallo',
    '[Hinweis] Der Chat ist geparkt.',
    '[Hinweis] 1001 ist dazugekommen.',
    '[Hinweis] Der Chat ist zu Ende.',
  ]);
  expect(tablet.texts()[0]).toMatch(/^\[Hinweis\] Bisher:\n.*Hallo$/);
});

test('[SE24] [SE5] without words of its own the tenant has English ones', async () => {
  const centre = await ContactCentre.open();
  const phone = await SipAgent.registered(centre);
  await DesktopClient.ready(centre, '1005');
  await new PageCustomer(centre).say('Hello');
  expect(phone.texts()).toEqual([
    '[system] New chat with alice@example.net: Hello\nWrite to take it, /end to decline it.',
  ]);
});
