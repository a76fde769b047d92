/** Digest authentication (RFC 3261 22, RFC 7616, RFC 8760), both sides, as pure functions. */
import { hash, timingSafeEqual } from 'node:crypto';
import { fail, type Result, succeed } from '../../../base/result.ts';
import { parseAuthParameters } from '../grammar/header-fields/parse-auth-parameters.ts';
import { quoteString } from '../message/name-addr.ts';

export type DigestAlgorithm = 'MD5' | 'SHA-256';
export type Qop = 'auth' | 'auth-int';

const hashNames = { MD5: 'md5', 'SHA-256': 'sha256' } as const;
/** Most characters of one credentials header that are looked at. */
const CREDENTIALS_MAX = 4096;

/** Hex, lower case. Texts are UTF-8. */
export function digestOf(algorithm: DigestAlgorithm, data: string | Buffer): string {
  return hash(hashNames[algorithm], data, 'hex');
}

/** RFC 7616 3.4.2: what is kept at rest in the place of a password. */
export function hashA1(algorithm: DigestAlgorithm, userName: string, realm: string, password: string): string {
  return digestOf(algorithm, `${userName}:${realm}:${password}`);
}

function readAlgorithm(text: string | undefined): DigestAlgorithm | undefined {
  const name = text?.toUpperCase() ?? 'MD5';
  return name === 'MD5' || name === 'SHA-256' ? name : undefined;
}

/** What WWW-Authenticate or Proxy-Authenticate asks for. */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly algorithm: DigestAlgorithm;
  readonly qop: readonly Qop[];
  readonly isStale: boolean;
  readonly opaque?: string;
}

/** The value of WWW-Authenticate. Without qop the challenge is one of RFC 2069. */
export function buildChallenge(challenge: DigestChallenge): string {
  const { realm, nonce, algorithm, qop, isStale, opaque } = challenge;
  const parts = [`realm=${quoteString(realm)}`, `nonce=${quoteString(nonce)}`];
  if (opaque !== undefined) parts.push(`opaque=${quoteString(opaque)}`);
  if (isStale) parts.push('stale=true');
  parts.push(`algorithm=${algorithm}`);
  if (qop.length > 0) parts.push(`qop=${quoteString(qop.join(','))}`);
  return `Digest ${parts.join(', ')}`;
}

/** One challenge of a peer; a failure for other schemes and algorithms. */
export function parseChallenge(value: string): Result<DigestChallenge, string> {
  const parsed = parseAuthParameters(value.slice(0, CREDENTIALS_MAX));
  if (!parsed.ok) return parsed;
  const { scheme, values } = parsed.value;
  const [realm, nonce] = [values.get('realm'), values.get('nonce')];
  const algorithm = readAlgorithm(values.get('algorithm'));
  if (scheme !== 'digest' || realm === undefined || nonce === undefined || algorithm === undefined)
    return fail('no challenge that can be answered');
  const offered = (values.get('qop') ?? '').split(',').map((name) => name.trim().toLowerCase());
  const qop = offered.filter((name): name is Qop => name === 'auth' || name === 'auth-int');
  const opaque = values.get('opaque');
  const isStale = values.get('stale')?.toLowerCase() === 'true';
  return succeed({ realm, nonce, algorithm, qop, isStale, ...(opaque === undefined ? {} : { opaque }) });
}

/** What Authorization or Proxy-Authorization says. */
export interface DigestCredentials {
  readonly userName: string;
  readonly realm: string;
  readonly nonce: string;
  readonly uri: string;
  readonly response: string;
  readonly algorithm: DigestAlgorithm;
  /** Absent in credentials of RFC 2069, which some clients still send. */
  readonly protection:
    | {
        readonly qop: Qop;
        readonly cnonce: string;
        readonly nc: number;
        /** The count as it was written, which the response covers: some write it in capitals. */
        readonly count: string;
      }
    | undefined;
}

const NC_PATTERN = /^[0-9a-f]{8}$/i;

/** Credentials of a client; a failure for what no challenge of ours asks for. */
export function parseCredentials(value: string): Result<DigestCredentials, string> {
  if (value.length > CREDENTIALS_MAX) return fail('credentials are too long');
  const parsed = parseAuthParameters(value);
  if (!parsed.ok) return parsed;
  const { scheme, values } = parsed.value;
  if (scheme !== 'digest') return fail('another scheme');
  const [userName, realm, nonce] = [values.get('username'), values.get('realm'), values.get('nonce')];
  const [uri, response] = [values.get('uri'), values.get('response')];
  const algorithm = readAlgorithm(values.get('algorithm'));
  if (userName === undefined || realm === undefined || nonce === undefined || uri === undefined)
    return fail('username, realm, nonce or uri is missing');
  if (response === undefined || algorithm === undefined) return fail('no response, or another algorithm');
  const said = { userName, realm, nonce, uri, response: response.toLowerCase(), algorithm };
  const qop = values.get('qop')?.toLowerCase();
  // Old clients send a count, but neither qop nor cnonce: then it protects nothing.
  if (qop === undefined) return succeed({ ...said, protection: undefined });
  const [cnonce, nc] = [values.get('cnonce'), values.get('nc') ?? ''];
  if ((qop !== 'auth' && qop !== 'auth-int') || cnonce === undefined || !NC_PATTERN.test(nc))
    return fail('qop without cnonce and count');
  return succeed({ ...said, protection: { qop, cnonce, nc: Number.parseInt(nc, 16), count: nc } });
}

/** RFC 7616 3.4.1: the response that somebody who knows the password gives. */
export function expectedResponse(
  credentials: Pick<DigestCredentials, 'algorithm' | 'nonce' | 'uri' | 'protection'>,
  hashedA1: string,
  request: { readonly method: string; readonly body: Buffer },
): string {
  const { algorithm, nonce, uri, protection } = credentials;
  const a2 = `${request.method}:${uri}`;
  if (protection === undefined) return digestOf(algorithm, `${hashedA1}:${nonce}:${digestOf(algorithm, a2)}`);
  const { qop, cnonce, count } = protection;
  const hashedA2 = digestOf(algorithm, qop === 'auth' ? a2 : `${a2}:${digestOf(algorithm, request.body)}`);
  return digestOf(algorithm, `${hashedA1}:${nonce}:${count}:${cnonce}:${qop}:${hashedA2}`);
}

/** Compares in constant time. */
export function isResponseRight(
  credentials: DigestCredentials,
  hashedA1: string,
  request: { readonly method: string; readonly body: Buffer },
): boolean {
  const expected = Buffer.from(expectedResponse(credentials, hashedA1, request));
  const given = Buffer.from(credentials.response);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function formatCount(nc: number): string {
  return nc.toString(16).padStart(8, '0');
}

export interface DigestAnswer {
  readonly userName: string;
  /** `hashA1` for the algorithm and the realm of the challenge. */
  readonly hashedA1: string;
  readonly method: string;
  readonly uri: string;
  readonly body: Buffer;
  readonly cnonce: string;
  /** From 1, higher with each use of a nonce. */
  readonly nc: number;
}

/** The value of Authorization or Proxy-Authorization that answers a challenge. */
export function answerChallenge(challenge: DigestChallenge, answer: DigestAnswer): string {
  const { realm, nonce, algorithm, opaque } = challenge;
  const { userName, hashedA1, method, uri, body, cnonce, nc } = answer;
  const qop = challenge.qop.includes('auth') ? 'auth' : challenge.qop[0];
  const protection = qop === undefined ? undefined : { qop, cnonce, nc, count: formatCount(nc) };
  const response = expectedResponse({ algorithm, nonce, uri, protection }, hashedA1, { method, body });
  const quoted = { username: userName, realm, nonce, uri, response };
  const parts = Object.entries(quoted).map(([name, value]) => `${name}=${quoteString(value)}`);
  parts.push(`algorithm=${algorithm}`);
  if (opaque !== undefined) parts.push(`opaque=${quoteString(opaque)}`);
  if (qop !== undefined) parts.push(`cnonce=${quoteString(cnonce)}`, `qop=${qop}`, `nc=${formatCount(nc)}`);
  return `Digest ${parts.join(', ')}`;
}

/** The strongest challenge among the values of a response (RFC 8760 2.4); undefined when none can be answered. */
export function selectChallenge(values: readonly string[], realm?: string): DigestChallenge | undefined {
  const challenges = values.flatMap((value) => {
    const parsed = parseChallenge(value);
    return parsed.ok && (realm === undefined || parsed.value.realm === realm) ? [parsed.value] : [];
  });
  return challenges.find(({ algorithm }) => algorithm === 'SHA-256') ?? challenges[0];
}
