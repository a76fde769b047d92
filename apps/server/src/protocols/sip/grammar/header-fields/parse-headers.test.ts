import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expiresOf } from '../../message/contact.ts';
import { canonicalName, compactName } from '../../message/header-names.ts';
import { buildNameAddr, tagOf } from '../../message/name-addr.ts';
import { parameterValue } from '../../message/parameters.ts';
import { branchOf, portOf, serializeVia } from '../../message/via.ts';
import { parseContacts } from './parse-contacts.ts';
import { parseCSeq } from './parse-cseq.ts';
import { parseNameAddr } from './parse-name-addr.ts';
import { parseVia } from './parse-via.ts';
import { splitValues } from './split-values.ts';

function address(text: string) {
  const parsed = parseNameAddr(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.failure}`);
  return parsed.value;
}

describe('header values', () => {
  it('[SM4] names are canonical, compact forms go both ways, foreign ones keep their case', () => {
    expect(['i', 'I', 'call-id', 'CALL-ID', 'X-mine', '__proto__', 'constructor'].map(canonicalName)).toEqual([
      'Call-ID',
      'Call-ID',
      'Call-ID',
      'Call-ID',
      'X-mine',
      '__proto__',
      'constructor',
    ]);
    expect(compactName('content-type')).toBe('c');
    expect(compactName('CSeq')).toBeUndefined();
  });

  it('[SM5] display names are unquoted, what stands in them separates nothing', () => {
    const parsed = address('"A \\"B\\" <c>;tag=no, \\\\" <sip:a@b;lr>;tag=yes;x="1;2"');
    expect(parsed.displayName).toBe('A "B" <c>;tag=no, \\');
    expect(parsed.uriText).toBe('sip:a@b;lr');
    expect(tagOf(parsed)).toBe('yes');
    expect(parameterValue(parsed.parameters, 'X')).toBe('1;2');
    expect(address('caller<sip:c@d>;tag=3').displayName).toBe('caller');
    expect(address('sip:a@b;tag=4')).toMatchObject({ uriText: 'sip:a@b', parameters: [{ name: 'tag', value: '4' }] });
    expect(parameterValue(address('<sip:a@b>;__proto__=1').parameters, 'constructor')).toBeUndefined();
  });

  for (const text of [
    '',
    '<>',
    '"open <sip:a@b>',
    '"a" sip:a@b',
    'Bell, Alexander <sip:a@b>',
    '<sip:a@b',
    '< sip:a@b >',
    'sip:a@b?x=y',
    '<sip:a@b>;',
    '<sip:a@b>;;x',
    '<sip:a@b>;x=',
    '<sip:a@b>;x="y',
    '<sip:a@b> x',
    'sip:a@b;x=<sip:c@d>',
  ]) {
    it(`[SM5] ${JSON.stringify(text)} is refused`, () => expect(parseNameAddr(text).ok).toBe(false));
  }

  it('[SM5] what is built is read again, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (displayName) => {
        const parsed = address(buildNameAddr('sip:a@b', { displayName, tag: 't' }));
        expect(parsed.displayName).toBe(displayName.replaceAll(/\p{Cc}+/gu, ' '));
        expect(tagOf(parsed)).toBe('t');
      }),
    );
  });

  it('[SM5] Contact lists, and the star alone', () => {
    const contacts = parseContacts(['<sip:a@b>;expires=60, "x,y" <sip:c@d>', 'sip:e@f;expires=99999999999']);
    if (!contacts.ok || contacts.value.kind !== 'list') throw new Error('no list');
    expect(contacts.value.contacts.map(({ uriText }) => uriText)).toEqual(['sip:a@b', 'sip:c@d', 'sip:e@f']);
    expect(contacts.value.contacts.map(expiresOf)).toEqual([60, undefined, undefined]);
    expect(parseContacts(['*'])).toEqual({ ok: true, value: { kind: 'all' } });
    expect(parseContacts(['*', '<sip:a@b>']).ok).toBe(false);
  });

  it('[SM5] commas separate values only outside quotes and brackets', () => {
    expect(splitValues('a, "b,\\"c" ,<d,e>;f=g,')).toEqual(['a', '"b,\\"c"', '<d,e>;f=g', '']);
  });

  it('[SM8] Via with white space everywhere, IPv6 and its default ports', () => {
    const via = parseVia('SIP /  2.0 /tcp   [2001:DB8::1] : 5070 ; branch = z9hG4bKx ;rport');
    if (!via.ok) throw new Error(via.failure);
    expect(via.value).toMatchObject({ version: '2.0', transport: 'TCP', host: '[2001:db8::1]', port: 5070 });
    expect(branchOf(via.value)).toBe('z9hG4bKx');
    expect(serializeVia(via.value)).toBe('SIP/2.0/TCP [2001:db8::1]:5070;branch=z9hG4bKx;rport');
    const secure = parseVia('SIP/2.0/TLS a.example');
    expect(secure.ok && portOf(secure.value)).toBe(5061);
  });

  for (const text of [
    '',
    'SIP/2.0',
    'SIP/2.0/UDP',
    'HTTP/1.1/UDP a',
    'SIP/2.0/UDP a b',
    'SIP/2.0/UDP a;;b',
    'SIP/2.0/UDP a:x',
  ]) {
    it(`[SM8] Via ${JSON.stringify(text)} is refused`, () => expect(parseVia(text).ok).toBe(false));
  }

  it('[SM10] CSeq below 2^31 and a method', () => {
    expect(parseCSeq('0009   INVITE')).toEqual({ ok: true, value: { number: 9, method: 'INVITE' } });
    expect(parseCSeq('2147483647 A').ok).toBe(true);
    for (const text of ['', '1', '-1 A', '2147483648 A', 'x A', '1 A B', '1,A']) expect(parseCSeq(text).ok).toBe(false);
  });
});
