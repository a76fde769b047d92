import assert from 'node:assert/strict';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { parseCpim, serializeCpim } from '../../../src/protocols/sip/bodies/cpim.ts';
import { parseImdn, serializeImdn } from '../../../src/protocols/sip/bodies/imdn.ts';
import { parseIsComposing, serializeIsComposing } from '../../../src/protocols/sip/bodies/is-composing.ts';
import { parseMultipart } from '../../../src/protocols/sip/bodies/multipart.ts';
import { readBody } from '../../../src/protocols/sip/bodies/read-body.ts';
import { readDescription } from '../../../src/protocols/sip/bodies/read-description.ts';
import { type FuzzTarget, wire } from '../fuzz-target.ts';

const CPIM = wire(
  'From: "A \\"B\\"" <sip:alice@example.net>',
  'To: <sip:1111@localhost>',
  'NS: imdn <urn:ietf:params:imdn>',
  'DateTime: 2026-11-22T13:40:44Z',
  'imdn.Message-ID: abc123',
  'imdn.Disposition-Notification: positive-delivery, display',
  'Subject:;lang=fr Objet \\u00e9',
  'Require: imdn.Disposition-Notification',
  '',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Length: 5',
  '',
  'Hallo',
).toString();
const IS_COMPOSING =
  '<?xml version="1.0" encoding="UTF-8"?><isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing" xmlns:x="u:x"><state>active</state><contenttype>text/plain</contenttype><lastactive>2026-11-22T13:40:44Z</lastactive><refresh>90</refresh><x:y z="&amp;&#65;"/></isComposing>';
const IMDN =
  '<?xml version="1.0"?><imdn xmlns="urn:ietf:params:xml:ns:imdn"><message-id>abc123</message-id><datetime>2026-11-22T13:40:44Z</datetime><recipient-uri>sip:a@b</recipient-uri><display-notification><status><displayed/></status></display-notification></imdn>';
const MULTIPART = [
  '--b1',
  'Content-Type: text/plain',
  '',
  'eins',
  '--b1',
  'Content-Type: multipart/alternative;boundary=b2',
  '',
  '--b2',
  'Content-Type: text/html',
  'Content-Disposition: attachment; filename="x.html"; handling=optional',
  'Content-Transfer-Encoding: base64',
  '',
  'PGI+',
  '--b2--',
  '--b1--',
  '',
].join('\r\n');

/** First line: content type; second: encodings; the rest is the body. */
const bodyOf = (type: string, encodings: string, body: Buffer | string) =>
  Buffer.concat([Buffer.from(`${type}\r\n${encodings}\r\n`), Buffer.from(body)]);

const seeds: readonly Buffer[] = [
  bodyOf('text/plain;charset=iso-8859-1', '', 'Grüße'),
  bodyOf('message/cpim', '', CPIM),
  bodyOf('application/im-iscomposing+xml', '', IS_COMPOSING),
  bodyOf('message/imdn+xml', '', IMDN),
  bodyOf('multipart/mixed; boundary="b1"', '', MULTIPART),
  bodyOf('message/cpim', '', CPIM.replace('text/plain; charset=utf-8', 'message/imdn+xml').replace('Hallo', IMDN)),
  bodyOf('application/im-iscomposing+xml', 'deflate', deflateSync(IS_COMPOSING)),
  bodyOf('text/plain', 'deflate', deflateRawSync('x'.repeat(3_000))),
  bodyOf('message/imdn+xml', 'gzip, deflate', deflateSync(gzipSync(IMDN))),
];

function bodyIn(input: Buffer) {
  const first = input.indexOf('\r\n');
  const second = input.indexOf('\r\n', first + 2);
  const [contentType, encodings] = [
    input.subarray(0, Math.max(first, 0)),
    input.subarray(first + 2, Math.max(second, 0)),
  ].map(String);
  return {
    contentType: contentType ?? '',
    encodings: (encodings ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    disposition: undefined,
    bytes: input.subarray(second + 2),
  };
}

function feed(input: Buffer): void {
  const body = bodyIn(input);
  const { bytes } = body;
  const read = readBody(body);
  if (read.ok && read.value.kind === 'text') assert.ok(read.value.text.length <= 70_000, 'a text became too long');
  const cpim = parseCpim(bytes);
  if (cpim.ok) {
    const { headers, content } = cpim.value;
    const again = parseCpim(
      serializeCpim({
        headers: headers.map(({ name, value }) => ({ name, value })),
        prefixes: {},
        contentHeaders: [],
        content,
      } as never),
    );
    assert.ok(again.ok || headers.length > 50, 'CPIM that was written cannot be read');
  }
  const composing = parseIsComposing(bytes);
  if (composing.ok) assert.ok(parseIsComposing(Buffer.from(serializeIsComposing(composing.value))).ok);
  const imdn = parseImdn(bytes);
  if (imdn.ok) serializeImdn(imdn.value);
  parseMultipart(bytes, 'b1');
  const headers = [{ name: 'Content-Type', value: body.contentType }];
  readDescription({ kind: 'request', method: 'INVITE', requestUri: 'sip:1111@localhost', headers, body: bytes });
}

export const bodies: FuzzTarget = {
  name: 'bodies',
  seeds,
  isTaken: (seed) => readBody(bodyIn(seed)).ok,
  dictionary: [
    'application/sdp',
    'multipart/mixed;boundary=b1',
    'Content-Disposition: session',
    'NS: x <u:x>',
    'Require: x.y',
    'Require: MyFeatures.VitalMessageOption',
    'Content-Type: message/cpim',
    '--b1',
    '--b2--',
    'boundary=',
    'charset=utf-16',
    '<!DOCTYPE a [<!ENTITY b "c">]>',
    '&b;',
    '&#x0;',
    '<![CDATA[',
    ']]>',
    '<!--',
    '</state>',
    'xmlns=""',
    '<refresh>',
    '\\u12',
    '\\r\\n',
    'deflate',
    'gzip',
    'handling=required',
    'quoted-printable',
    '=3D',
  ],
  inputsPerSubject: 1_000,
  inputsInTest: 800,
  open: () => ({ feed }),
};
