import { createRequire } from 'node:module';
import type { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { buildTextFrame } from './text-frame.ts';

/** What ws reads frames with; its types leave it out. */
const { Receiver } = createRequire(import.meta.url)('ws') as { Receiver: new () => Writable };

test('texts of all lengths are read as they were written', async () => {
  const texts = ['', 'a', 'ä'.repeat(62), 'b'.repeat(125), 'c'.repeat(126), '👋'.repeat(16_383), 'd'.repeat(65_536)];
  const read: string[] = [];
  const receiver = new Receiver();
  receiver.on('message', (data: Buffer) => read.push(data.toString()));
  const isRead = new Promise((resolve) => receiver.once('finish', resolve));
  for (const text of texts) receiver.write(buildTextFrame(text));
  receiver.end();
  await isRead;
  expect(read).toEqual(texts);
});
