import type { Workbench } from '../pages/workbench.ts';
import { expect, test } from '../support/story.ts';

test('two agents and three customers: each gets the right chats, a declined one goes to the other agent', async ({
  people,
}) => {
  const maya = await people.readyAgent('Maya');
  const ben = await people.readyAgent('Ben');

  // Maya has been Ready longest, then it is Ben's turn.
  const akim = await people.webCustomer();
  await akim.name.fill('Akim');
  await akim.write('My parcel is late.');
  await maya.accept('Akim');
  const lnovak = await people.sipCustomer('lnovak');
  expect(await lnovak.say('I want to upgrade my plan.')).toBe(200);
  await ben.accept('lnovak');
  await expect(maya.ringingCards).toHaveCount(0);

  // The third is declined by the first to be asked and goes to the other.
  const psato = await people.sipCustomer('psato');
  expect(await psato.say('Is anybody there?')).toBe(200);
  const [first, second] = await whoRings([maya, ben], 'psato');
  await first.decline('psato');
  await expect(second.ringing('psato')).toBeVisible();
  await second.accept('psato');
  await expect(first.ringing('psato')).toBeHidden();

  // Everybody reads what is meant for them and nothing else.
  await maya.openChat('Akim');
  await maya.write('Akim', 'Let me look where it is.');
  await ben.openChat('lnovak');
  await ben.write('lnovak', 'With pleasure.');
  await second.openChat('psato');
  await second.write('psato', 'Yes, here I am.');
  await expect(akim.text('Let me look where it is.')).toHaveCount(1);
  expect(await lnovak.hear(1)).toEqual(['[Ben/1002] With pleasure.']);
  expect(await psato.hear(1)).toEqual([expect.stringMatching(/^\[(Maya\/1001|Ben\/1002)\] Yes, here I am\.$/)]);
  expect(await akim.texts()).toEqual(['My parcel is late.', 'Let me look where it is.']);
  expect(await maya.texts('Akim')).toEqual(['My parcel is late.', 'Let me look where it is.']);
  await expect(first.activeRows).toHaveCount(1);
  await expect(second.activeRows).toHaveCount(2);
});

/** The desk at which the customer rings, then the other one. */
async function whoRings(
  [left, right]: readonly [Workbench, Workbench],
  customer: string,
): Promise<readonly [Workbench, Workbench]> {
  await expect
    .poll(async () => (await left.ringing(customer).count()) + (await right.ringing(customer).count()))
    .toBe(1);
  return (await left.ringing(customer).count()) === 1 ? [left, right] : [right, left];
}

test('the badge counts what is unanswered, the longest wait comes first, and a fourth chat waits for a free slot', async ({
  people,
}) => {
  const maya = await people.readyAgent('Maya');
  const customers = [];
  for (const name of ['akim', 'lnovak', 'psato']) {
    const customer = await people.sipCustomer(name);
    await customer.say(`I am ${name}.`);
    await maya.accept(name);
    customers.push(customer);
  }
  const [akim] = customers;
  const jdoe = await people.sipCustomer('jdoe');
  expect(await jdoe.say('I am the fourth.')).toBe(200);
  await expect(maya.capacity).toContainText('3 of 3');
  await expect(maya.ringingCards).toHaveCount(0);

  await maya.page.mouse.move(700, 400);
  await expect(maya.activeRows).toContainText(['akim', 'lnovak', 'psato']);
  await expect(maya.page).toHaveTitle('(3) Cordboard');

  // Opening a chat does not clear its badge, answering does, and the answered chat goes to the end.
  await maya.openChat('akim');
  await expect(maya.row('akim')).toContainText('1 unanswered text');
  await maya.write('akim', 'One moment.');
  await expect(maya.row('akim')).not.toContainText('unanswered');
  await expect(maya.row('akim')).toContainText('You wait for the customer');
  await maya.page.mouse.move(700, 400);
  await expect(maya.activeRows).toContainText(['lnovak', 'psato', 'akim']);
  await expect(maya.page).toHaveTitle('(2) Cordboard');
  await akim?.say('Thank you.');
  await akim?.say('I wait.');
  await expect(maya.row('akim')).toContainText('2 unanswered texts');
  await expect(maya.activeRows).toContainText(['lnovak', 'psato', 'akim']);

  await maya.end('akim');
  await expect(maya.ringing('jdoe')).toBeVisible();
  await maya.accept('jdoe');
  await expect(maya.text('jdoe', 'I am the fourth.')).toHaveCount(1);
});
