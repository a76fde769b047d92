import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOfRecord, areUrisEqual, serializeUri, type Uri, userOf } from '../../message/uri.ts';
import { parseUri } from './parse-uri.ts';

function uri(text: string): Uri {
  const parsed = parseUri(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.failure}`);
  return parsed.value;
}

describe('URIs', () => {
  it('[SM7] the parts are read, the user part stays as on the wire', () => {
    expect(
      uri('SIP:%61lice;day=tuesday:se%20cret@EXAMPLE.com:5061;transport=tcp;lr?Subject=x&Route=%3Csip:a%3E'),
    ).toEqual({
      kind: 'sip',
      scheme: 'sip',
      user: '%61lice;day=tuesday',
      password: 'se%20cret',
      host: 'example.com',
      port: 5061,
      parameters: [{ name: 'transport', value: 'tcp' }, { name: 'lr' }],
      headers: 'Subject=x&Route=%3Csip:a%3E',
    });
    expect(uri('sips:[2001:DB8::1]:5061')).toMatchObject({ host: '[2001:db8::1]', port: 5061 });
    expect(uri('tel:+1-201-555-0123')).toEqual({ kind: 'opaque', scheme: 'tel', rest: '+1-201-555-0123' });
  });

  it('[SM7] what was read is written the same', () => {
    for (const text of [
      'sip:sips%3Auser%40example.com@example.net',
      'sip:user;par=u%40example.net@example.com',
      'sip:alice:@example.com',
      'sip:example.com;lr;x=%41',
      'sip:a@[::1];maddr=[::2]?a=b',
      'isbn:2983792873',
    ]) {
      expect(serializeUri(uri(text))).toBe(text);
    }
  });

  const malformed = [
    '',
    'alice',
    ':alice',
    'sip:',
    'sip:@example.com',
    'sip:a@b@c',
    'sip:a b@c',
    'sip: a@c',
    '<sip:a@c>',
    'sip:a@c;',
    'sip:a@c;=x',
    'sip:a@c;x=',
    'sip:a%4@c',
    'sip:a%zz@c',
    'sip:a@c:',
    'sip:a@c:65536',
    'sip:a@c:5060x',
    'sip:a@[::1',
    'sip:a@[fe80::1%25eth0]',
    'sip:a@::1',
    'sip:a@c?',
    'sip:a@c"d',
    'sip:\u00e9@c',
    'tel:',
    'tel:1 2',
  ];
  for (const text of malformed) {
    it(`[SM7] ${JSON.stringify(text)} is refused`, () => expect(parseUri(text).ok).toBe(false));
  }

  it('[SM6] equal and unequal as in RFC 3261 19.1.4', () => {
    const equal = (left: string, right: string) => areUrisEqual(uri(left), uri(right));
    expect(equal('sip:%61lice@atlanta.com;transport=TCP', 'sip:alice@AtLanTa.CoM;Transport=tcp')).toBe(true);
    expect(equal('sip:carol@chicago.com', 'sip:carol@chicago.com;newparam=5')).toBe(true);
    expect(equal('sip:carol@chicago.com;security=on', 'sip:carol@chicago.com;newparam=5')).toBe(true);
    expect(equal('sip:b@biloxi.com;transport=tcp?to=a&x=1', 'sip:b@biloxi.com;transport=tcp?x=1&to=a')).toBe(true);
    expect(equal('SIP:ALICE@AtLanTa.CoM', 'sip:alice@AtLanTa.CoM')).toBe(false);
    expect(equal('sip:bob@biloxi.com', 'sip:bob@biloxi.com:5060')).toBe(false);
    expect(equal('sip:bob@biloxi.com', 'sip:bob@biloxi.com;transport=udp')).toBe(false);
    expect(equal('sip:carol@chicago.com', 'sip:carol@chicago.com?Subject=next')).toBe(false);
    expect(equal('sip:carol@chicago.com;security=on', 'sip:carol@chicago.com;security=off')).toBe(false);
    expect(equal('sip:a@b', 'sips:a@b')).toBe(false);
    expect(equal('sip:a@[2001:DB8::1]:5070', 'sip:a@[2001:db8:0:0::1]:5070')).toBe(true);
    expect(equal('sip:a@[2001:db8::1]', 'sip:a@[2001:db8::2]')).toBe(false);
  });

  it('[SM6] the address of record unescapes the user and drops parameters', () => {
    expect(addressOfRecord(uri('sip:%61lice@Example.com;transport=tcp'))).toBe('sip:alice@example.com');
    expect(addressOfRecord(uri('sip:alice:pw@example.com:5070'))).toBe('sip:alice@example.com:5070');
    expect(userOf(uri('sip:100%25%ff@example.com'))).toBe('100%25%ff');
    expect(userOf(uri('tel:+1'))).toBeUndefined();
  });

  it('[SM1] no text makes it throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => void parseUri(`sip:${text}`)),
      { numRuns: 1_000 },
    );
  });
});
