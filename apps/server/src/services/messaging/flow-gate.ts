import { header, type SipRequest, type SipResponse } from '../../protocols/sip/message/message.ts';
import type { Flow } from '../../protocols/sip/transactions/sip-transport.ts';
import type { RequestSender } from '../../protocols/sip/user-agent/request-handler.ts';
import type { RequestOutcome } from './request-settled.ts';

interface WaitingRequest {
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly settled: (outcome: RequestOutcome) => void;
}

/** One request at a time per recipient flow (RFC 3428 8): the next leaves after the final response of the one before. */
export class FlowGate {
  readonly #sender: RequestSender;
  readonly #waiting = new Map<string, WaitingRequest[]>();

  constructor(sender: RequestSender) {
    this.#sender = sender;
  }

  send(request: SipRequest, flow: Flow, settled: (outcome: RequestOutcome) => void): void {
    const queue = this.#waiting.get(flow.id);
    const waiting: WaitingRequest = { request, flow, settled };
    if (queue !== undefined) {
      queue.push(waiting);
      return;
    }
    this.#waiting.set(flow.id, []);
    this.#start(waiting);
  }

  #start({ request, flow, settled }: WaitingRequest): void {
    this.#sender.sendRequest(request, flow, {
      finalResponse: (response) =>
        this.#end(flow, () => settled({ status: response.status, retryAfterSeconds: retryAfterOf(response) })),
      failed: (why) => this.#end(flow, () => settled({ failed: why })),
    });
  }

  #end(flow: Flow, settle: () => void): void {
    const next = this.#waiting.get(flow.id)?.shift();
    if (next === undefined) this.#waiting.delete(flow.id);
    settle();
    if (next !== undefined) this.#start(next);
  }
}

/** RFC 3261 20.33: seconds, before a comment or parameters. */
function retryAfterOf(response: SipResponse): number | undefined {
  const seconds = Number.parseInt(header(response, 'Retry-After') ?? '', 10);
  return Number.isNaN(seconds) ? undefined : seconds;
}
