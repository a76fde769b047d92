import { expect, test } from 'vitest';
import { required } from '../../../base/assert.ts';
import { parseUri } from '../../../protocols/sip/grammar/header-fields/parse-uri.ts';
import { OwnAddresses } from './own-addresses.ts';

const own = new OwnAddresses({
  sipDomain: 'Example.COM',
  addresses: ['192.0.2.1', '2001:DB8::1'],
  ports: () => [5060],
});

function uri(text: string) {
  const parsed = parseUri(text);
  return required(parsed.ok ? parsed.value : undefined, text);
}

test.each([
  ['sip:alice@example.com', true, true, 'alice@example.com'],
  ['sip:alice@example.com.', true, true, 'alice@example.com.'],
  ['sip:alice@EXAMPLE.com:5060', true, true, 'alice@example.com:5060'],
  ['sip:alice@example.com:9', false, true, 'alice@example.com:9'],
  ['sip:1001@192.0.2.1', true, true, '1001@192.0.2.1'],
  ['sip:1001@192.0.2.1:9', false, false, '1001@192.0.2.1:9'],
  ['sip:1001@[2001:db8:0::1]:5060', true, true, '1001@[2001:db8:0::1]:5060'],
  ['sip:1001@[2001:db8::2]', false, false, '1001@[2001:db8::2]'],
  ['sip:alice@example.net', false, false, 'alice@example.net'],
  ['sip:alice@example.net:9', false, false, 'alice@example.net'],
  ['tel:+15551234', false, false, 'tel:+15551234'],
])('[ME3] %s: ours %s, claims to be of ours %s, is shown as %s', (text, isOwn, isClaim, identity) => {
  expect(own.isOwnUri(uri(text))).toBe(isOwn);
  expect(own.claimsOurDomain(uri(text))).toBe(isClaim);
  expect(own.identityOf(uri(text), text.startsWith('tel') ? undefined : text.slice(4, text.indexOf('@')))).toBe(
    identity,
  );
});
