import { expect, it } from 'vitest';
import { readComposing, readReceipt, writeComposing, writeReceipt } from './notices.ts';

it('[MQ34] what is written is read back; what cannot be read means nothing', () => {
  expect(readComposing(writeComposing(true))).toEqual({ isActive: true, seconds: 90 });
  expect(readComposing(writeComposing(false))).toEqual({ isActive: false, seconds: 120 });
  for (const body of ['', 'x', '<a/>', `<!DOCTYPE x [<!ENTITY e "y">]>${writeComposing(true)}`])
    expect(readComposing(body)).toBeUndefined();
});

it('[MQ35] [MQ36] receipts of both kinds', () => {
  expect(readReceipt(writeReceipt('abc.1', 'read', 0) ?? '')).toEqual({ messageId: 'abc.1', status: 'read' });
  expect(readReceipt(writeReceipt('abc', 'delivered', 0) ?? '')).toEqual({ messageId: 'abc', status: 'delivered' });
  expect(writeReceipt('a<b', 'read', 0)).toBeUndefined();
  expect(readReceipt('<imdn/>')).toBeUndefined();
});
