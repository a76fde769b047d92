import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../../test/support/fakes/fake-clock.ts';
import type { IncomingRequest } from '../../../protocols/sip/transactions/incoming-request.ts';
import type { GuardDecision, RequestIdentity } from '../../../protocols/sip/user-agent/request-handler.ts';
import { NewChatGuard, newChatRate } from './new-chat-guard.ts';

interface Asked {
  readonly method: string;
  readonly toTag?: string;
  readonly callId?: string;
  readonly identity?: RequestIdentity;
  readonly remoteAddress?: string;
}

/** A guard that admits everybody, before which `requestsPerSecond` is kept. */
function createGuard(requestsPerSecond: number) {
  const limits: (string | undefined)[] = [];
  let identity: RequestIdentity = { kind: 'nobody' };
  const guard = new NewChatGuard({
    guard: { decide: () => ({ name: 'admitted', identity }) },
    rate: newChatRate(new FakeClock(), requestsPerSecond),
    tenant: 'Resources',
    standing: { isServed: ({ callId }) => callId === 'chat' },
    isTrusted: (address) => address === '192.0.2.9',
    counters: { count: (_name, labels) => limits.push(labels?.limit), observe: () => {} },
  });
  function ask({ method, toTag, callId = 'new', remoteAddress = '192.0.2.7', ...who }: Asked): GuardDecision['name'] {
    identity = who.identity ?? { kind: 'nobody' };
    return guard.decide({ method, toTag, callId, flow: { remoteAddress } } as unknown as IncomingRequest).name;
  }
  return { ask, limits };
}

describe('new chats', () => {
  test('[OV7] [OV15] beyond a quarter of the tenant’s rate they are refused and counted, from whatever source', () => {
    const { ask, limits } = createGuard(8);
    const asked = ['INVITE', 'MESSAGE', 'INVITE', 'MESSAGE'].map((method, host) =>
      ask({ method, remoteAddress: `198.51.100.${host}` }),
    );
    expect(asked).toEqual(['admitted', 'admitted', 'refused', 'refused']);
    expect(limits).toEqual(['new-chats', 'new-chats']);
  });

  test('[OV15] what begins none, trusted addresses and peers, and whoever is being served are not counted', () => {
    const { ask } = createGuard(4);
    expect(ask({ method: 'INVITE' })).toBe('admitted');
    const others: Asked[] = [
      { method: 'MESSAGE', callId: 'chat' },
      { method: 'INVITE', toTag: 'ours' },
      { method: 'REGISTER' },
      { method: 'BYE', toTag: 'ours' },
      { method: 'INVITE', remoteAddress: '192.0.2.9' },
      { method: 'MESSAGE', identity: { kind: 'peer', name: 'front' } },
    ];
    expect(others.map(ask)).toEqual(others.map(() => 'admitted'));
    expect(ask({ method: 'INVITE' })).toBe('refused');
  });

  test('[OV15] rate 0 means no limit', () => {
    const { ask } = createGuard(0);
    expect(new Set(Array.from({ length: 1_000 }, () => ask({ method: 'INVITE' })))).toEqual(new Set(['admitted']));
  });
});
