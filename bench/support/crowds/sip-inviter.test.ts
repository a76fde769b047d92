import { expect, test } from 'vitest';
import { cutMessages } from './sip-inviter.ts';

test('messages that come in pieces and together are cut by their length', () => {
  const ringing = 'SIP/2.0 180 Ringing\r\nContent-Length: 0\r\n\r\n';
  const ok = 'SIP/2.0 200 OK\r\nContent-Length: 5\r\n\r\nv=0\r\n';
  expect(cutMessages(`${ringing}\r\n\r\n${ok}${ok.slice(0, -1)}`)).toEqual({
    messages: [ringing, ok],
    rest: ok.slice(0, -1),
  });
});
