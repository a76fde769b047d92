import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { listenFailure } from './start-failure.ts';

const failed = (code: string) => Object.assign(new Error(code), { code });

it.each([
  ['EADDRINUSE', 'CORDBOARD_HTTP_PORT is 80, but another program uses that port on 10.0.0.5.'],
  ['EACCES', 'CORDBOARD_HTTP_PORT is 80, but this user may not listen on that port.'],
  ['EADDRNOTAVAIL', 'CORDBOARD_HOST is 10.0.0.5, which is no address of this machine.'],
])('[RE21] %s names the variable', (code, sentence) => {
  expect(listenFailure(failed(code), 'CORDBOARD_HTTP_PORT', '10.0.0.5', 80).message).toBe(sentence);
});

it('[RE21] a port in use names the variable', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const { port } = holder.address() as { port: number };
  const error = await new Promise((resolve) => createServer().on('error', resolve).listen(port, '127.0.0.1'));
  expect(listenFailure(error, 'CORDBOARD_SIP_PORT', '127.0.0.1', port).message).toMatch(/^CORDBOARD_SIP_PORT is \d+,/);
  holder.close();
});
