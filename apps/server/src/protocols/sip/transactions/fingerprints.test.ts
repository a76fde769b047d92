import { describe, expect, test } from 'vitest';
import { SeededRandom } from '../../../base/seeded-random.ts';
import { Fingerprints, type KeyFields } from './fingerprints.ts';

const fields: KeyFields = {
  method: 'MESSAGE',
  requestUri: 'sip:1111@localhost',
  via: {
    version: '2.0',
    transport: 'UDP',
    host: '192.0.2.9',
    port: 5062,
    parameters: [{ name: 'branch', value: 'z9hG4bKabc1' }],
  },
  viaText: 'SIP/2.0/UDP 192.0.2.9:5062;branch=z9hG4bKabc1',
  fromTag: 'a1',
  callId: 'call-1@192.0.2.9',
  cseqNumber: 1,
};
const withBranch = (value: string, more: Partial<KeyFields['via']> = {}): KeyFields => ({
  ...fields,
  via: { ...fields.via, parameters: [{ name: 'branch', value }], ...more },
});

describe('fingerprints', () => {
  const fingerprints = new Fingerprints(new SeededRandom(1));
  const distinct = (list: readonly { readonly low: number; readonly high: number }[]) =>
    new Set(list.map(({ low, high }) => `${low} ${high}`)).size;

  test('[TX1] branch, sent-by and method tell transactions apart, nothing else does', () => {
    const one = fingerprints.ofTransaction(fields);
    const same = { ...fields, requestUri: 'sip:x@y', viaText: 'other', fromTag: 'z', callId: 'z', cseqNumber: 9 };
    expect(fingerprints.ofTransaction(same)).toEqual(one);
    const others = [
      ...[withBranch('z9hG4bKabc2'), withBranch('z9hG4bKabc'), withBranch('z9hG4bKabc11'), withBranch('Z9HG4BKabc1')],
      ...[withBranch('z9hG4bKabc1', { port: 5063 }), withBranch('z9hG4bKabc1', { host: '192.0.2.8' })],
      ...[{ ...fields, method: 'INVITE' }, { ...fields, method: 'BYE' }, withBranch('z9hG4bKab\u01631')],
    ];
    expect(distinct([one, ...others.map((other) => fingerprints.ofTransaction(other))])).toBe(others.length + 1);
    const invite = fingerprints.ofTransaction({ ...fields, method: 'INVITE' });
    expect(fingerprints.ofTransaction({ ...fields, method: 'ACK' })).toEqual(invite);
  });

  test('[TX2] without the cookie, or with nothing behind it, the fields of RFC 2543 decide', () => {
    for (const branch of ['z9hG4bK', 'abc', '']) {
      const old = withBranch(branch);
      const changed = [
        ...[
          { ...old, requestUri: 'sip:x@y' },
          { ...old, fromTag: 'a2' },
          { ...old, callId: 'call-2' },
        ],
        ...[
          { ...old, cseqNumber: 2 },
          { ...old, viaText: 'SIP/2.0/UDP 192.0.2.9' },
          { ...old, method: 'BYE' },
        ],
      ];
      const all = [old, ...changed].map((each) => fingerprints.ofTransaction(each));
      expect(distinct(all)).toBe(changed.length + 1);
    }
  });

  test('[TX3] Call-ID, From tag, CSeq and method tell whether a request came twice', () => {
    const one = fingerprints.ofMerging(fields);
    expect(fingerprints.ofMerging(withBranch('z9hG4bKother'))).toEqual(one);
    const others = [
      ...[
        { ...fields, callId: 'call-1@192.0.2.' },
        { ...fields, fromTag: 'a' },
        { ...fields, cseqNumber: 2 },
      ],
      ...[
        { ...fields, method: 'BYE' },
        { ...fields, callId: 'call-1@192.0.2.9a', fromTag: '1' },
      ],
      ...[
        { ...fields, callId: 'é' },
        { ...fields, callId: '\u20ac' },
        { ...fields, callId: '\u00ac\u0020' },
      ],
    ];
    expect(distinct([one, ...others.map((other) => fingerprints.ofMerging(other))])).toBe(others.length + 1);
  });

  test('texts of any length and kind have their own', () => {
    const texts = Array.from({ length: 3_000 }, (_, length) => 'a'.repeat(length));
    const wide = texts.map((text) => `${text}\u20ac`);
    const all = [...texts, ...wide].map((callId) => fingerprints.ofMerging({ ...fields, callId }));
    expect(distinct(all)).toBe(6_000);
  });

  test('another key gives others, spread over all places of a table', () => {
    const other = new Fingerprints(new SeededRandom(2));
    const of = (index: number) => ({ ...fields, callId: `call-${index}` });
    const places = new Set<number>();
    for (let index = 0; index < 4_096; index++) {
      const fingerprint = fingerprints.ofMerging(of(index));
      expect(other.ofMerging(of(index))).not.toEqual(fingerprint);
      expect(fingerprint.low).not.toBe(0);
      places.add(fingerprint.low & 0xfff);
    }
    // Balls into bins: 1 - 1/e of the places are expected to be met.
    expect(places.size).toBeGreaterThan(2_500);
    expect(places.size).toBeLessThan(2_680);
  });
});
