import { expect, test } from 'vitest';
import { buildContact } from './contact.ts';
import { buildVia } from './via.ts';

test.each([
  ['UDP', 'sip', '<sip:1111@[2001:db8::1]:5060>'],
  ['TCP', 'sip', '<sip:1111@[2001:db8::1]:5060;transport=tcp>'],
  ['TLS', 'sip', '<sip:1111@[2001:db8::1]:5060;transport=tls>'],
  ['TLS', 'sips', '<sips:1111@[2001:db8::1]:5060>'],
  ['WS', 'sip', '<sip:1111@[2001:db8::1]:5060;transport=ws>'],
  ['WSS', 'sip', '<sip:1111@[2001:db8::1]:5060;transport=ws>'],
  ['WSS', 'sips', '<sips:1111@[2001:db8::1]:5060;transport=ws>'],
] as const)('[TP4] [TP48] Contact and Via on %s with %s', (transport, scheme, contact) => {
  const sentBy = '[2001:db8::1]:5060';
  expect(buildContact({ user: '1111', sentBy, transport, scheme })).toBe(contact);
  const rport = transport === 'UDP' ? ';rport' : '';
  expect(buildVia({ sentBy, transport, branch: 'z9hG4bKb' })).toBe(
    `SIP/2.0/${transport} ${sentBy}${rport};branch=z9hG4bKb`,
  );
});
