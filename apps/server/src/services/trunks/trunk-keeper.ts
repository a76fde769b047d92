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
}

interface Kept {
  readonly trunk: TrunkDn;
  readonly uri: SipUri | undefined;
  flow: Flow | undefined;
  isUp: boolean;
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
    this.#trunks = options.trunks.map((trunk) => {
      const uri = parseUri(trunk.contact);
      return {
        trunk,
        uri: uri.ok && uri.value.kind === 'sip' ? uri.value : undefined,
        flow: undefined,
        isUp: false,
        stopTimer: () => {},
      };
    });
  }

  start(): void {
    for (const kept of this.#trunks) void this.#check(kept);
  }

  stop(): void {
    for (const kept of this.#trunks) kept.stopTimer();
  }

  /** The way to a trunk's peer; undefined while that is not there. */
  flowOf(number: string): Flow | undefined {
    const kept = this.#trunks.find(({ trunk }) => trunk.number === number);
    return kept?.isUp === true ? kept.flow : undefined;
  }

  /** The trunk whose peer sends from this address: one of those it names, or the one where it is reached. */
  findPeer(address: string): string | undefined {
    const source = sourceOfAddress(address);
    const isIts = ({ trunk, flow }: Kept) =>
      trunk.addresses.some((own) => sourceOfAddress(own) === source) ||
      (flow !== undefined && sourceOfAddress(flow.remoteAddress) === source);
    return this.#trunks.find(isIts)?.trunk.number;
  }

  /** Each trunk with whether its peer is there. */
  *states(): Generator<readonly [number: string, isUp: number]> {
    for (const { trunk, isUp } of this.#trunks) yield [trunk.number, isUp ? 1 : 0];
  }

  async #check(kept: Kept): Promise<void> {
    if (kept.uri === undefined) return;
    const way = await this.#options.ways.open(kept.uri);
    if (!way.ok) {
      this.#found(kept, undefined, way.failure);
      return;
    }
    const { flow, target } = way.value;
    this.#options.sender.sendRequest(this.#buildOptions(kept.uri, flow), flow, {
      finalResponse: ({ status }) => {
        if (status === 503) this.#options.ways.failed(target);
        this.#found(kept, status === 503 ? undefined : flow, `it answered ${status}`);
      },
      failed: (why) => {
        this.#options.ways.failed(target);
        this.#found(kept, undefined, why === 'timeout' ? 'it does not answer' : 'it cannot be reached');
      },
    });
  }

  #found(kept: Kept, flow: Flow | undefined, why: string): void {
    const isUp = flow !== undefined;
    if (isUp !== kept.isUp) this.#options.logger.info({ trunk: kept.trunk.number, isUp, why }, 'trunk');
    kept.isUp = isUp;
    kept.flow = flow ?? kept.flow;
    kept.stopTimer = this.#options.clock.startTimer(kept.trunk.checkSeconds * 1000, () => void this.#check(kept));
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
