import { succeed } from '../../../src/base/result.ts';
import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { type FuzzTarget, joinSegments, wire } from '../fuzz-target.ts';
import { SIP_DICTIONARY } from './sip-seeds.ts';
import { openSwitch } from './sip-sessions.ts';

const ADDRESS = '198.51.100.9';
const flow: Flow = { id: `udp:${ADDRESS}:5060`, transport: 'UDP', remoteAddress: ADDRESS, remotePort: 5060 };
const target = { transport: 'UDP', address: ADDRESS, port: 5060, host: 'sip.partner.example' } as const;

const configuration = () =>
  demoConfiguration((file) => {
    file.directoryNumbers.push({
      type: 'trunk',
      number: '1901',
      contact: 'sip:sip.partner.example',
      domains: ['partner.example', 'other.example'],
      addresses: [ADDRESS],
      capacity: 3,
      checkSeconds: 30,
      userName: 'cordboard',
      password: 'secret',
    });
  });

/** A request of a user behind the peer, as a proxy passes it on. */
function passed(method: string, { headers = [], body = '', toTag = '' }: PassedParts = {}): Buffer {
  return wire(
    `${method} sip:1111@localhost SIP/2.0`,
    `Via: SIP/2.0/UDP ${ADDRESS}:5060;branch=z9hG4bK{cseq}p`,
    'Via: SIP/2.0/TCP 10.0.0.4:5060;branch=z9hG4bK{cseq}u;rport=4000;received=10.0.0.4',
    `Record-Route: <sip:${ADDRESS};lr;did=1.2>`,
    'Max-Forwards: 68',
    'From: "Bob" <sip:bob@partner.example>;tag=b1',
    `To: <sip:1111@localhost>${toTag}`,
    'Call-ID: bob-1@10.0.0.4',
    `CSeq: {cseq} ${method}`,
    'Contact: <sip:bob@10.0.0.4:5060>',
    ...headers,
    `Content-Length: ${body.length}`,
    '',
    body,
  );
}

interface PassedParts {
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly toTag?: string;
}

/** What the peer answers to the last request of ours. */
function answered(status: string, ...headers: readonly string[]): Buffer {
  return wire(
    `SIP/2.0 ${status}`,
    'Via: {our Via}',
    'From: {our From}',
    'To: {our To};tag=p1',
    'Call-ID: {our Call-ID}',
    'CSeq: {our CSeq}',
    ...headers,
    'Content-Length: 0',
    '',
    '',
  );
}

const SDP = [
  'v=0',
  'o=- 1 1 IN IP4 10.0.0.4',
  's=-',
  'c=IN IP4 10.0.0.4',
  't=0 0',
  'm=message 5060 sip null',
  'a=accept-types:*',
  '',
].join('\r\n');

const text = { headers: ['Content-Type: text/plain'], body: 'Hello from the other domain' };

/** Who is believed, within the bounds of its domains: its users write, and it answers what we send. */
export const trunk: FuzzTarget = {
  name: 'trunk',
  seeds: [
    passed('MESSAGE', text),
    passed('MESSAGE', {
      ...text,
      headers: [...text.headers, 'P-Asserted-Identity: "Bob" <sip:bob@partner.example>', 'Privacy: id'],
    }),
    passed('MESSAGE', {
      ...text,
      headers: [...text.headers, 'P-Asserted-Identity: <sip:alice@localhost>', 'Remote-Party-ID: <sip:x@y>'],
    }),
    passed('OPTIONS'),
    passed('CANCEL'),
    joinSegments([
      passed('INVITE', { headers: ['Content-Type: application/sdp'], body: SDP }),
      passed('ACK', { toTag: ';tag={toTag}' }),
      passed('MESSAGE', { ...text, toTag: ';tag={toTag}' }),
      passed('BYE', { toTag: ';tag={toTag}' }),
    ]),
    answered('200 OK', 'Allow: INVITE, MESSAGE', 'Accept: text/plain'),
    answered(
      '401 Unauthorized',
      'WWW-Authenticate: Digest realm="partner.example", nonce="n1", qop="auth", algorithm=MD5',
    ),
    answered(
      '407 Proxy Authentication Required',
      'Proxy-Authenticate: Digest realm="partner.example", nonce="n2", algorithm=SHA-256, qop="auth,auth-int", stale=true',
    ),
    answered('302 Moved Temporarily', 'Contact: <sip:carol@elsewhere.example>'),
    joinSegments([
      passed('MESSAGE', text),
      answered('415 Unsupported Media Type', 'Accept: message/cpim'),
      answered('503 Service Unavailable', 'Retry-After: 5 (soon)'),
    ]),
    joinSegments([passed('MESSAGE', text), answered('481 Call/Transaction Does Not Exist'), passed('MESSAGE', text)]),
  ],
  dictionary: [
    ...SIP_DICTIONARY,
    'partner.example',
    'other.example',
    'sip:bob@partner.example',
    'P-Asserted-Identity: ',
    'WWW-Authenticate: Digest realm="partner.example", nonce="',
    'Proxy-Authenticate: ',
    'qop=auth-int',
    'stale=true',
    '{our Via}',
    '{our Call-ID}',
    'SIP/2.0 401 x',
    'SIP/2.0 180 x',
  ],
  inputsPerSubject: 300,
  inputsInTest: 200,
  open: () =>
    openSwitch({
      configuration: configuration(),
      ways: { open: async () => succeed({ target, flow }), failed: () => {} },
      datagrams: flow,
      callee: 'bob@partner.example',
      unanswered: 3,
    }),
};
