import { expect, test } from '../support/story.ts';

const REGISTERED = 'Your SIP client is registered: you can get chats';
const INTERRUPTED = 'Your SIP client has lost its connection and tries again';

test('[SE16] Tom, whose number has a SIP client, gets chats once his desk has registered, also after a lost connection', async ({
  people,
}) => {
  const network = await people.network();
  const tom = await people.readyAgent('Tom', {}, network.port);
  await expect(tom.page.getByText(REGISTERED)).toBeAttached();
  const akim = await people.sipCustomer('akim');
  await akim.say('Hello');
  await tom.accept('akim');
  await tom.write('akim', 'Good morning');
  expect(await akim.hear(1)).toEqual(['[Tom/1005] Good morning']);

  network.cut();
  await expect(tom.page.getByText(INTERRUPTED)).toBeAttached();
  network.mend();
  await expect(tom.page.getByText(REGISTERED)).toBeAttached({ timeout: 30_000 });
  await akim.say('Are you there?');
  await expect(tom.text('akim', 'Are you there?')).toHaveCount(1);
  const bo = await people.sipCustomer('bo');
  await bo.say('Me too');
  await tom.accept('bo');
});

test('[SE16] of two tabs one is the SIP client, and the other goes on when it is closed', async ({ people }) => {
  const tom = await people.readyAgent('Tom');
  await expect(tom.page.getByText(REGISTERED)).toBeAttached();
  const second = await tom.page.context().newPage();
  await second.goto(tom.page.url());
  await expect(second.getByText('The SIP client of your number runs in another tab')).toBeAttached();
  await tom.page.close();
  await expect(second.getByText(REGISTERED)).toBeAttached({ timeout: 15_000 });
});
