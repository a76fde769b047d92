import type { Clock } from '../../../base/clock.ts';
import { type Counters, noCounters } from '../../../base/counters.ts';
import type { Random } from '../../../base/random.ts';
import { sourceOfAddress } from '../../../base/source-of-address.ts';
import { parseUri } from '../../../protocols/sip/grammar/header-fields/parse-uri.ts';
import { headers } from '../../../protocols/sip/message/message.ts';
import { type Uri, userOf } from '../../../protocols/sip/message/uri.ts';
import type { IncomingRequest } from '../../../protocols/sip/transactions/incoming-request.ts';
import {
  type DigestCredentials,
  digestOf,
  isResponseRight,
  parseCredentials,
} from '../../../protocols/sip/user-agent/digest.ts';
import { Nonces } from '../../../protocols/sip/user-agent/nonces.ts';
import type { GuardDecision, RequestGuard } from '../../../protocols/sip/user-agent/request-handler.ts';
import { DigestAttempts } from './digest-attempts.ts';
import { algorithmsFor, challengesOf } from './digest-offer.ts';
import type { SipAccount } from './sip-accounts.ts';

/** What the guard asks of the switch. */
export interface GuardDirectory {
  readonly realm: string;
  readonly md5OnlyClients: readonly string[];
  readonly isQopOptional: boolean;
  findAccount(name: string): SipAccount | undefined;
  /** Name of the trusted peer that sends from this address. */
  findPeer(address: string): string | undefined;
  /** Whether a From claims to be somebody of ours. */
  claimsOurDomain(uri: Uri): boolean;
  isOwnUri(uri: Uri): boolean;
  /** Whether a request stands in a dialog that nobody has to prove anew: of this flow, or one that is not known at all. */
  isWithinDialog(incoming: IncomingRequest): boolean;
  /** Whether this very request of the account was taken before. */
  wasTaken(incoming: IncomingRequest, account: string): boolean;
  /** Hex, from the store; undefined before that is read. */
  readonly secret: string | undefined;
}

export interface DigestGuardOptions {
  readonly directory: GuardDirectory;
  readonly clock: Clock;
  readonly random: Random;
  readonly counters?: Counters;
}

const STORE_RETRY_SECONDS = 5;
type Refused = Extract<GuardDecision, { name: 'refused' }>;

/** Asks for a password whoever claims to be one of ours, and keeps nothing of it until he has proved it. */
export class DigestGuard implements RequestGuard {
  readonly #options: DigestGuardOptions;
  readonly #counters: Counters;
  readonly #attempts = new DigestAttempts();
  #nonces: { readonly secret: string; readonly nonces: Nonces; readonly noHash: string } | undefined;

  constructor(options: DigestGuardOptions) {
    this.#options = options;
    this.#counters = options.counters ?? noCounters;
  }

  decide(incoming: IncomingRequest): GuardDecision {
    const { directory } = this.#options;
    const isRegister = incoming.method === 'REGISTER';
    const peer = isRegister ? undefined : directory.findPeer(incoming.flow.remoteAddress);
    if (peer !== undefined) return { name: 'admitted', identity: { kind: 'peer', name: peer } };
    const isAsked = isRegister || (directory.claimsOurDomain(incoming.from.uri) && !directory.isWithinDialog(incoming));
    return isAsked ? this.#check(incoming) : { name: 'admitted', identity: { kind: 'nobody' } };
  }

  #check(incoming: IncomingRequest): GuardDecision {
    const { directory } = this.#options;
    if (directory.secret === undefined)
      return { name: 'refused', status: 503, headers: [{ name: 'Retry-After', value: String(STORE_RETRY_SECONDS) }] };
    const given = this.#credentialsOf(incoming);
    if (given === undefined) return this.#challenge(incoming, false);
    if (!this.#isForThisUri(given, incoming)) return this.#refuse('malformed', 400, 'Digest for another URI');
    const refusal = this.#checkResponse(incoming, given);
    if (refusal !== undefined) return refusal;
    const isOwn = directory.claimsOurDomain(incoming.from.uri) && userOf(incoming.from.uri) === given.userName;
    if (!isOwn) return this.#refuse('otherFrom', 403, 'From is not the account');
    this.#counters.count('sip_authentications', { outcome: 'right' });
    return { name: 'admitted', identity: { kind: 'account', name: given.userName } };
  }

  /** Undefined when whoever sent it knows the password, and sends it for the first time or once more. */
  #checkResponse(incoming: IncomingRequest, given: DigestCredentials): Refused | undefined {
    const { directory, clock } = this.#options;
    const { nonces, noHash } = this.#state();
    const now = clock.now();
    const nonceState = nonces.stateOf(given.nonce, now);
    if (nonceState === 'foreign') return this.#challenge(incoming, false);
    const source = sourceOfAddress(incoming.flow.remoteAddress);
    const pauseMs = this.#attempts.pauseLeft(given.userName, source, now);
    if (pauseMs > 0) {
      const headers = [{ name: 'Retry-After', value: String(Math.ceil(pauseMs / 1000)) }];
      return { ...this.#refuse('paused', 503), headers };
    }
    const account = directory.findAccount(given.userName);
    const { md5, sha256 } = account?.digest ?? { md5: noHash.slice(0, 32), sha256: noHash };
    const isRight = isResponseRight(given, given.algorithm === 'MD5' ? md5 : sha256, incoming.request);
    if (!isRight || account === undefined) {
      this.#attempts.wrong(given.userName, source, now);
      return this.#refuse('wrong', 403);
    }
    this.#attempts.right(given.userName, source);
    if (given.protection === undefined && !directory.isQopOptional)
      return this.#refuse('noQop', 403, 'qop is required');
    const isFresh = nonceState === 'good' && nonces.use(given.nonce, given.protection?.nc, now);
    // A repeat of what was taken, on a new connection or after a restart, only gets its answer again.
    return isFresh || directory.wasTaken(incoming, account.name) ? undefined : this.#challenge(incoming, true);
  }

  /** The credentials of our realm; a client may send those of others beside them. */
  #credentialsOf({ request }: IncomingRequest): DigestCredentials | undefined {
    for (const value of headers(request, 'Authorization')) {
      const parsed = parseCredentials(value);
      if (parsed.ok && parsed.value.realm === this.#options.directory.realm) return parsed.value;
    }
    return undefined;
  }

  /** RFC 7616 3.4.6: the same user at the same place; some clients name only the server. */
  #isForThisUri(given: DigestCredentials, { requestUri }: IncomingRequest): boolean {
    if (given.uri === requestUri) return true;
    const [said, asked] = [parseUri(given.uri), parseUri(requestUri)];
    if (!said.ok || !asked.ok || said.value.kind !== 'sip' || asked.value.kind !== 'sip') return false;
    const { directory } = this.#options;
    const isHere = directory.isOwnUri(said.value) && directory.isOwnUri(asked.value);
    const user = userOf(said.value);
    return isHere && (user === undefined || user === userOf(asked.value));
  }

  #challenge(incoming: IncomingRequest, isStale: boolean): Refused {
    const { directory, clock } = this.#options;
    this.#counters.count('sip_authentications', { outcome: isStale ? 'stale' : 'challenged' });
    const nonce = this.#state().nonces.issue(clock.now());
    const algorithms = algorithmsFor(incoming, directory.md5OnlyClients);
    const challenge = { realm: directory.realm, nonce, isStale };
    return { name: 'refused', status: 401, headers: challengesOf(algorithms, challenge) };
  }

  #refuse(outcome: string, status: number, reason?: string): Refused {
    this.#counters.count('sip_authentications', { outcome });
    return { name: 'refused', status, headers: [], ...(reason === undefined ? {} : { reason }) };
  }

  #state() {
    const { directory, clock, random } = this.#options;
    const secret = directory.secret ?? '';
    if (this.#nonces?.secret !== secret) {
      const nonces = new Nonces({ secret: Buffer.from(secret, 'hex'), random, since: clock.now() });
      // Stands for the hashes of users that do not exist, so that they cost the same.
      this.#nonces = { secret, nonces, noHash: digestOf('SHA-256', `nobody ${secret}`) };
    }
    return this.#nonces;
  }
}
