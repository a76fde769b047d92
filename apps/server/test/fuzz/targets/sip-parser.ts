import assert from 'node:assert/strict';
import { acceptsType, isMsrpMedia, readMsrpMedia } from '../../../src/protocols/sip/bodies/msrp-media.ts';
import { isMessageMedia, parseSdp, readOffer } from '../../../src/protocols/sip/bodies/sdp.ts';
import { readReplaces } from '../../../src/protocols/sip/dialogs/replaces.ts';
import { parseContacts } from '../../../src/protocols/sip/grammar/header-fields/parse-contacts.ts';
import { parseNameAddr } from '../../../src/protocols/sip/grammar/header-fields/parse-name-addr.ts';
import { parseUri } from '../../../src/protocols/sip/grammar/header-fields/parse-uri.ts';
import { defaultParseLimits } from '../../../src/protocols/sip/grammar/parse-limits.ts';
import { parseMessage } from '../../../src/protocols/sip/grammar/parse-message.ts';
import { serializeMessage } from '../../../src/protocols/sip/grammar/serialize-message.ts';
import { StreamFramer } from '../../../src/protocols/sip/grammar/stream-framer.ts';
import { headers, type SipMessage } from '../../../src/protocols/sip/message/message.ts';
import { Fingerprints } from '../../../src/protocols/sip/transactions/fingerprints.ts';
import { readIncomingRequest } from '../../../src/protocols/sip/transactions/incoming-request.ts';
import { SeededRandom } from '../../support/fakes/seeded-random.ts';
import { streamFlow, udpFlow } from '../../support/fakes/sip-stack.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { MESSAGE_SEEDS, SDP, SIP_DICTIONARY } from './sip-seeds.ts';

const fingerprints = new Fingerprints(new SeededRandom(1));

/** What the message says; whether a header knows the bytes that it came as does not matter. */
const withoutLength = (message: SipMessage) => ({
  ...message,
  headers: message.headers.flatMap(({ name, value }) => (name === 'Content-Length' ? [] : [{ name, value }])),
});

function readEverything(message: SipMessage): void {
  parseContacts(headers(message, 'Contact'));
  for (const { value } of message.headers) {
    parseNameAddr(value);
    parseUri(value);
  }
  readOffer(message.body);
  if (message.kind === 'response') return;
  parseUri(message.requestUri);
  readReplaces(message);
  readIncomingRequest(message, 400, udpFlow, fingerprints);
  readIncomingRequest(message, 400, streamFlow, fingerprints);
}

const AFTER_WRITING = {
  ...defaultParseLimits,
  headersMax: defaultParseLimits.headersMax + 1,
  headBytesMax: 2 * defaultParseLimits.headBytesMax,
  lineLengthMax: 2 * defaultParseLimits.lineLengthMax,
};

/** Reads a message in every way, and it must be the same after it was written and read again. */
function feedMessage(input: Buffer): void {
  parseMessage(input, { isStream: true });
  const first = parseMessage(input, { isStream: false });
  if (!first.ok) return;
  readEverything(first.value);
  // It has got a Content-Length.
  const second = parseMessage(serializeMessage(first.value), { isStream: true, limits: AFTER_WRITING });
  assert.ok(second.ok, 'what was serialised cannot be parsed');
  assert.deepEqual(withoutLength(second.value), withoutLength(first.value));
}

export const sipParser: FuzzTarget = {
  name: 'sip-parser',
  seeds: MESSAGE_SEEDS,
  isTaken: (seed) => parseMessage(seed, { isStream: true }).ok,
  dictionary: SIP_DICTIONARY,
  inputsPerSubject: 5_000,
  inputsInTest: 1_500,
  open: () => ({ feed: feedMessage }),
};

/** The same bytes in pieces and at once give the same messages, and little is kept. */
function feedStream(input: Buffer): void {
  const whole = new StreamFramer().push(input);
  const framer = new StreamFramer();
  const pieces = [];
  const step = 1 + (input.length % 97);
  for (let at = 0; at < input.length; at += step) {
    pieces.push(...framer.push(Buffer.from(input.subarray(at, at + step))));
    assert.ok(framer.pendingBytes <= 140_000, `${framer.pendingBytes} bytes are kept`);
  }
  assert.deepEqual(pieces, whole);
}

export const sipStream: FuzzTarget = {
  name: 'sip-stream',
  seeds: MESSAGE_SEEDS.map((seed, at) => Buffer.concat([seed, MESSAGE_SEEDS[(at + 1) % MESSAGE_SEEDS.length] ?? seed])),
  dictionary: [...SIP_DICTIONARY, 'Content-Length: ', '\r\n\r\n\r\n\r\n'],
  inputsPerSubject: 5_000,
  inputsInTest: 800,
  open: () => ({ feed: feedStream }),
};

export const sdp: FuzzTarget = {
  name: 'sdp',
  seeds: [
    Buffer.from(SDP),
    Buffer.from(SDP.replaceAll('\r\n', '\n')),
    Buffer.from(
      SDP.replace('5060 sip null', '2855 TCP/MSRP *').replace(
        'm=audio',
        'a=path:msrp://h:2855/abc;tcp\r\na=setup:active\r\nm=audio',
      ),
    ),
  ],
  isTaken: (seed) => [isMessageMedia, isMsrpMedia].some((isServed) => readOffer(seed, isServed).name === 'served'),
  dictionary: [
    'm=',
    'a=',
    'message',
    'TCP/MSRP',
    'sip',
    'null',
    'a=setup:active',
    'a=path:msrps://[::1]:1/x;tcp',
    'a=max-size:',
    't=',
    'v=0',
  ],
  inputsPerSubject: 5_000,
  inputsInTest: 800,
  open: () => ({
    feed: (input) => {
      readOffer(input);
      const description = parseSdp(input);
      if (!description.ok) return;
      for (const media of description.value.media) {
        const offered = readMsrpMedia(media);
        readMsrpMedia(media, 'answer');
        if (offered.ok) acceptsType(offered.value.acceptTypes, 'text/plain');
      }
    },
  }),
};
