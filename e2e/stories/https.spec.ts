import { expect, test } from '../support/story.ts';

test('desk and customer page over HTTPS: everything of theirs is encrypted', async ({ people, server }) => {
  const encrypted = { baseURL: `https://127.0.0.1:${server.httpsPort}`, ignoreHTTPSErrors: true };
  const maya = await people.readyAgent('Maya', encrypted);
  const akim = await people.webCustomer(encrypted);
  const sockets: string[] = [];
  for (const { page } of [maya, akim]) page.on('websocket', (socket) => sockets.push(socket.url()));
  await akim.page.reload();
  await maya.page.reload();
  await akim.name.fill('Akim');
  await akim.write('Nobody reads this on its way.');
  await maya.accept('Akim');
  await maya.write('Akim', 'Nor this.');
  await expect(akim.text('Nor this.')).toHaveCount(1);
  await expect(maya.text('Akim', 'Nobody reads this on its way.')).toHaveCount(1);
  expect(sockets.length).toBeGreaterThanOrEqual(2);
  expect(sockets.filter((url) => !url.startsWith(`wss://127.0.0.1:${server.httpsPort}/`))).toEqual([]);
});
