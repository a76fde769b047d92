/** Whether the peers behind trunks are there, and the ways to them. Rules: docs/spec/trunks.md. */
import type { TrunkDn } from '@cordboard/shared/configuration/directory-number';
import type { Clock, StopTimer } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { Random } from '../../base/random.ts';
import { type Result, succeed } from '../../base/result.ts';
import { sourceOfAddress } from '../../base/source-of-address.ts';
import { parseUri } from '../../protocols/sip/grammar/header-fields/parse-uri.ts';
import { buildNameAddr } from '../../protocols/sip/message/name-addr.ts';
import { retryAfterOf } from '../../protocols/sip/message/retry-after.ts';
import type { SipUri } from '../../protocols/sip/message/uri.ts';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import type { Target } from '../../protocols/sip/transport/target.ts';
import { buildRequest, createBranch, createCallId, createTag } from '../../protocols/sip/user-agent/build-request.ts';
import type { RequestSender } from '../../protocols/sip/user-agent/request-handler.ts';
import { ATTEMPTS_MAX, accountOf, PeerCredentials } from './peer-credentials.ts';

/** Opens a way to a URI (RFC 3263), and is told when the one it gave failed. */
export interface WayOpener {
  open(
    uri: SipUri,
    tried?: readonly Target[],
  ): Promise<Result<{ readonly target: Target; readonly flow: Flow }, string>>;
  failed(target: Target, forMs?: number): void;
}

export interface TrunkKeeperOptions {
  readonly trunks: readonly TrunkDn[];
  readonly ways: WayOpener;
  readonly sender: RequestSender;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** `host:port` that goes into Via on this flow. */
  readonly sentBy: (flow: Flow) => string;
  /** Our domain, for From. */
  readonly sipDomain: string;
  /** A trunk was asked; without a flow it is not there. */
  readonly checked?: (trunk: string, flow: Flow | undefined, checkSeconds: number) => void;
  /** A trunk that was away is there, or at another server than before. */
  readonly moved?: (trunk: string, from: Flow | undefined, to: Flow) => void;
}

interface KeptWay {
  readonly uri: SipUri;
  readonly target: Target;
  readonly flow: Flow;
}

/** What one server answered. */
interface Answer {
  readonly isUp: boolean;
  /** It does not take the password. */
  readonly isRefusal: boolean;
  /** Nothing can be sent to it. */
  readonly isUnreachable: boolean;
  readonly why: string;
  readonly retryAfterSeconds?: number | undefined;
}

/** What a check has found; without a way nobody is there. */
interface Finding {
  readonly way?: KeptWay;
  readonly why: string;
  readonly retryAfterSeconds?: number | undefined;
}

/** Most servers of one contact that a check asks. */
const TARGETS_MAX = 4;
/** Longest time for which a peer may ask to be left alone. */
const RETRY_AFTER_MAX_SECONDS = 3600;

interface Kept {
  readonly trunk: TrunkDn;
  /** Of its servers, in the order in which they are asked. */
  readonly uris: readonly SipUri[];
  /** Absent without a password. */
  readonly credentials: PeerCredentials | undefined;
  /** The server in use, or the one that was. */
  way: KeptWay | undefined;
  isAsking: boolean;
  isUp: boolean;
  /** Why it is up or not, in words. */
  why: string;
  stopTimer: StopTimer;
}

/**
 * Asks each peer by OPTIONS, once at the start and then from time to time: one that answers anything but 503 is up (RFC 3261 11).
 * What it finds is of this run only, and nothing is sent to a trunk before it has been found up.
 */
export class TrunkKeeper {
  readonly #options: TrunkKeeperOptions;
  readonly #trunks: readonly Kept[];
  #isStopped = false;

  constructor(options: TrunkKeeperOptions) {
    this.#options = options;
    this.#trunks = options.trunks.map((trunk) => this.#keep(trunk));
  }

  start(): void {
    for (const kept of this.#trunks) void this.#check(kept);
  }

  stop(): void {
    this.#isStopped = true;
    for (const kept of this.#trunks) kept.stopTimer();
  }

  /** Answers the challenges of the peer at the other end of this flow; undefined when it is none, or has no password. */
  credentialsOn(flow: Flow): PeerCredentials | undefined {
    const kept =
      this.#trunks.find((candidate) => candidate.way?.flow.id === flow.id) ?? this.#peerAt(flow.remoteAddress);
    return kept?.credentials;
  }

  /** Whether the peer of a trunk is reached on this flow. */
  isWay(flow: Flow): boolean {
    return this.#trunks.some(({ way }) => way?.flow.id === flow.id);
  }

  /** Nothing came back on this flow, or it has ended: where it led to a peer, that is asked at once whether it is there. */
  flowFailed(flow: Flow): void {
    for (const kept of this.#trunks) {
      if (kept.way?.flow.id !== flow.id || !kept.isUp || this.#isStopped) continue;
      this.#options.ways.failed(kept.way.target);
      this.#changed(kept, false, 'it does not answer');
      kept.stopTimer();
      void this.#check(kept);
    }
  }

  /** Where a peer asks for a password, each request may be repeated under a further number. */
  cseqStepOn(flow: Flow): number | undefined {
    return this.credentialsOn(flow) === undefined ? undefined : ATTEMPTS_MAX;
  }

  /** The way to a trunk's peer; undefined while that is not there. */
  flowOf(number: string): Flow | undefined {
    const kept = this.#trunks.find(({ trunk }) => trunk.number === number);
    return kept?.isUp === true ? kept.way?.flow : undefined;
  }

  /** The trunk whose peer sends from this address: one of those it names, or the one where it is reached. */
  findPeer(address: string): string | undefined {
    return this.#peerAt(address)?.trunk.number;
  }

  #peerAt(address: string): Kept | undefined {
    const source = sourceOfAddress(address);
    const isIts = ({ trunk, way }: Kept) =>
      trunk.addresses.some((own) => sourceOfAddress(own) === source) ||
      (way !== undefined && sourceOfAddress(way.flow.remoteAddress) === source);
    return this.#trunks.find(isIts);
  }

  /** Each trunk with whether its peer is there. */
  *states(): Generator<readonly [number: string, isUp: number]> {
    for (const { trunk, isUp } of this.#trunks) yield [trunk.number, isUp ? 1 : 0];
  }

  #keep(trunk: TrunkDn): Kept {
    const { sender, random } = this.#options;
    const uris = [trunk.contact, ...(trunk.contacts ?? [])].flatMap((contact) => {
      const uri = parseUri(contact);
      return uri.ok && uri.value.kind === 'sip' ? [uri.value] : [];
    });
    const account = accountOf(trunk);
    const kept: Kept = {
      trunk,
      uris,
      credentials:
        account === undefined
          ? undefined
          : new PeerCredentials(account, { sender, random, refused: (why) => this.#changed(kept, false, why) }),
      way: undefined,
      isAsking: false,
      isUp: false,
      why: 'not asked yet',
      stopTimer: () => {},
    };
    return kept;
  }

  async #check(kept: Kept): Promise<void> {
    if (kept.isAsking) return;
    kept.isAsking = true;
    const found = await this.#findWay(kept);
    kept.isAsking = false;
    if (!this.#isStopped) this.#found(kept, found);
  }

  /** Asks one server after the other, those of a contact by the name system, until one is there. */
  async #findWay(kept: Kept): Promise<Finding> {
    const { ways } = this.#options;
    const tried: Target[] = [];
    let finding: Finding = { why: 'it has no address' };
    for (const uri of kept.uris) {
      // As long as it is there the server in use stays in use, whichever of its equals comes first this time.
      let inUse = kept.way?.uri === uri && kept.isUp ? kept.way : undefined;
      for (let attempt = 0; attempt < TARGETS_MAX; attempt += 1) {
        const opened = inUse === undefined ? await ways.open(uri, tried) : succeed(inUse);
        if (!opened.ok) {
          if (attempt === 0) finding = { ...finding, why: opened.failure };
          break;
        }
        const way = { uri, target: opened.value.target, flow: opened.value.flow };
        const answer = await this.#ask(kept, way);
        if (answer.isUp) return { way, why: answer.why };
        finding = { why: answer.why, retryAfterSeconds: answer.retryAfterSeconds ?? finding.retryAfterSeconds };
        if (answer.isRefusal) return finding;
        // Its connection may have ended long ago: then it is opened anew.
        const isConnectionGone = inUse !== undefined && answer.isUnreachable;
        inUse = undefined;
        if (isConnectionGone) continue;
        ways.failed(way.target, answer.retryAfterSeconds === undefined ? undefined : answer.retryAfterSeconds * 1000);
        tried.push(way.target);
      }
    }
    return finding;
  }

  #ask(kept: Kept, { uri, flow }: KeptWay): Promise<Answer> {
    const sender = kept.credentials ?? this.#options.sender;
    return new Promise((resolve) => {
      sender.sendRequest(this.#buildOptions(uri, flow), flow, {
        finalResponse: (response) => {
          const { status } = response;
          const isRefusal = kept.credentials !== undefined && (status === 401 || status === 407);
          const retryAfter = status === 503 ? retryAfterOf(response) : undefined;
          resolve({
            isUp: status !== 503 && !isRefusal,
            isRefusal,
            isUnreachable: false,
            why: isRefusal ? kept.why : `it answered ${status}`,
            retryAfterSeconds: retryAfter === undefined ? undefined : Math.min(retryAfter, RETRY_AFTER_MAX_SECONDS),
          });
        },
        failed: (why) => {
          const isUnreachable = why === 'transport';
          resolve({
            ...{ isUp: false, isRefusal: false, isUnreachable },
            why: isUnreachable ? 'it cannot be reached' : 'it does not answer',
          });
        },
      });
    });
  }

  #found(kept: Kept, { way, why, retryAfterSeconds = 0 }: Finding): void {
    const { checked, moved, clock } = this.#options;
    const { number, checkSeconds } = kept.trunk;
    const former = kept.way?.flow;
    const wasAway = !kept.isUp;
    this.#changed(kept, way !== undefined, why);
    kept.way = way ?? kept.way;
    if (way !== undefined && (wasAway || former?.id !== way.flow.id)) moved?.(number, former, way.flow);
    checked?.(number, way?.flow, checkSeconds);
    const waitMs = Math.max(checkSeconds, retryAfterSeconds) * 1000;
    kept.stopTimer();
    kept.stopTimer = clock.startTimer(waitMs, () => void this.#check(kept));
  }

  #changed(kept: Kept, isUp: boolean, why: string): void {
    const isNews = isUp !== kept.isUp || (!isUp && why !== kept.why);
    if (isNews) this.#options.logger.info({ trunk: kept.trunk.number, isUp, why }, 'trunk');
    kept.isUp = isUp;
    kept.why = why;
  }

  #buildOptions(uri: SipUri, flow: Flow) {
    const { random, sentBy, sipDomain } = this.#options;
    const requestUri = `${uri.scheme}:${uri.host}${uri.port === undefined ? '' : `:${uri.port}`}`;
    return buildRequest({
      method: 'OPTIONS',
      requestUri,
      from: buildNameAddr(`sip:${sipDomain}`, { tag: createTag(random) }),
      to: buildNameAddr(requestUri),
      callId: createCallId(random),
      cseq: 1,
      branch: createBranch(random),
      sentBy: sentBy(flow),
      transport: flow.transport,
    });
  }
}
