/** The two small XML documents, and the reader below them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Imdn, parseDispositions, parseImdn, serializeImdn } from './imdn.ts';
import { parseIsComposing, serializeIsComposing } from './is-composing.ts';
import { escapeXml, parseXml } from './xml.ts';

function composing(inner: string): Buffer {
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\r\n<isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing"\r\n` +
      ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="x y.xsd">${inner}</isComposing>`,
  );
}

describe('typing notices', () => {
  it('[MQ6] state and refresh are read; a state nobody knows is idle', () => {
    expect(
      parseIsComposing(composing('<state>active</state><contenttype>text/plain</contenttype><refresh>60</refresh>')),
    ).toEqual({ ok: true, value: { state: 'active', refreshSeconds: 60 } });
    expect(parseIsComposing(composing('<state>pondering</state><refresh>-1</refresh>'))).toEqual({
      ok: true,
      value: { state: 'idle', refreshSeconds: null },
    });
    expect(parseIsComposing(composing('<state>active</state><refresh>999999999</refresh>'))).toEqual({
      ok: true,
      value: { state: 'active', refreshSeconds: 3600 },
    });
  });

  it('[MQ6] what is written is read back', () => {
    for (const notice of [
      { state: 'active', refreshSeconds: 90 },
      { state: 'idle', refreshSeconds: null },
    ] as const) {
      expect(parseIsComposing(serializeIsComposing(notice))).toEqual({ ok: true, value: notice });
    }
  });

  it.each<[string, Buffer]>([
    ['no state', composing('')],
    ['another document', Buffer.from('<other/>')],
    ['another namespace', Buffer.from('<isComposing xmlns="urn:x"><state>active</state></isComposing>')],
    ['no XML', Buffer.from('active')],
  ])('[MQ6] %s is refused', (_what, body) => {
    expect(parseIsComposing(body).ok).toBe(false);
  });
});

describe('notifications', () => {
  it('[MQ7] what Linphone sends is read', () => {
    const body = Buffer.from(
      '<?xml version="1.0" encoding="UTF-8" standalone="no" ?><imdn xmlns="urn:ietf:params:xml:ns:imdn" xmlns:l="urn:l">' +
        '<message-id>aB3</message-id><datetime>2026-11-22T10:00:00Z</datetime>' +
        '<display-notification><status><displayed/><l:reason code="200">OK</l:reason></status></display-notification></imdn>',
    );
    expect(parseImdn(body)).toEqual({
      ok: true,
      value: {
        messageId: 'aB3',
        dateTime: '2026-11-22T10:00:00Z',
        recipientUri: '',
        kind: 'display',
        status: 'displayed',
      },
    });
  });

  it('[MQ7] what is written is read back', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((text) => escapeXmlSafe(text).trim());
    const state = fc.constantFrom<Pick<Imdn, 'kind' | 'status'>>(
      { kind: 'delivery', status: 'delivered' },
      { kind: 'delivery', status: 'failed' },
      { kind: 'display', status: 'displayed' },
      { kind: 'processing', status: 'stored' },
    );
    fc.assert(
      fc.property(word.filter(Boolean), word, word, state, (messageId, dateTime, recipientUri, status) => {
        const imdn = { messageId, dateTime, recipientUri, ...status };
        expect(parseImdn(serializeImdn(imdn))).toEqual({ ok: true, value: imdn });
      }),
    );
  });

  it.each<[string, string]>([
    ['no message', '<delivery-notification><status><delivered/></status></delivery-notification>'],
    [
      'a status of another kind',
      '<message-id>a</message-id><display-notification><status><stored/></status></display-notification>',
    ],
    ['no status', '<message-id>a</message-id>'],
    ['an id without end', `<message-id>${'a'.repeat(256)}</message-id>`],
  ])('[MQ7] %s is refused', (_what, inner) => {
    expect(parseImdn(Buffer.from(`<imdn xmlns="urn:ietf:params:xml:ns:imdn">${inner}</imdn>`)).ok).toBe(false);
  });

  it('[MQ7] what is asked for is read, unknown words are not', () => {
    expect(parseDispositions('positive-delivery, Display;x=y, other')).toEqual(['positive-delivery', 'display']);
    expect(parseDispositions(undefined)).toEqual([]);
  });
});

describe('XML', () => {
  it('[MQ8] namespaces, attributes, comments, character data and the five entities', () => {
    const read = parseXml(
      '\ufeff<?xml version="1.0"?><!-- a --><p:a xmlns:p="urn:p" q=\'1 &amp; 2\'>x<![CDATA[<y>]]>&#x41;&lt;<b/></p:a><!-- z -->',
    );
    expect(read).toMatchObject({
      ok: true,
      value: { name: 'a', namespace: 'urn:p', text: 'x<y>A<', children: [{ name: 'b', namespace: '' }] },
    });
    expect(read.ok && read.value.attributes.get('q')).toBe('1 & 2');
  });

  it.each<[string, string]>([
    ['a DTD', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['an entity nobody declared', '<a>&b;</a>'],
    ['an entity without end', '<a>&amp </a>'],
    ['a character that is none', '<a>&#x110000;</a>'],
    ['a prefix nobody declared', '<p:a/>'],
    ['an end of another element', '<a><b></a></b>'],
    ['no end', '<a><b/>'],
    ['twice the same attribute', '<a b="1" b="2"/>'],
    ['two documents', '<a/><b/>'],
    ['too many elements', `<a>${'<b/>'.repeat(600)}</a>`],
    ['too deep', `${'<a>'.repeat(20)}${'</a>'.repeat(20)}`],
    ['too long', `<a>${' '.repeat(70_000)}</a>`],
  ])('[MQ8] %s is refused', (_what, source) => {
    expect(parseXml(source).ok).toBe(false);
  });

  it('[MQ4] nothing makes it throw', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '<',
            '>',
            '/',
            'a',
            '=',
            '"',
            "'",
            '&',
            ';',
            ' ',
            '<!--',
            '-->',
            '<?',
            ']]>',
            '<![CDATA[',
            'xmlns',
          ),
        ),
        (pieces) => void parseXml(pieces.join('')),
      ),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => void parseXml(text)));
  });
});

/** Without the characters that XML cannot hold. */
function escapeXmlSafe(text: string): string {
  const read = parseXml(`<a>${escapeXml(text)}</a>`);
  return read.ok ? read.value.text : '';
}
