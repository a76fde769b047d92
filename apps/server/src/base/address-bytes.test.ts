import { expect, test } from 'vitest';
import { addressBytes } from './address-bytes.ts';

test.each([
  ['192.0.2.1', 'c0000201'],
  ['::', '00000000000000000000000000000000'],
  ['::1', '00000000000000000000000000000001'],
  ['2001:DB8:0:1::a', '20010db8000000010000' + '00000000000a'],
  ['fe80::1%eth0', 'fe800000000000000000000000000001'],
  ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
  ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
])('[TP40] [TP80] the bytes of %s', (address, hex) => {
  expect(addressBytes(address).toString('hex')).toBe(hex);
});
