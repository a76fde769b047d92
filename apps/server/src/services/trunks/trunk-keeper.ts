/** Whether the peers behind trunks are there, and the ways to them. Rules: docs/spec/trunks.md. */
import type { TrunkDn } from '@cordboard/shared/configuration/configuration-file';
import type { Clock, StopTimer } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { Random } from '../../base/random.ts';
import type { Result } from '../../base/result.ts';
import { parseUri } from '../../protocols/sip/grammar/parse-uri.ts';
import { buildNameAddr } from '../../protocols/sip/message/name-addr.ts';
import type { SipUri } from '../../protocols/sip/message/uri.ts';
import type { Target } from '../../protocols/sip/resolver/target.ts';
import type { Flow } from '../../protocols/sip/transactions/sip-transport.ts';
import { buildRequest, createBranch, createCallId, createTag } from '../../protocols/sip/user-agent/build-request.ts';
import type { RequestSender } from '../../protocols/sip/user-agent/request-handler.ts';
import { sourceOfAddress } from '../admission/source-of-address.ts';
import { ATTEMPTS_MAX, accountOf, PeerCredentials } from './peer-credentials.ts';

/** Opens a way to a URI (RFC 3263), and is told when the one it gave failed. */
export interface WayOpener {
  open(uri: SipUri): Promise<Result<{ readonly target: Target; readonly flow: Flow }, string>>;
  failed(target: Target): void;
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
}

interface Kept {
  readonly trunk: TrunkDn;
  readonly uri: SipUri | undefined;
  /** Absent without a password. */
  readonly credentials: PeerCredentials | undefined;
  flow: Flow | undefined;
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

  constructor(options: TrunkKeeperOptions) {
    this.#options = options;
    this.#trunks = options.trunks.map((trunk) => this.#keep(trunk));
  }

  start(): void {
    for (const kept of this.#trunks) void this.#check(kept);
  }

  stop(): void {
    for (const kept of this.#trunks) kept.stopTimer();
  }

  /** Answers the challenges of the peer at the other end of this flow; undefined when it is none, or has no password. */
  credentialsOn(flow: Flow): PeerCredentials | undefined {
    const kept = this.#trunks.find((candidate) => candidate.flow?.id === flow.id) ?? this.#peerAt(flow.remoteAddress);
    return kept?.credentials;
  }

  /** Where a peer asks for a password, each request may be repeated under a further number. */
  cseqStepOn(flow: Flow): number | undefined {
    return this.credentialsOn(flow) === undefined ? undefined : ATTEMPTS_MAX;
  }

  /** The way to a trunk's peer; undefined while that is not there. */
  flowOf(number: string): Flow | undefined {
    const kept = this.#trunks.find(({ trunk }) => trunk.number === number);
    return kept?.isUp === true ? kept.flow : undefined;
  }

  /** The trunk whose peer sends from this address: one of those it names, or the one where it is reached. */
  findPeer(address: string): string | undefined {
    return this.#peerAt(address)?.trunk.number;
  }

  #peerAt(address: string): Kept | undefined {
    const source = sourceOfAddress(address);
    const isIts = ({ trunk, flow }: Kept) =>
      trunk.addresses.some((own) => sourceOfAddress(own) === source) ||
      (flow !== undefined && sourceOfAddress(flow.remoteAddress) === source);
    return this.#trunks.find(isIts);
  }

  /** Each trunk with whether its peer is there. */
  *states(): Generator<readonly [number: string, isUp: number]> {
    for (const { trunk, isUp } of this.#trunks) yield [trunk.number, isUp ? 1 : 0];
  }

  #keep(trunk: TrunkDn): Kept {
    const { sender, random } = this.#options;
    const uri = parseUri(trunk.contact);
    const account = accountOf(trunk);
    const kept: Kept = {
      trunk,
      uri: uri.ok && uri.value.kind === 'sip' ? uri.value : undefined,
      credentials:
        account === undefined
          ? undefined
          : new PeerCredentials(account, { sender, random, refused: (why) => this.#changed(kept, false, why) }),
      flow: undefined,
      isUp: false,
      why: 'not asked yet',
      stopTimer: () => {},
    };
    return kept;
  }

  async #check(kept: Kept): Promise<void> {
    if (kept.uri === undefined) return;
    const way = await this.#options.ways.open(kept.uri);
    if (!way.ok) {
      this.#found(kept, undefined, way.failure);
      return;
    }
    const { flow, target } = way.value;
    const sender = kept.credentials ?? this.#options.sender;
    sender.sendRequest(this.#buildOptions(kept.uri, flow), flow, {
      finalResponse: ({ status }) => {
        if (status === 503) this.#options.ways.failed(target);
        const isRefused = kept.credentials !== undefined && (status === 401 || status === 407);
        const isUp = status !== 503 && !isRefused;
        this.#found(kept, isUp ? flow : undefined, isRefused ? kept.why : `it answered ${status}`);
      },
      failed: (why) => {
        this.#options.ways.failed(target);
        this.#found(kept, undefined, why === 'timeout' ? 'it does not answer' : 'it cannot be reached');
      },
    });
  }

  #found(kept: Kept, flow: Flow | undefined, why: string): void {
    this.#changed(kept, flow !== undefined, why);
    kept.flow = flow ?? kept.flow;
    this.#options.checked?.(kept.trunk.number, flow, kept.trunk.checkSeconds);
    kept.stopTimer = this.#options.clock.startTimer(kept.trunk.checkSeconds * 1000, () => void this.#check(kept));
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
