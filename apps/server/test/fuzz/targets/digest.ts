import assert from 'node:assert/strict';
import {
  answerChallenge,
  hashA1,
  parseChallenge,
  parseCredentials,
  selectChallenge,
} from '../../../src/protocols/sip/user-agent/digest.ts';
import type { FuzzTarget } from '../fuzz-target.ts';

const seeds: readonly Buffer[] = [
  'Digest username="alice", realm="localhost", nonce="abc", uri="sip:1111@localhost", response="00112233445566778899aabbccddeeff", algorithm=MD5, cnonce="x", qop=auth, nc=00000001',
  'Digest username="al\\"ice",realm="localhost",nonce="n",uri="sip:x",response="ff",opaque="o",algorithm=SHA-256',
  'Digest realm="localhost", nonce="abc", algorithm=SHA-256, qop="auth,auth-int", stale=true, opaque="", domain="sip:x"',
  'Digest realm="r", nonce="n"',
].map((text) => Buffer.from(text));

function feed(input: Buffer): void {
  const value = input.toString('utf8');
  parseCredentials(value);
  selectChallenge([value, value]);
  const challenge = parseChallenge(value);
  if (!challenge.ok) return;
  const answer = {
    userName: 'alice',
    hashedA1: hashA1(challenge.value.algorithm, 'alice', challenge.value.realm, 'demo'),
    method: 'MESSAGE',
    uri: 'sip:1111@localhost',
    body: input,
    cnonce: 'c',
    nc: 1,
  };
  const written = answerChallenge(challenge.value, answer);
  // One that is longer than what is read was none of ours.
  if (written.length < 4_000)
    assert.ok(parseCredentials(written).ok, `our answer cannot be read: ${written.slice(0, 200)}`);
}

export const digest: FuzzTarget = {
  name: 'digest',
  seeds,
  isTaken: (seed) => parseCredentials(seed.toString()).ok || parseChallenge(seed.toString()).ok,
  dictionary: [
    'Digest ',
    'username=',
    'realm="',
    'nonce=',
    'qop=auth-int',
    'nc=ffffffff',
    'algorithm=MD5-sess',
    'stale=TRUE',
    '\\"',
    ',,',
    '=',
    'userhash=true',
    "username*=UTF-8''",
  ],
  inputsPerSubject: 5_000,
  inputsInTest: 800,
  open: () => ({ feed }),
};
