import { configurationFileSchema } from '@cordboard/shared/configuration/configuration-file';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../base/seeded-random.ts';
import { Configuration } from '../../domain/configuration/configuration.ts';
import { findBindings } from './find-bindings.ts';
import type { Binding } from './rows/binding.ts';
import { SwitchState } from './switch-state.ts';

const NOW = 1_000_000;

function bindingOf(aor: string, device: string, changes: Partial<Binding> = {}): Binding {
  return {
    id: `${aor} ${device}`,
    aor,
    address: `sip:${aor}@localhost`,
    contact: `sip:${aor}@127.0.0.1:${device}`,
    instanceId: null,
    regId: null,
    path: [],
    flow: { id: `udp:127.0.0.1:${device}`, transport: 'UDP', remoteAddress: '127.0.0.1', remotePort: Number(device) },
    callId: 'c',
    cseq: 1,
    q: 1,
    userAgent: '',
    methods: [],
    expiresAt: NOW + 60_000,
    refreshedAt: NOW,
    refused: [],
    ...changes,
  };
}

function stateWith(...bindings: readonly Binding[]): SwitchState {
  const file = { tenant: { name: 't' }, switch: { name: 's' } };
  const lists = { directoryNumbers: [], agentLogins: [], persons: [], places: [] };
  const state = new SwitchState(
    new Configuration(configurationFileSchema.parse({ ...file, ...lists })),
    new SeededRandom(1),
  );
  for (const binding of bindings) state.bindings.put(binding);
  return state;
}

describe('where somebody can be reached', () => {
  it('[RG1] by q, then the one that was refreshed last; nothing of anybody else', () => {
    const state = stateWith(
      bindingOf('alice', '1', { q: 0.5, refreshedAt: NOW + 9 }),
      bindingOf('alice', '2'),
      bindingOf('alice', '3', { refreshedAt: NOW + 5 }),
      bindingOf('1005', '4'),
    );
    expect(findBindings(state, 'alice', NOW).map(({ id }) => id)).toEqual(['alice 3', 'alice 2', 'alice 1']);
    expect(findBindings(state, 'bob', NOW)).toEqual([]);
  });

  it('[RG1] an expired binding is none, also before it is removed', () => {
    const state = stateWith(bindingOf('alice', '1', { expiresAt: NOW }));
    expect(findBindings(state, 'alice', NOW)).toEqual([]);
    expect(findBindings(state, 'alice', NOW - 1)).toHaveLength(1);
  });

  it('[RG1] bindings are found by the flow on which they came', () => {
    const state = stateWith(bindingOf('alice', '1'), bindingOf('bob', '2'));
    expect(state.bindingsByFlow.get('udp:127.0.0.1:2').map(({ aor }) => aor)).toEqual(['bob']);
  });
});
