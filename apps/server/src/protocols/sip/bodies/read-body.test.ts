import { deflateSync } from 'node:zlib';
import { TEXT_BYTES_MAX } from '@cordboard/shared/tlib/requests';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serializeImdn } from './imdn.ts';
import { serializeIsComposing } from './is-composing.ts';
import { MESSAGE_TYPES, type RawBody, readBody } from './read-body.ts';

function read(contentType: string, bytes: string | Buffer, more: Partial<RawBody> = {}) {
  const body = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  return readBody({ contentType, encodings: [], disposition: undefined, bytes: body, ...more });
}

function textOf(...body: Parameters<typeof read>): string | undefined {
  const content = read(...body);
  return content.ok && content.value.kind === 'text' ? content.value.text : undefined;
}

function multipart(...parts: readonly string[]): string {
  return `${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`;
}

const MIXED = 'multipart/mixed;boundary=b';
const ALTERNATIVE = 'multipart/alternative; boundary="b"';
const PLAIN = 'Content-Type: text/plain\r\n\r\nhello';

describe('what a body says', () => {
  it.each<[string, string, Buffer]>([
    ['UTF-8 when none is said', 'text/plain', Buffer.from('Grüße')],
    ['UTF-8', 'Text/Plain; Charset="UTF-8"', Buffer.from('Grüße')],
    ['ISO-8859-1', 'text/plain;charset=iso-8859-1', Buffer.from('Grüße', 'latin1')],
    ['windows-1252', 'text/plain;charset=windows-1252', Buffer.from('Grüße', 'latin1')],
    ['UTF-16', 'text/plain;charset=utf-16', Buffer.from('\ufeffGrüße', 'utf16le')],
    ['UTF-16, the other way round', 'text/plain;charset=utf-16', Buffer.from('\ufeffGrüße', 'utf16le').swap16()],
  ])('[MQ10] a text is read by its charset: %s', (_what, type, bytes) => {
    expect(textOf(type, bytes)).toBe('Grüße');
  });

  it('[MQ10] US-ASCII is read; a charset nobody knows is 415', () => {
    expect(textOf('text/plain;charset=us-ascii', 'hello')).toBe('hello');
    expect(read('text/plain;charset=no-such-thing', 'hello')).toMatchObject({
      failure: { status: 415, lists: 'types' },
    });
  });

  it('[MQ11] compressed bodies are unpacked before anything else; other encodings are 415', () => {
    expect(textOf('text/plain', deflateSync('hello'), { encodings: ['deflate'] })).toBe('hello');
    expect(read('text/plain', 'hello', { encodings: ['br'] })).toMatchObject({
      failure: { status: 415, lists: 'encodings' },
    });
    expect(read('text/plain', 'hello', { encodings: ['deflate'] })).toMatchObject({ failure: { status: 400 } });
    const long = deflateSync('x'.repeat(TEXT_BYTES_MAX + 1));
    expect(read('text/plain', long, { encodings: ['deflate'] })).toMatchObject({ failure: { status: 413 } });
  });

  it('[MQ12] an envelope is taken off, with what it asks for', () => {
    const lines = [
      'From: "Alice" <sip:alice@example.net>',
      'DateTime: 2026-11-22T10:00:00Z',
      'NS: i <urn:ietf:params:imdn>',
      'i.Message-ID: aB3',
      'i.Disposition-Notification: positive-delivery, display',
      '',
      'Content-Type: text/plain; charset=iso-8859-1',
      '',
      'Grüße',
    ];
    expect(read('Message/CPIM', Buffer.from(lines.join('\r\n'), 'latin1'))).toEqual({
      ok: true,
      value: {
        kind: 'text',
        text: 'Grüße',
        envelope: {
          messageId: 'aB3',
          dateTime: '2026-11-22T10:00:00Z',
          asks: ['positive-delivery', 'display'],
          from: 'sip:alice@example.net',
        },
      },
    });
  });

  it('[MQ12] what an envelope requires and we do not know is 420; envelopes within envelopes have an end', () => {
    const required = 'NS: i <urn:ietf:params:imdn>\r\nNS: x <urn:x>\r\nRequire: i.Message-ID, x.Vital\r\n\r\n\r\nhello';
    expect(read('message/cpim', required)).toMatchObject({ failure: { status: 420, unsupported: ['x.Vital'] } });
    expect(read('message/cpim', 'hello')).toMatchObject({ failure: { status: 400 } });
    const nested = `${'From: <sip:a@b>\r\n\r\nContent-Type: message/cpim\r\n\r\n'.repeat(5)}hello`;
    expect(read('message/cpim', nested)).toMatchObject({ failure: { status: 400 } });
  });

  it('[MQ13] of an alternative the last part that can be read; of others the texts', () => {
    const html = 'Content-Type: text/html\r\n\r\n<b>hello</b>';
    expect(textOf(ALTERNATIVE, multipart(PLAIN, html))).toBe('hello');
    expect(textOf(ALTERNATIVE, multipart(PLAIN, 'Content-Type: text/plain\r\n\r\nbetter'))).toBe('better');
    expect(textOf(MIXED, multipart(PLAIN, 'Content-Type: text/plain\r\n\r\nworld'))).toBe('hello\nworld');
    expect(read(ALTERNATIVE, multipart(html))).toMatchObject({ failure: { status: 415 } });
    expect(read('multipart/mixed', multipart(PLAIN))).toMatchObject({ failure: { status: 400 } });
    expect(
      textOf(MIXED, multipart(`Content-Type: ${ALTERNATIVE.replace('"b"', 'c')}\r\n\r\n--c\r\n\r\ninner\r\n--c--`)),
    ).toBe('inner');
  });

  it('[MQ13] what cannot be shown beside a text is named; optional parts are left out, required ones refuse the whole', () => {
    const picture = 'Content-Type: image/png\r\nContent-Disposition: attachment;filename="a]\r\n b.png"';
    expect(textOf(MIXED, multipart(PLAIN, `${picture}\r\n\r\n…`))).toBe('hello\n[image/png a  b.png]');
    const optional = 'Content-Type: image/png\r\nContent-Disposition: icon;handling=optional\r\n\r\n…';
    expect(textOf(MIXED, multipart(optional, PLAIN))).toBe('hello');
    const required = 'Content-Type: image/png\r\nContent-Disposition: render;handling=required\r\n\r\n…';
    expect(read(MIXED, multipart(PLAIN, required))).toMatchObject({ failure: { status: 415 } });
    expect(read(MIXED, multipart(optional))).toMatchObject({ value: { kind: 'nothing' } });
  });

  it('[MQ13] transfer encodings of parts are undone', () => {
    const base64 = `Content-Transfer-Encoding: base64\r\n\r\n${Buffer.from('Grüße').toString('base64')}`;
    const quoted = 'Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=\r\n=C3=9Fe';
    expect(textOf(MIXED, multipart(base64, quoted))).toBe('Grüße\nGrüße');
  });

  it('[MQ14] a body for a purpose nobody knows is 415, unless it is optional', () => {
    expect(read('text/plain', 'hello', { disposition: 'icon' })).toMatchObject({ failure: { status: 415 } });
    expect(read('text/plain', 'hello', { disposition: 'icon;handling=optional' })).toMatchObject({
      value: { kind: 'nothing' },
    });
    expect(textOf('text/plain', 'hello', { disposition: 'render' })).toBe('hello');
  });

  it('[MQ6][MQ7] notices and notifications are told apart from texts; malformed ones are 400', () => {
    const notice = serializeIsComposing({ state: 'active', refreshSeconds: 60 });
    expect(read('application/im-iscomposing+xml', notice)).toMatchObject({ value: { kind: 'composing' } });
    expect(read('application/im-iscomposing+xml', 'x')).toMatchObject({ failure: { status: 400 } });
    const imdn = { messageId: 'a', dateTime: '', recipientUri: '', kind: 'display', status: 'displayed' } as const;
    expect(read('message/imdn+xml', serializeImdn(imdn), { disposition: 'notification' })).toMatchObject({
      value: { kind: 'notification', notification: imdn },
    });
    expect(read('message/imdn+xml', 'x')).toMatchObject({ failure: { status: 400 } });
  });

  it('[MQ4] no bytes make it throw, whatever they claim to be', () => {
    const types = fc.constantFrom(...MESSAGE_TYPES, MIXED, ALTERNATIVE, 'text/plain;charset=utf-16', '', ';', 'a/b;=');
    const pieces = fc.constantFrom(
      'From: x',
      'NS: i <u>',
      '\r\n',
      '\r\n\r\n',
      '--b',
      '--b--',
      'Content-Type: ',
      MIXED,
      'message/cpim',
      '<a>',
      '=4',
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
      fc.array(pieces, { maxLength: 40 }).map((words) => Buffer.from(words.join(''))),
    );
    const encodings = fc.constantFrom<readonly string[]>([], ['deflate'], ['gzip', 'deflate']);
    fc.assert(
      fc.property(
        types,
        bytes,
        encodings,
        fc.constantFrom(undefined, 'render', 'x;handling'),
        (contentType, body, coded, disposition) => {
          const content = readBody({ contentType, bytes: body, encodings: coded, disposition });
          expect(content.ok ? 'read' : [400, 413, 415, 420].includes(content.failure.status)).toBeTruthy();
        },
      ),
    );
  });
});
