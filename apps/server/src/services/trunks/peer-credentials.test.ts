import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { SipRequest, SipResponse } from '../../protocols/sip/message/message.ts';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import { buildRequest } from '../../protocols/sip/user-agent/build-request.ts';
import type { RequestSender, ResponseHandler } from '../../protocols/sip/user-agent/request-handler.ts';
import { digestSecretOf } from '../auth/digest/sip-accounts.ts';
import { PeerCredentials } from './peer-credentials.ts';

const flow: Flow = { id: 'udp:198.51.100.7:5060', transport: 'UDP', remoteAddress: '198.51.100.7', remotePort: 5060 };
const REALM = 'partner.example';

/** The other domain's server. It checks passwords by the letter of RFC 7616 and shares no code with the server. */
class Peer implements RequestSender {
  readonly requests: SipRequest[] = [];
  readonly stateless: (SipRequest | SipResponse)[] = [];
  password = 'secret';
  algorithm: 'MD5' | 'SHA-256' | 'both' = 'MD5';
  realm = REALM;
  nonce = 'first';
  /** Nonces that are not taken any more. */
  readonly old = new Set<string>();
  isProxy = true;
  /** Whether a nonce that is too old is called so. */
  saysStale = true;
  /** Methods that are let in without a password. */
  readonly free = new Set<string>();
  readonly #counts = new Map<string, number>();

  sendRequest(request: SipRequest, _flow: Flow, handler: ResponseHandler): void {
    this.requests.push(request);
    const answer = this.free.has(request.method) ? { status: 200, headers: [] } : this.#statusOf(request);
    handler.finalResponse({ kind: 'response', reason: '', body: Buffer.alloc(0), ...answer });
  }

  sendStateless(message: SipRequest | SipResponse): void {
    this.stateless.push(message);
  }

  #statusOf(request: SipRequest): Pick<SipResponse, 'status' | 'headers'> {
    const given = headerOf(request, this.isProxy ? 'Proxy-Authorization' : 'Authorization');
    const isStale = given !== '' && this.old.has(fieldOf(given, 'nonce'));
    if (given !== '' && !isStale && this.#isRight(request, given)) return { status: 200, headers: [] };
    const name = this.isProxy ? 'Proxy-Authenticate' : 'WWW-Authenticate';
    const stale = isStale && this.saysStale ? ', stale=true' : '';
    const names = this.algorithm === 'both' ? ['MD5', 'SHA-256'] : [this.algorithm];
    const headers = names.map((algorithm) => ({
      name,
      value: `Digest realm="${this.realm}", nonce="${this.nonce}", qop="auth", algorithm=${algorithm}${stale}`,
    }));
    return { status: this.isProxy ? 407 : 401, headers };
  }

  #isRight({ method, requestUri }: SipRequest, given: string): boolean {
    const hash = (text: string) =>
      createHash(fieldOf(given, 'algorithm') === 'MD5' ? 'md5' : 'sha256')
        .update(text)
        .digest('hex');
    const [nonce, nc, cnonce] = [fieldOf(given, 'nonce'), fieldOf(given, 'nc'), fieldOf(given, 'cnonce')];
    const count = Number.parseInt(nc, 16);
    if (nonce !== this.nonce || count <= (this.#counts.get(nonce) ?? 0)) return false;
    this.#counts.set(nonce, count);
    const a1 = hash(`cordboard:${this.realm}:${this.password}`);
    const a2 = hash(`${method}:${requestUri}`);
    return fieldOf(given, 'response') === hash(`${a1}:${nonce}:${nc}:${cnonce}:auth:${a2}`);
  }
}

function headerOf(request: SipRequest, name: string): string {
  return request.headers.find((header) => header.name === name)?.value ?? '';
}

function fieldOf(credentials: string, name: string): string {
  return new RegExp(`[ ,]${name}="?([^",]*)"?`).exec(credentials)?.[1] ?? '';
}

describe('the password of a trunk', () => {
  let peer: Peer;
  let credentials: PeerCredentials;
  let refusals: string[];
  let statuses: number[];
  let count: number;

  beforeEach(() => {
    peer = new Peer();
    refusals = [];
    statuses = [];
    count = 0;
    credentials = new PeerCredentials(
      { userName: 'cordboard', realm: REALM, digest: digestSecretOf('cordboard', REALM, 'secret') },
      { sender: peer, random: { hex: (bytes) => 'c'.repeat(bytes * 2) }, refused: (why) => refusals.push(why) },
    );
  });

  const build = (method: string, parts: { branch?: string; callId?: string; cseq?: number } = {}) =>
    buildRequest({
      ...{ method, requestUri: 'sip:bob@partner.example', transport: 'UDP', sentBy: '192.0.2.1:5060' },
      ...{ branch: 'z9hG4bKone', from: '<sip:1111@localhost>;tag=a', to: '<sip:bob@partner.example>' },
      ...{ callId: 'one', cseq: 7, body: 'Hello' },
      ...parts,
    });
  const send = (method: string, parts = {}) => {
    count += 1;
    credentials.sendRequest(build(method, { callId: `call-${count}`, ...parts }), flow, {
      finalResponse: ({ status }) => statuses.push(status),
      failed: () => statuses.push(0),
    });
  };
  const seqs = () => peer.requests.map((request) => headerOf(request, 'CSeq'));

  test.each([
    [true, 'MD5'],
    [false, 'MD5'],
    [true, 'SHA-256'],
  ] as const)('[TK8] is given once it is asked for (by a proxy: %s, %s)', (isProxy, algorithm) => {
    peer.isProxy = isProxy;
    peer.algorithm = algorithm;
    send('MESSAGE');
    expect([statuses, refusals]).toEqual([[200], []]);
    expect(seqs()).toEqual(['7 MESSAGE', '8 MESSAGE']);
    expect(peer.requests.map((request) => /branch=(.*)$/.exec(headerOf(request, 'Via'))?.[1])).toEqual([
      'z9hG4bKone',
      'z9hG4bKone.1',
    ]);
    expect(peer.requests[1]?.body.toString()).toBe('Hello');
  });

  test('[TK8] is given by the stronger algorithm', () => {
    peer.algorithm = 'both';
    send('MESSAGE');
    expect(statuses).toEqual([200]);
    expect(headerOf(peer.requests[1] as SipRequest, 'Proxy-Authorization')).toContain('algorithm=SHA-256');
  });

  test('[TK8] what follows is sent with it at once, each under a count of its own', () => {
    for (const method of ['OPTIONS', 'MESSAGE', 'INVITE']) send(method);
    expect(statuses).toEqual([200, 200, 200]);
    expect(seqs()).toEqual(['7 OPTIONS', '8 OPTIONS', '7 MESSAGE', '7 INVITE']);
    const given = peer.requests.map((request) => fieldOf(headerOf(request, 'Proxy-Authorization'), 'nc'));
    expect(given).toEqual(['', '00000001', '00000002', '00000003']);
  });

  test.each([[true], [false]])(
    '[TK8] a nonce that has become too old is replaced (the peer says so: %s)',
    (saysStale) => {
      send('MESSAGE');
      peer.old.add('first');
      peer.nonce = 'second';
      peer.saysStale = saysStale;
      send('MESSAGE');
      expect([statuses, refusals]).toEqual([[200, 200], []]);
      expect(seqs()).toEqual(['7 MESSAGE', '8 MESSAGE', '7 MESSAGE', '8 MESSAGE']);
    },
  );

  test('[TK8] a nonce too old as soon as it was given gets one more attempt and no further one', () => {
    peer.old.add('first');
    send('MESSAGE');
    expect(peer.requests).toHaveLength(3);
    expect([statuses, refusals]).toEqual([[407], ['it refuses our name or password']]);
  });

  test('[TK9] a wrong password is tried once for each request, and said to be refused', () => {
    peer.password = 'another';
    send('MESSAGE');
    expect(peer.requests).toHaveLength(2);
    expect([statuses, refusals]).toEqual([[407], ['it refuses our name or password']]);
    send('MESSAGE');
    expect(peer.requests).toHaveLength(4);
  });

  test('[TK9] a peer that asks for the password of another realm gets none', () => {
    peer.realm = 'elsewhere.example';
    send('MESSAGE');
    expect([peer.requests.length, refusals]).toEqual([1, []]);
    send('OPTIONS');
    expect(peer.requests).toHaveLength(2);
    expect([statuses, refusals]).toEqual([[407, 407], ['it asks for a password, but for none of "partner.example"']]);
  });

  test('[TK10] the ACK of an INVITE has its password, its CANCEL the number and branch under which it went out', () => {
    send('INVITE', { callId: 'invited' });
    peer.free.add('CANCEL');
    send('CANCEL', { callId: 'invited' });
    const [, invite, cancel] = peer.requests as [SipRequest, SipRequest, SipRequest];
    expect(headerOf(cancel, 'CSeq')).toBe('8 CANCEL');
    expect(headerOf(cancel, 'Via')).toBe(headerOf(invite, 'Via'));
    credentials.sendStateless(build('ACK', { callId: 'invited' }), flow);
    expect(headerOf(peer.stateless[0] as SipRequest, 'Proxy-Authorization')).toBe(
      headerOf(invite, 'Proxy-Authorization'),
    );
    credentials.sendStateless(build('ACK', { callId: 'another' }), flow);
    expect(headerOf(peer.stateless[1] as SipRequest, 'Proxy-Authorization')).toBe('');
  });
});
