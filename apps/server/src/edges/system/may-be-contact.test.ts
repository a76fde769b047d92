import { describe, expect, test } from 'vitest';
import { mayBeContact } from './may-be-contact.ts';

describe('where the name of a contact may lead', () => {
  test.each([
    ['192.0.2.1', 5060, true],
    ['10.0.0.7', 5060, true],
    ['2001:db8::1', 5061, true],
    ['127.0.0.1', 5060, false],
    ['127.9.9.9', 5060, false],
    ['0.0.0.0', 5060, false],
    ['169.254.169.254', 5060, false],
    ['224.0.1.75', 5060, false],
    ['255.255.255.255', 5060, false],
    ['::1', 5060, false],
    ['::', 5060, false],
    ['::ffff:127.0.0.1', 5060, false],
    ['64:ff9b::7f00:1', 5060, false],
    ['fe80::1', 5060, false],
    ['ff02::1', 5060, false],
    ['192.0.2.1', 25, false],
    ['192.0.2.1', 1023, false],
    ['no address', 5060, false],
  ])('[RG17] %s port %i: %s', (address, port, expected) => {
    expect(mayBeContact({ address, port })).toBe(expected);
  });
});
