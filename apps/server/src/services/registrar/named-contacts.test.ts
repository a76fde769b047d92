import { describe, expect, test } from 'vitest';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import type { Binding } from '../switch/rows/binding.ts';
import { uriToLookUp } from './named-contacts.ts';

const flow: Flow = { id: 'udp:192.0.2.9:5060', transport: 'UDP', remoteAddress: '192.0.2.9', remotePort: 5060 };

function registered(contact: string, changes: Partial<Binding> = {}): Binding {
  return {
    ...{ id: `alice ${contact}`, aor: 'alice', address: 'sip:alice@localhost', contact, instanceId: null, regId: null },
    ...{ path: [], flow, callId: 'c', cseq: 1, q: 1, userAgent: '', methods: [], expiresAt: 1, refreshedAt: 0 },
    refused: [],
    ...changes,
  };
}

describe('contacts that are looked up', () => {
  const domains = ['phones.example'];
  const host = (binding: Binding, allowed: readonly string[] = domains) => uriToLookUp(binding, allowed)?.host;

  test.each([
    ['sip:alice@phones.example', 'phones.example'],
    ['sip:alice@Desk.Phones.Example:5070;transport=tcp', 'desk.phones.example'],
    ['sip:alice@otherphones.example', undefined],
    ['sip:alice@phones.example.evil.example', undefined],
    ['sip:alice@192.0.2.1', undefined],
    ['sip:alice@[2001:db8::1]', undefined],
    ['sip:alice@phones.example;maddr=127.0.0.1', undefined],
    ['sip:alice@phones.example;MADDR=127.0.0.1', undefined],
    ['mailto:alice@phones.example', undefined],
  ])('[RG16] %s: %s', (contact, expected) => {
    expect(host(registered(contact))).toBe(expected);
  });

  test('[RG16] none without a domain, behind a proxy, a flow of its own or a stream', () => {
    const contact = 'sip:alice@phones.example';
    expect(host(registered(contact), [])).toBeUndefined();
    expect(host(registered(contact, { path: ['<sip:proxy.example;lr>'] }))).toBeUndefined();
    expect(host(registered(contact, { regId: 1, instanceId: 'i' }))).toBeUndefined();
    expect(host(registered(contact, { flow: { ...flow, transport: 'TCP' } }))).toBeUndefined();
  });
});
