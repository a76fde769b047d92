import { expect, test } from 'vitest';
import type { RequestIdentity } from '../../../protocols/sip/user-agent/request-handler.ts';
import { createChatBounds, reachedBound } from './chat-bounds.ts';

const nobody: RequestIdentity = { kind: 'nobody' };

function reached(
  open: { openCount: number; ofSource: number },
  { account = null as string | null, identity = nobody, remoteAddress = '192.0.2.7', max = 20_000, rate = 100 } = {},
) {
  const bounds = createChatBounds({ max, requestsPerSecondOfSource: rate, trustedAddresses: ['192.0.2.9'] });
  const flow = { id: 'udp:x', transport: 'UDP' as const, remoteAddress, remotePort: 5060 };
  const counts = { openCount: open.openCount, openAnonymousOf: () => open.ofSource };
  return reachedBound(bounds, counts, { account, identity, flow });
}

test('[OV12] so many chats in all, for everybody', () => {
  expect(reached({ openCount: 19_999, ofSource: 0 })).toBeUndefined();
  expect(reached({ openCount: 20_000, ofSource: 0 })).toBe('chats');
  expect(reached({ openCount: 20_000, ofSource: 0 }, { remoteAddress: '192.0.2.9', account: 'alice' })).toBe('chats');
  expect(reached({ openCount: 1_000_000, ofSource: 0 }, { max: 0 })).toBeUndefined();
});

test('[OV13] ten seconds’ worth of a source’s requests, for anonymous customers alone', () => {
  const full = { openCount: 1_000, ofSource: 1_000 };
  expect(reached({ openCount: 1_000, ofSource: 999 })).toBeUndefined();
  expect(reached(full)).toBe('chats-of-source');
  expect(reached(full, { account: 'alice' })).toBeUndefined();
  expect(reached(full, { identity: { kind: 'peer', name: 'front' } })).toBeUndefined();
  expect(reached(full, { remoteAddress: '::ffff:192.0.2.9' })).toBeUndefined();
  expect(reached(full, { rate: 0 })).toBeUndefined();
});
