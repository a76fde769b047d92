/** The password of a trunk, when its peer asks for one (RFC 3261 22, RFC 7616). Rules: docs/spec/trunks.md. */

import { realmOfTrunk, type TrunkDn } from '@cordboard/shared/configuration/directory-number';
import type { DigestSecret } from '@cordboard/shared/configuration/sip-password';
import { AgedMap } from '../../base/aged-map.ts';
import type { Random } from '../../base/random.ts';
import { type Header, headers, type SipRequest, type SipResponse } from '../../protocols/sip/message/message.ts';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import { answerChallenge, type DigestChallenge, selectChallenge } from '../../protocols/sip/user-agent/digest.ts';
import { nextAttempt, ownBranch } from '../../protocols/sip/user-agent/next-attempt.ts';
import type { RequestSender, ResponseHandler } from '../../protocols/sip/user-agent/request-handler.ts';

/** How this server proves to a peer who it is. */
interface PeerAccount {
  readonly userName: string;
  readonly realm: string;
  readonly digest: DigestSecret;
}

/** Where a challenge stands in an answer, and where credentials for it go. */
const PLACES = {
  401: { challenge: 'WWW-Authenticate', credentials: 'Authorization' },
  407: { challenge: 'Proxy-Authenticate', credentials: 'Proxy-Authorization' },
} as const;
type PlaceName = (typeof PLACES)[keyof typeof PLACES]['credentials'];

/**
 * How often one request goes out at most: without a password, with one, and once more each for a nonce that was too old and for a
 * second server that asks. So many numbers of CSeq a dialog over such a trunk keeps for each request.
 */
export const ATTEMPTS_MAX = 4;
/** INVITEs whose ACK or CANCEL may still come. */
const INVITES_KEPT_MAX = 10_000;

interface KeptChallenge {
  readonly challenge: DigestChallenge;
  /** How often its nonce was used. */
  count: number;
}

/** An attempt at a request. */
interface Attempt {
  readonly first: SipRequest;
  /** From 0. */
  readonly number: number;
  /** For which nonces it has credentials. */
  readonly nonces: ReadonlyMap<PlaceName, string>;
  /** Whether a nonce that this request itself was given was too old already. */
  readonly wasStale: boolean;
}

export interface PeerCredentialsOptions {
  readonly sender: RequestSender;
  readonly random: Random;
  /** The peer does not take the password, or asks for another; why, in words. */
  readonly refused: (why: string) => void;
}

/** The account of a trunk; undefined when it has none. */
export function accountOf(trunk: TrunkDn): PeerAccount | undefined {
  const { userName, digest } = trunk;
  return userName === undefined || digest === undefined ? undefined : { userName, digest, realm: realmOfTrunk(trunk) };
}

/**
 * Requests to the peer of one trunk that has a password. A challenge is answered once, once more when its nonce was too old; the nonce
 * is used for what follows, so that only the first request takes two journeys.
 */
export class PeerCredentials implements RequestSender {
  readonly #options: PeerCredentialsOptions;
  readonly #account: PeerAccount;
  readonly #kept = new Map<PlaceName, KeptChallenge>();
  /** By Call-ID, the oldest first: the INVITE as it went out last. */
  readonly #invites = new AgedMap<{ readonly first: SipRequest; readonly last: SipRequest }>();

  constructor(account: PeerAccount, options: PeerCredentialsOptions) {
    this.#account = account;
    this.#options = options;
  }

  sendRequest(request: SipRequest, flow: Flow, handler: ResponseHandler): void {
    // RFC 3261 9.1: a CANCEL has the branch and the number of what it cancels, and cannot be asked for a password (22.1).
    if (request.method === 'CANCEL') this.#options.sender.sendRequest(this.#cancelOf(request), flow, handler);
    else this.#try({ first: request, number: 0, nonces: new Map(), wasStale: false }, flow, handler);
  }

  /** RFC 3261 22.1: an ACK has the credentials of its INVITE. */
  sendStateless(message: SipRequest | SipResponse, flow: Flow): void {
    const invite = message.kind === 'request' && message.method === 'ACK' ? this.#inviteOf(message) : undefined;
    const credentials = invite?.last.headers.filter(({ name }) => isCredentials(name)) ?? [];
    this.#options.sender.sendStateless(
      credentials.length === 0 ? message : { ...message, headers: [...message.headers, ...credentials] },
      flow,
    );
  }

  #try(attempt: Attempt, flow: Flow, handler: ResponseHandler): void {
    const { first, number } = attempt;
    const nonces = new Map<PlaceName, string>();
    const added: Header[] = [];
    for (const [name, kept] of this.#kept) {
      nonces.set(name, kept.challenge.nonce);
      added.push({ name, value: this.#answer(kept, first) });
    }
    const request = nextAttempt(first, number, added);
    if (request.method === 'INVITE') this.#keepInvite(first, request);
    this.#options.sender.sendRequest(request, flow, {
      provisionalResponse: (response) => handler.provisionalResponse?.(response),
      repeatedSuccess: (response) => handler.repeatedSuccess?.(response),
      failed: (why) => handler.failed(why),
      finalResponse: (response) => {
        const next = this.#afterChallenge({ ...attempt, nonces }, response);
        if (next === undefined) handler.finalResponse(response);
        else this.#try(next, flow, handler);
      },
    });
  }

  /** What is tried after an answer; undefined when that was no challenge, or one that is not answered any more. */
  #afterChallenge(attempt: Attempt, response: SipResponse): Attempt | undefined {
    const { status } = response;
    if (status !== 401 && status !== 407) return undefined;
    const { refused } = this.#options;
    const { challenge: asked, credentials: name } = PLACES[status];
    const { realm } = this.#account;
    const challenge = selectChallenge(headers(response, asked), realm);
    if (challenge === undefined) {
      // To anything else a single user behind the peer may have answered so: that says nothing of the peer.
      if (attempt.first.method === 'OPTIONS') refused(`it asks for a password, but for none of "${realm}"`);
      return undefined;
    }
    const used = attempt.nonces.get(name);
    // What it was given before this request may have become too old without a word about it.
    const isFresh = used !== undefined && attempt.number > 0;
    const isSpent = isFresh && (!challenge.isStale || attempt.wasStale);
    if (isSpent || attempt.number + 1 >= ATTEMPTS_MAX) {
      this.#kept.delete(name);
      refused('it refuses our name or password');
      return undefined;
    }
    const kept = this.#kept.get(name);
    // Another request may have been given a newer nonce meanwhile; the answer to this one is newer still.
    if (kept?.challenge.nonce !== challenge.nonce) this.#kept.set(name, { challenge, count: 0 });
    return { ...attempt, number: attempt.number + 1, wasStale: attempt.wasStale || isFresh };
  }

  #answer(kept: KeptChallenge, { method, requestUri, body }: SipRequest): string {
    kept.count += 1;
    const { userName, digest } = this.#account;
    const { challenge, count } = kept;
    return answerChallenge(challenge, {
      userName,
      hashedA1: challenge.algorithm === 'MD5' ? digest.md5 : digest.sha256,
      method,
      uri: requestUri,
      body,
      cnonce: this.#options.random.hex(8),
      nc: count,
    });
  }

  #keepInvite(first: SipRequest, last: SipRequest): void {
    const callId = callIdOf(first);
    this.#invites.set(callId, { first, last });
    const oldest = this.#invites.oldest();
    if (this.#invites.size > INVITES_KEPT_MAX && oldest !== undefined) this.#invites.delete(oldest[0]);
  }

  #inviteOf(request: SipRequest) {
    return this.#invites.get(callIdOf(request));
  }

  #cancelOf(cancel: SipRequest): SipRequest {
    const invite = this.#inviteOf(cancel);
    if (invite === undefined || ownBranch(invite.first) !== ownBranch(cancel)) return cancel;
    const via = invite.last.headers.find(({ name }) => name === 'Via')?.value ?? '';
    const number = invite.last.headers.find(({ name }) => name === 'CSeq')?.value.split(' ')[0] ?? '';
    const headersOfCancel = cancel.headers.map((header) => {
      if (header.name === 'Via') return { ...header, value: via };
      return header.name === 'CSeq' ? { ...header, value: `${number} CANCEL` } : header;
    });
    return { ...cancel, headers: headersOfCancel };
  }
}

function isCredentials(name: string): boolean {
  return name === 'Authorization' || name === 'Proxy-Authorization';
}

function callIdOf(request: SipRequest): string {
  return request.headers.find(({ name }) => name === 'Call-ID')?.value ?? '';
}
