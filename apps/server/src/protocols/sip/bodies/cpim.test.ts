import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildCpimAddress,
  type CpimHeader,
  cpimContentType,
  cpimHeader,
  parseCpim,
  parseCpimAddress,
  requiredHeaders,
  serializeCpim,
} from './cpim.ts';
import { IMDN_CPIM_NAMESPACE } from './imdn.ts';

function envelope(lines: readonly string[], lineEnd = '\r\n') {
  const parsed = parseCpim(Buffer.from(lines.join(lineEnd)));
  if (!parsed.ok) throw new Error(parsed.failure);
  return parsed.value;
}

const LINPHONE = [
  'From: <sip:alice@example.com>',
  'To: <sip:1111@example.com>',
  'DateTime: 2026-11-22T10:00:00Z',
  'NS: imdn <urn:ietf:params:imdn>',
  'imdn.Message-ID: aB3dE6gH9jK2',
  'imdn.Disposition-Notification: positive-delivery, negative-delivery, display',
  '',
  'Content-Type: text/plain;charset=UTF-8',
  'Content-Length: 999',
  '',
  'Grüße',
];

describe('message/cpim', () => {
  it('[MQ1] headers, MIME headers and content are read; an inner length that is wrong means nothing', () => {
    const message = envelope(LINPHONE);
    expect(cpimHeader(message, 'From')).toBe('<sip:alice@example.com>');
    expect(cpimHeader(message, 'Message-ID', IMDN_CPIM_NAMESPACE)).toBe('aB3dE6gH9jK2');
    expect(cpimContentType(message)).toBe('text/plain;charset=UTF-8');
    expect(message.content.toString()).toBe('Grüße');
  });

  it('[MQ1] bare line feeds are read too; an empty line must end each block of headers', () => {
    expect(envelope(LINPHONE, '\n').content.toString()).toBe('Grüße');
    expect(parseCpim(Buffer.from('From: <sip:a@b>\r\nno end')).ok).toBe(false);
    expect(parseCpim(Buffer.from('From: <sip:a@b>\r\n\r\nContent-Type: text/plain')).ok).toBe(false);
    expect(parseCpim(Buffer.from('no header\r\n\r\n\r\nx')).ok).toBe(false);
  });

  it('[MQ2] a prefix is what its NS says, whatever it is called; without one the header is ignored', () => {
    const message = envelope([
      'NS: x <urn:ietf:params:imdn>',
      'x.Message-ID: one',
      'imdn.Message-ID: two',
      'Subject:;lang=fr Objet',
      '',
      '',
      'text',
    ]);
    expect(cpimHeader(message, 'Message-ID', IMDN_CPIM_NAMESPACE)).toBe('one');
    expect(message.headers).toHaveLength(2);
    expect(cpimHeader(message, 'Subject')).toBe('Objet');
    expect(cpimContentType(message)).toBe('text/plain');
  });

  it('[MQ2] what must be understood is named', () => {
    expect(requiredHeaders(envelope(['NS: x <urn:x>', 'Require: x.Vital, y.Other', '', '', 'text']))).toEqual([
      { written: 'x.Vital', name: 'Vital', namespace: 'urn:x' },
      { written: 'y.Other', name: 'y.Other', namespace: undefined },
    ]);
  });

  it('[MQ3] escapes are decoded, and no value writes a header of its own', () => {
    const message = envelope(['Subject: a\\u00e9\\tb\\\\c\\"d\\x', '', '', '']);
    expect(cpimHeader(message, 'Subject')).toBe('aé\tb\\c"d\\x');
    const written = serializeCpim({
      headers: [{ name: 'Subject', namespace: '', value: 'one\r\nTo: <sip:mallory@example.com>\\' }],
      prefixes: {},
      contentHeaders: [{ name: 'Content-Type', value: 'text/plain\r\nX: y' }],
      content: Buffer.from('text'),
    });
    expect(written.toString()).toBe(
      'Subject: one\\r\\nTo: <sip:mallory@example.com>\\\\\r\n\r\nContent-Type: text/plain X: y\r\n\r\ntext',
    );
  });

  it('[MQ3] addresses with and without a name', () => {
    expect(parseCpimAddress('"Maya Ross" <sip:maya@example.com>')).toEqual({
      displayName: 'Maya Ross',
      uri: 'sip:maya@example.com',
    });
    expect(parseCpimAddress('Maya <im:m@x>')).toEqual({ displayName: 'Maya', uri: 'im:m@x' });
    expect(parseCpimAddress('sip:maya@example.com')?.uri).toBe('sip:maya@example.com');
    expect(parseCpimAddress('Maya <sip:m@x')).toBeUndefined();
    expect(parseCpimAddress('two words')).toBeUndefined();
    expect(buildCpimAddress({ displayName: 'a" <sip:b>\r\n', uri: 'sip:a b@c>' })).toBe('"a   sip:b" <sip:ab@c>');
    expect(buildCpimAddress({ displayName: '', uri: 'sip:a@b' })).toBe('<sip:a@b>');
  });

  it('[MQ1] what is written is read back', () => {
    const value = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.trim());
    const name = fc.constantFrom('Subject', 'DateTime', 'Message-ID', 'Original-To');
    const namespace = fc.constantFrom('', IMDN_CPIM_NAMESPACE);
    const header: fc.Arbitrary<CpimHeader> = fc.record({ name, namespace, value: value.filter(isPlain) });
    fc.assert(
      fc.property(fc.array(header, { maxLength: 6 }), fc.uint8Array({ maxLength: 60 }), (headers, bytes) => {
        const contentHeaders = [{ name: 'Content-Type', value: 'text/plain' }];
        const content = Buffer.from(bytes);
        const prefixes = { [IMDN_CPIM_NAMESPACE]: 'imdn' };
        const read = parseCpim(serializeCpim({ headers, prefixes, contentHeaders, content }));
        expect(read).toMatchObject({ ok: true, value: { headers, contentHeaders, content } });
      }),
    );
  });

  it('[MQ4] no bytes make it throw, and blocks without end are refused', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void parseCpim(Buffer.from(bytes))));
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('From', ':', ';', ' ', '\r\n', '\n', 'NS: x <y>', 'x.', '\\', '\t')),
        (parts) => void parseCpim(Buffer.from(parts.join(''))),
      ),
    );
    expect(parseCpim(Buffer.from('A: b\r\n'.repeat(100))).ok).toBe(false);
    expect(parseCpim(Buffer.from(`A: ${'b'.repeat(60_000)}\r\n\r\n\r\n`)).ok).toBe(false);
  });
});

/** Lone surrogates do not survive UTF-8; white space of other kinds at the ends is trimmed. */
function isPlain(text: string): boolean {
  return text.isWellFormed() && text === text.trim();
}
