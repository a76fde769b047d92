import { joinSegments, wire } from '../fuzz-target.ts';

const SDP = [
  'v=0',
  'o=- 1 1 IN IP4 198.51.100.7',
  's=-',
  'c=IN IP4 198.51.100.7',
  't=0 0',
  'm=message 5060 sip null',
  'a=accept-types:text/plain message/cpim',
  'm=audio 4000 RTP/AVP 0 101',
  '',
].join('\r\n');

export const SIP_DICTIONARY = [
  'SIP/2.0',
  'sip:',
  'sips:',
  'tel:',
  'MESSAGE',
  'INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'OPTIONS',
  'REGISTER',
  'SUBSCRIBE',
  'NOTIFY',
  'z9hG4bK',
  ';tag=',
  ';branch=',
  ';rport',
  ';received=',
  ';lr',
  ';maddr=',
  'Via: ',
  'Route: <sip:localhost;lr>',
  'Record-Route: ',
  'Max-Forwards: 0',
  'Require: x',
  'Supported: outbound',
  'Content-Encoding: deflate',
  'Content-Type: message/cpim',
  'Contact: *',
  'Expires: 0',
  'Authorization: Digest username="alice"',
  'Replaces: a;to-tag=b;from-tag=c',
  'Accept: text/html',
  '<sip:',
  '>',
  '1111',
  '1001',
  'localhost',
  '{toTag}',
  '{cseq}',
  '[2001:db8::1]',
  '0;',
  'message/imdn+xml',
];

export interface RequestParts {
  readonly to?: string;
  readonly toTag?: string;
  readonly callId?: string;
  readonly cseq?: number | string;
  readonly branch?: string;
  readonly headers?: readonly string[];
  readonly type?: string;
  readonly body?: string;
  readonly via?: string;
}

/** A request of Alice as a client writes it. */
export function request(method: string, parts: RequestParts = {}): Buffer {
  const { to = '1111', callId = 'call-1', cseq = 1, headers = [], body = '' } = parts;
  const branch = parts.branch ?? `z9hG4bK${method}-${callId}-${cseq}`;
  const type = parts.type ?? (body === '' ? undefined : 'text/plain;charset=utf-8');
  return wire(
    `${method} sip:${to}@localhost SIP/2.0`,
    `Via: SIP/2.0/${parts.via ?? 'UDP'} 198.51.100.7:5062;rport;branch=${branch}`,
    'Max-Forwards: 70',
    'From: "Alice \\"A\\" <x>" <sip:alice@example.net>;tag=a1',
    `To: <sip:${to}@localhost>${parts.toTag === undefined ? '' : `;tag=${parts.toTag}`}`,
    `Call-ID: ${callId}@198.51.100.7`,
    `CSeq: ${cseq} ${method}`,
    ...headers,
    ...(type === undefined ? [] : [`Content-Type: ${type}`]),
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  );
}

const contact = 'Contact: <sip:alice@198.51.100.7:5062;transport=tcp>;expires=60;+sip.instance="<urn:uuid:0>"';
const invite = { headers: [contact], type: 'application/sdp', body: SDP };

/** Single messages. */
export const MESSAGE_SEEDS: readonly Buffer[] = [
  request('MESSAGE', { body: 'Guten Tag, ich hätte eine Frage zur Rechnung. 💬' }),
  request('MESSAGE', {
    body: 'kurz',
    headers: ['Date: Sun Nov 22 13:40:44 2026', 'Expires: 0', 'Priority: non-urgent'],
  }),
  request('INVITE', invite),
  request('OPTIONS', {
    headers: ['Accept: application/sdp, text/plain', 'Route: <sip:localhost;lr>, <sip:p2.example.net;lr>'],
  }),
  request('REGISTER', {
    to: 'alice',
    headers: [contact, 'Expires: 3600', 'Path: <sip:p@192.0.2.1;lr>', 'Supported: path, gruu, outbound'],
  }),
  request('BYE', { toTag: 'b2', cseq: 2 }),
  request('CANCEL', { branch: 'z9hG4bKINVITE-call-1-1' }),
  wire(
    'm sip:%31111@localhost;transport=udp?Subject=x SIP/2.0',
    'v: SIP / 2.0 / TCP [2001:db8::9:1]:5060 ;branch=z9hG4bK7 , SIP/2.0/UDP 192.0.2.4',
    'f: <sip:bob@example.net>;tag=77',
    't: "1111"',
    '  <sip:1111@localhost>',
    'i: compact@x',
    'CSeq: 0009 m',
    'k: replaces',
    'c: text/plain',
    'l:  2',
    '',
    'hi',
  ),
  wire(
    'SIP/2.0 200 OK',
    'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKabc',
    'From: <sip:1111@localhost>;tag=s',
    'To: <sip:alice@example.net>;tag=c',
    'Call-ID: x',
    'CSeq: 1 MESSAGE',
    'Content-Length: 0',
    '',
    '',
  ),
];

/** Sequences; `{toTag}` is the last To tag that we were given, `{cseq}` a number that rises. */
export const SEQUENCE_SEEDS: readonly Buffer[] = [
  joinSegments([
    request('INVITE', invite),
    request('ACK', { toTag: '{toTag}', branch: 'z9hG4bKack1' }),
    request('MESSAGE', { toTag: '{toTag}', cseq: 2, body: 'eins' }),
    request('MESSAGE', { toTag: '{toTag}', cseq: 3, body: 'zwei' }),
    request('INVITE', { ...invite, toTag: '{toTag}', cseq: 4 }),
    request('ACK', { toTag: '{toTag}', cseq: 4, branch: 'z9hG4bKack4' }),
    request('BYE', { toTag: '{toTag}', cseq: 5 }),
  ]),
  joinSegments([
    request('INVITE', { ...invite, callId: 'call-2' }),
    request('CANCEL', { callId: 'call-2', branch: 'z9hG4bKINVITE-call-2-1' }),
    request('BYE', { callId: 'call-2', toTag: '{toTag}', cseq: 2 }),
  ]),
  joinSegments([
    request('INVITE', { headers: [contact], callId: 'call-3' }),
    request('ACK', { callId: 'call-3', toTag: '{toTag}', type: 'application/sdp', body: SDP, branch: 'z9hG4bKack3' }),
    request('MESSAGE', { callId: 'call-3', toTag: '{toTag}', cseq: 2, body: 'x' }),
  ]),
  joinSegments([
    request('INVITE', invite),
    request('ACK', { toTag: '{toTag}', branch: 'z9hG4bKack1' }),
    request('INVITE', {
      headers: [contact, 'Replaces: call-1@198.51.100.7;to-tag={toTag};from-tag=a1'],
      type: 'application/sdp',
      body: SDP,
      callId: 'call-5',
    }),
  ]),
  joinSegments([
    request('MESSAGE', { body: 'Seite', callId: 'page-1' }),
    request('MESSAGE', { body: 'Seite', callId: 'page-1' }),
    request('MESSAGE', { body: '1', callId: 'page-2', to: '1112' }),
    request('MESSAGE', { body: '2', callId: 'page-3', to: '1112' }),
  ]),
  joinSegments(MESSAGE_SEEDS.slice(0, 8)),
];

const asAlice = (bytes: Buffer) =>
  Buffer.from(
    bytes
      .toString()
      .replace(/From: .*?;tag/, 'From: <sip:alice@localhost>;tag')
      .replace(/To: <sip:alice@localhost>/, 'To: <sip:alice@localhost>'),
  );
const registration = { to: 'alice', headers: [contact, 'Expires: 600', 'Supported: path, gruu, outbound'] };
const proven = 'Authorization: {digest}';

/** An account that is challenged, registers, writes, is told, and goes; `{digest}` are right credentials for the last challenge. */
export const ACCOUNT_SEEDS: readonly Buffer[] = [
  joinSegments([
    asAlice(request('REGISTER', { ...registration, callId: 'reg' })),
    asAlice(
      request('REGISTER', {
        ...registration,
        headers: [...registration.headers, proven],
        callId: 'reg',
        cseq: '{cseq}',
      }),
    ),
    asAlice(request('MESSAGE', { callId: 'am1', body: 'Hallo' })),
    asAlice(request('MESSAGE', { callId: 'am1', cseq: 2, headers: [proven], body: 'Hallo' })),
    asAlice(
      request('REGISTER', {
        to: 'alice',
        headers: ['Contact: *', 'Expires: 0', proven],
        callId: 'reg',
        cseq: '{cseq}',
      }),
    ),
  ]),
  joinSegments([
    request('SUBSCRIBE', { callId: 'presence-routing', headers: [contact, 'Event: presence', 'Expires: 600'] }),
    request('SUBSCRIBE', {
      callId: 'presence-routing',
      toTag: '{toTag}',
      cseq: 2,
      headers: [contact, 'Event: presence;id=1', 'Expires: 0', 'Accept: application/pidf+xml'],
    }),
  ]),
  joinSegments([
    asAlice(
      request('SUBSCRIBE', {
        callId: 'sub',
        headers: [contact, 'Event: presence', 'Expires: 600', 'Accept: application/pidf+xml'],
      }),
    ),
    asAlice(
      request('SUBSCRIBE', { callId: 'sub', cseq: 2, headers: [contact, 'Event: presence', 'Expires: 600', proven] }),
    ),
    asAlice(
      request('PUBLISH', {
        to: 'alice',
        callId: 'pub',
        headers: ['Event: presence', proven],
        type: 'application/pidf+xml',
        body: '<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:alice@localhost"><tuple id="a"><status><basic>open</basic></status></tuple></presence>',
      }),
    ),
  ]),
  joinSegments([
    request('INVITE', {
      ...invite,
      body: `${SDP}m=message 2855 TCP/MSRP *\r\na=path:msrp://198.51.100.7:2855/abc;tcp\r\na=accept-types:text/plain message/cpim\r\na=setup:actpass\r\n`,
      callId: 'msrp',
    }),
    request('ACK', { toTag: '{toTag}', callId: 'msrp', branch: 'z9hG4bKack9' }),
    request('BYE', { toTag: '{toTag}', cseq: 2, callId: 'msrp' }),
  ]),
  joinSegments([
    request('MESSAGE', {
      type: 'message/cpim',
      body: 'From: <sip:a@b>\r\nTo: <sip:c@d>\r\nNS: imdn <urn:ietf:params:imdn>\r\nimdn.Message-ID: x\r\nimdn.Disposition-Notification: display\r\n\r\nContent-Type: text/plain\r\n\r\nHallo',
      callId: 'cpim',
    }),
    request('MESSAGE', {
      type: 'application/im-iscomposing+xml',
      body: '<isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing"><state>active</state><refresh>60</refresh></isComposing>',
      callId: 'typing',
    }),
    request('MESSAGE', {
      type: 'message/imdn+xml',
      body: '<imdn xmlns="urn:ietf:params:xml:ns:imdn"><message-id>x</message-id><display-notification><status><displayed/></status></display-notification></imdn>',
      callId: 'imdn',
    }),
  ]),
];

export { SDP };
