import { expect, test } from '../support/story.ts';

test('not ready with each reason, and the next chat comes only after Ready', async ({ people }) => {
  const maya = await people.logIn('Maya');
  for (const reason of ['Break', 'Lunch', 'Training', 'Meeting', 'Administrative work']) {
    await maya.chooseStatus(reason);
    await expect(maya.status).toHaveAccessibleName(`Status: Not ready · ${reason}`);
  }
  const akim = await people.sipCustomer('akim');
  await akim.say('Hello');
  await expect(maya.interactions).toContainText('You are Not Ready');
  await maya.becomeReady();
  await expect(maya.ringing('akim')).toBeVisible();
});

test.describe('with three seconds to answer', () => {
  test.use({ serverOptions: { tenantOptions: { 'no-answer-timeout': 3 } } });

  test('who does not answer becomes Not Ready with a reason, and the chat rings at the next agent', async ({
    people,
  }) => {
    const maya = await people.readyAgent('Maya');
    const ben = await people.readyAgent('Ben');
    const akim = await people.sipCustomer('akim');
    await akim.say('Hello');
    await expect(maya.ringing('akim')).toBeVisible();
    await expect(maya.ringing('akim')).toBeHidden();
    await expect(maya.status).toHaveAccessibleName(/^Status: Not ready · ./);
    await ben.accept('akim');
    await expect(ben.text('akim', 'Hello')).toHaveCount(1);
  });
});
