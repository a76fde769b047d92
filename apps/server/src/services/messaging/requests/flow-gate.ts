import type { SipRequest, SipResponse } from '../../../protocols/sip/message/message.ts';
import { retryAfterOf } from '../../../protocols/sip/message/retry-after.ts';
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import type { RequestSender } from '../../../protocols/sip/user-agent/request-handler.ts';
import { mediaRanges } from '../legs/peer-habits.ts';
import type { RequestOutcome } from './request-outcome.ts';

/** A request on its way to a flow. */
export interface GatedRequest {
  readonly request: SipRequest;
  readonly branch: string;
  readonly flow: Flow;
  /** Not worth waiting: dropped when something is on its way already. */
  readonly isOptional?: boolean;
  readonly settled: (outcome: RequestOutcome) => void;
}

/** One request at a time per recipient flow (RFC 3428 8): the next leaves after the final response of the one before. */
export class FlowGate {
  readonly #sender: RequestSender;
  /** By flow, the one in flight first. */
  readonly #queues = new Map<string, GatedRequest[]>();

  constructor(sender: RequestSender) {
    this.#sender = sender;
  }

  /** A request that is on its way already, as when the state was read again from the store, is not sent twice. */
  send(gated: GatedRequest): void {
    const queue = this.#queues.get(gated.flow.id);
    if (queue === undefined) {
      this.#queues.set(gated.flow.id, [gated]);
      this.#start(gated);
    } else if (gated.isOptional !== true && !queue.some(({ branch }) => branch === gated.branch)) queue.push(gated);
  }

  #start({ request, flow, settled }: GatedRequest): void {
    this.#sender.sendRequest(request, flow, {
      finalResponse: (response) => this.#end(flow, () => settled(outcomeOf(response))),
      failed: (why) => this.#end(flow, () => settled({ failed: why })),
    });
  }

  #end(flow: Flow, settle: () => void): void {
    const queue = this.#queues.get(flow.id);
    queue?.shift();
    const next = queue?.[0];
    if (next === undefined) this.#queues.delete(flow.id);
    settle();
    if (next !== undefined) this.#start(next);
  }
}

function outcomeOf(response: SipResponse): RequestOutcome {
  const { status } = response;
  const outcome = { status, retryAfterSeconds: retryAfterOf(response) };
  return status === 415 ? { ...outcome, accept: mediaRanges(response) } : outcome;
}
