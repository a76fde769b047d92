import { buildAnswer } from '../support/sip-answer.ts';
import { expect, test } from '../support/story.ts';

test('[DT47] a customer’s client that answers 415 is named as the reason in sight, and the text can be sent again', async ({
  people,
}) => {
  const maya = await people.readyAgent('Maya');
  const akim = await people.sipCustomer('akim');
  await akim.say('Hello\n'.repeat(40));
  await maya.accept('akim');
  akim.answers = false;
  await maya.write('akim', 'Can you read this?');
  const request = await akim.find(({ startLine }) => startLine.startsWith('MESSAGE'));
  akim.send(buildAnswer(request, '415 Unsupported Media Type', ['Accept: application/sdp']));
  const failed = maya.text('akim', 'Can you read this?');
  await expect(failed).toContainText('not delivered');
  await expect(failed).toContainText("The customer's client does not take texts.");
  await expect(failed.getByRole('button', { name: 'Retry' })).toBeInViewport({ ratio: 1 });
  akim.answers = true;
  await failed.getByRole('button', { name: 'Retry' }).click();
  await expect(maya.text('akim', 'Can you read this?').last()).toContainText('sent');
  expect(await akim.hear(2)).toEqual(['[Maya/1001] Can you read this?', '[Maya/1001] Can you read this?']);
});

const hostile = [
  '<script>window.hacked = 1; alert(1)</script>',
  '<img src=x onerror="window.hacked = 1; alert(2)">',
  '<svg/onload=alert(3)>',
  '"><iframe srcdoc="<script>parent.hacked=1</script>">',
  'javascript:alert(4)',
  '[click](javascript:alert(5))',
  'data:text/html,<script>alert(6)</script>',
  '<a href="javascript:alert(7)">x</a> {{7*7}}',
  '<style>*{display:none}</style><base href="//evil.example">',
  '&lt;b&gt;&#60;b&#62;&amp;',
  '</textarea></script><h1>not a heading</h1>',
  '\u202Egnp.exe \u0000 \u200Bzero width',
] as const;

test('[AV15] what a customer writes is shown as text, whatever it looks like', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const akim = await people.sipCustomer('akim');
  for (const text of hostile) {
    expect(await akim.say(text)).toBe(200);
    if (text === hostile[0]) await maya.accept('akim');
  }
  await expect(maya.transcript('akim').getByRole('article')).toHaveCount(hostile.length);
  expect(await maya.texts('akim')).toEqual(hostile);
  expect(await maya.page.evaluate('window.hacked')).toBeUndefined();
  await expect(maya.transcript('akim').locator('img, script, iframe, style, base, h1, a')).toHaveCount(0);
  await maya.page.getByRole('tab', { name: 'Data' }).click();
  await maya.page.getByRole('tab', { name: 'Why' }).click();
  await maya.page.keyboard.press('Control+k');
  await expect(maya.page.getByRole('dialog')).toBeVisible();

  // The same the other way, and a link that is one.
  await maya.page.keyboard.press('Escape');
  const lnovak = await people.webCustomer();
  await lnovak.name.fill('<b>Lena</b>');
  await lnovak.write('<img src=x onerror=alert(8)> see https://example.net/page?a=1&b=2.');
  await maya.accept('<b>Lena</b>');
  const link = maya.transcript('<b>Lena</b>').getByRole('link');
  await expect(link).toHaveAttribute('href', 'https://example.net/page?a=1&b=2');
  await expect(link).toHaveAttribute('rel', /noopener/);
  await maya.write('<b>Lena</b>', hostile[1]);
  await expect(lnovak.text(hostile[1])).toHaveCount(1);
  await expect(lnovak.conversation.locator('img')).toHaveCount(0);
});

test('attached data is added, changed and deleted, and the server has the last word', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const akim = await people.sipCustomer('akim');
  await akim.say('Hello');
  await maya.accept('akim');
  await maya.page.getByRole('tab', { name: 'Data' }).click();
  await maya.page.getByRole('button', { name: 'Add a pair' }).click();
  await maya.page.getByRole('textbox', { name: 'Key' }).fill('Invoice');
  await maya.page.getByRole('textbox', { name: 'Value' }).fill('4471');
  await maya.page.getByRole('button', { name: 'Add', exact: true }).click();
  const pairs = maya.page.getByRole('list', { name: 'Attached data' });
  await expect(pairs).toContainText('Invoice4471');
  await maya.page.getByRole('button', { name: 'Edit Invoice' }).click();
  await maya.page.getByRole('textbox', { name: 'Value of Invoice' }).fill('4472');
  await maya.page.keyboard.press('Enter');
  await expect(pairs).toContainText('Invoice4472');
  await maya.page.reload();
  await maya.openChat('akim');
  await maya.page.getByRole('tab', { name: 'Data' }).click();
  await expect(pairs).toContainText('Invoice4472');
  await maya.page.getByRole('button', { name: 'Delete Invoice' }).click();
  await expect(pairs).not.toContainText('Invoice');
});
