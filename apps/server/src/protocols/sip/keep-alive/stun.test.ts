import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerStun, isStun } from './stun.ts';

const transactionId = 'b7e7a701bc34d686fa87dfae';
const request = (attributes = '') =>
  Buffer.from(
    `0001${(attributes.length / 2).toString(16).padStart(4, '0')}2112a442${transactionId}${attributes}`,
    'hex',
  );

describe('STUN keep-alives', () => {
  test('[TP80] a Binding request is answered with the address it came from', () => {
    // The mapped addresses of RFC 5769 2.2 and 2.3.
    expect(answerStun(request(), '192.0.2.1', 32_853)?.toString('hex')).toBe(
      `0101000c2112a442${transactionId}002000080001a147e112a643`,
    );
    expect(answerStun(request(), '2001:db8:1234:5678:11:2233:4455:6677', 32_853)?.toString('hex')).toBe(
      `010100182112a442${transactionId}002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9`,
    );
  });

  test('[TP80] attributes that may be ignored are, others are refused by name with 420', () => {
    expect(answerStun(request('80220004abcdabcd'), '192.0.2.1', 1)?.readUInt16BE(0)).toBe(0x0101);
    expect(answerStun(request('0006000361626300'), '192.0.2.1', 1)?.toString('hex')).toBe(
      `011100102112a442${transactionId}0009000400000414000a000200060000`,
    );
  });

  test.each([
    ['a response', request().fill(1, 0, 2)],
    ['another method', Buffer.concat([Buffer.from([0, 3]), request().subarray(2)])],
    ['an attribute that is longer than the message', request('00060010abcdabcd')],
  ])('[TP80] %s is not answered', (_what, bytes) => {
    expect(answerStun(bytes, '192.0.2.1', 1)).toBeUndefined();
  });

  test('[TP80] SIP, nonsense and requests without the cookie are no STUN', () => {
    expect(isStun(Buffer.from('OPTIONS sip:a@b SIP/2.0\r\n\r\n'))).toBe(false);
    expect(isStun(Buffer.concat([request().subarray(0, 4), Buffer.alloc(16)]))).toBe(false);
    expect(isStun(request().subarray(0, 19))).toBe(false);
    expect(isStun(Buffer.concat([request(), Buffer.alloc(4)]))).toBe(false);
  });

  test('[TP80] no bytes make it throw, no answer is more than three times its question', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const length = Math.floor(bytes.length / 4) * 4;
        const asked = Buffer.concat([request(), bytes.subarray(0, length)]);
        asked.writeUInt16BE(length, 2);
        expect(answerStun(asked, '2001:db8::1', 5060)?.length ?? 0).toBeLessThanOrEqual(3 * asked.length);
      }),
    );
  });
});
