import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answerChallenge,
  buildChallenge,
  type DigestChallenge,
  type DigestCredentials,
  digestOf,
  expectedResponse,
  hashA1,
  isResponseRight,
  parseChallenge,
  parseCredentials,
  selectChallenge,
} from './digest.ts';

const empty = Buffer.alloc(0);

describe('known answers', () => {
  // RFC 7616 3.9.1.
  const mufasa = {
    nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
    uri: '/dir/index.html',
    protection: { qop: 'auth', cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ', nc: 1, count: '00000001' },
  } as const;

  it.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ] as const)('[DG1] those of RFC 7616 with %s', (algorithm, response) => {
    const a1 = hashA1(algorithm, 'Mufasa', 'http-auth@example.org', 'Circle of Life');
    expect(expectedResponse({ ...mufasa, algorithm }, a1, { method: 'GET', body: empty })).toBe(response);
  });

  it('[DG1] that of RFC 2617 with MD5', () => {
    const a1 = hashA1('MD5', 'Mufasa', 'testrealm@host.com', 'Circle Of Life');
    const credentials = {
      algorithm: 'MD5',
      nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
      uri: '/dir/index.html',
      protection: { qop: 'auth', cnonce: '0a4f113b', nc: 1, count: '00000001' },
    } as const;
    expect(expectedResponse(credentials, a1, { method: 'GET', body: empty })).toBe('6629fae49393a05397450978507c4ef1');
  });

  it('[DG1] that of RFC 2069 without qop, as its erratum has it', () => {
    const a1 = hashA1('MD5', 'Mufasa', 'testrealm@host.com', 'CircleOfLife');
    const credentials = {
      algorithm: 'MD5',
      nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
      uri: '/dir/index.html',
      protection: undefined,
    } as const;
    expect(expectedResponse(credentials, a1, { method: 'GET', body: empty })).toBe('1949323746fe6a43ef61f9606e7febea');
  });
});

describe('credentials', () => {
  const line =
    'Digest username="al\\"ice",realm="localhost", nonce="n" ,uri="sip:1111@localhost",response="ABC", algorithm=md5, cnonce="c", qop=auth, nc=0000000A';

  it('[DG2] are read with or without spaces and quotes, names in any case', () => {
    const read = parseCredentials(line);
    expect(read.ok && read.value).toEqual({
      userName: 'al"ice',
      realm: 'localhost',
      nonce: 'n',
      uri: 'sip:1111@localhost',
      response: 'abc',
      algorithm: 'MD5',
      protection: { qop: 'auth', cnonce: 'c', nc: 10, count: '0000000A' },
    });
    expect(parseCredentials(line.replace('qop=auth', 'QOP="auth"').replace('nc=0000000A', 'nc="0000000A"')).ok).toBe(
      true,
    );
    expect(parseCredentials(line.replace('Digest', 'digest')).ok).toBe(true);
  });

  it('[DG1] a response covers the count as the client wrote it, in capitals too', () => {
    const hashedA1 = hashA1('MD5', 'alice', 'localhost', 'demo');
    const a2 = digestOf('MD5', 'REGISTER:sip:localhost');
    const response = digestOf('MD5', `${hashedA1}:n:0000000A:c:auth:${a2}`);
    const read = parseCredentials(
      `Digest username="alice", realm="localhost", nonce="n", uri="sip:localhost", response="${response}", cnonce="c", qop=auth, nc=0000000A`,
    );
    const request = { method: 'REGISTER', body: Buffer.alloc(0) };
    expect(read.ok && isResponseRight(read.value, hashedA1, request)).toBe(true);
  });

  it('[DG2] of an old client have neither qop nor cnonce, and its count means nothing', () => {
    const read = parseCredentials(
      'Digest username="a", realm="r", nonce="n", uri="sip:x", nc="00000001", response="f"',
    );
    expect(read.ok && [read.value.algorithm, read.value.protection]).toEqual(['MD5', undefined]);
  });

  it.each([
    ['another scheme', 'Basic dXNlcg=='],
    ['nothing', ''],
    ['the scheme alone', 'Digest'],
    ['no user name', 'Digest realm="r", nonce="n", uri="u", response="f"'],
    ['no response', 'Digest username="a", realm="r", nonce="n", uri="u"'],
    ['a name that comes twice', `${line}, username="bob"`],
    ['an open quote', 'Digest username="a'],
    ['no comma', 'Digest username="a" realm="r"'],
    ['another algorithm', line.replace('md5', 'MD5-sess')],
    ['qop without a count', line.replace(', nc=0000000A', '')],
    ['a count that is none', line.replace('0000000A', '1')],
    ['another qop', line.replace('qop=auth', 'qop=token')],
    ['too much', `Digest username="${'a'.repeat(5000)}"`],
  ])('[DG2] %s cannot be read', (_what, value) => {
    expect(parseCredentials(value).ok).toBe(false);
  });

  it('[DG2] whatever comes, reading it ends and never throws', () => {
    const pieces = fc.constantFrom(
      'Digest ',
      'username=',
      '"',
      '\\',
      ',',
      '=',
      ' ',
      'nc=',
      '__proto__',
      'qop="auth"',
      'é',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 40 }), (parts) => {
        const value = parts.join('');
        expect(typeof parseCredentials(value).ok).toBe('boolean');
        expect(typeof parseChallenge(value).ok).toBe('boolean');
      }),
    );
  });
});

describe('both sides together', () => {
  const algorithm = fc.constantFrom('MD5' as const, 'SHA-256' as const);
  const qop = fc.constantFrom<DigestChallenge['qop']>([], ['auth'], ['auth-int'], ['auth', 'auth-int']);
  const text = fc.string({ minLength: 1, maxLength: 40 });
  const nc = fc.integer({ min: 1, max: 0xffff_ffff });

  it('[DG1][DG9] what answers a challenge proves the password, and no other one, method or uri', () => {
    fc.assert(
      fc.property(
        algorithm,
        qop,
        text,
        text,
        text,
        text,
        nc,
        (name, offered, userName, realm, nonce, password, count) => {
          const built = buildChallenge({ realm, nonce, algorithm: name, qop: offered, isStale: false, opaque: 'o' });
          const challenge = parseChallenge(built);
          if (!challenge.ok) throw new Error(challenge.failure);
          const body = Buffer.from('Hi.');
          const asked = { method: 'MESSAGE', uri: 'sip:1111@localhost', body };
          const a1 = hashA1(name, userName, realm, password);
          const answer = parseCredentials(
            answerChallenge(challenge.value, { userName, hashedA1: a1, cnonce: 'c', nc: count, ...asked }),
          );
          if (!answer.ok) throw new Error(answer.failure);
          const credentials: DigestCredentials = answer.value;
          expect(isResponseRight(credentials, a1, asked)).toBe(true);
          expect(credentials.protection?.nc ?? count).toBe(count);
          expect(isResponseRight(credentials, hashA1(name, userName, realm, `${password}x`), asked)).toBe(false);
          expect(isResponseRight(credentials, a1, { ...asked, method: 'REGISTER' })).toBe(false);
          expect(isResponseRight({ ...credentials, uri: 'sip:1112@localhost' }, a1, asked)).toBe(false);
          const isBodyProtected = credentials.protection?.qop === 'auth-int';
          expect(isResponseRight(credentials, a1, { ...asked, body: empty })).toBe(!isBodyProtected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('[DG9] of several challenges the strongest is answered, of the realm that is meant', () => {
    const challenge = (name: 'MD5' | 'SHA-256', realm: string) =>
      buildChallenge({ realm, nonce: 'n', algorithm: name, qop: ['auth'], isStale: false });
    const values = [
      challenge('MD5', 'a'),
      challenge('SHA-256', 'b'),
      'Bearer realm="a"',
      'Digest realm="a", nonce="n", algorithm=AKAv1-MD5',
    ];
    expect(selectChallenge(values)?.algorithm).toBe('SHA-256');
    expect(selectChallenge(values, 'a')?.algorithm).toBe('MD5');
    expect(selectChallenge(values, 'c')).toBeUndefined();
  });
});
