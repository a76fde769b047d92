import { expect, test } from 'vitest';
import { cutFrames } from '../../../apps/server/test/support/customers/msrp-client.ts';
import { sendRequest } from './msrp-crowd.ts';

test('a text is one whole frame whose range is its bytes', () => {
  const bytes = Buffer.from(sendRequest('msrp://a:1/s;tcp', 'msrp://b:2/t;tcp', 'r1x0', 'Grüße'));
  const { frames, rest } = cutFrames(bytes);
  expect(rest).toHaveLength(0);
  expect(frames).toHaveLength(1);
  expect(frames[0]).toMatchObject({ id: 'r1x0', method: 'SEND', flag: '$' });
  expect(frames[0]?.body.toString()).toBe('Grüße');
  expect(frames[0]?.headers.get('byte-range')).toBe('1-7/7');
});
