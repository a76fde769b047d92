import { type Counters, noCounters } from '../../base/counters.ts';
import { parseMessage } from '../../protocols/sip/grammar/parse-message.ts';
import { serializeMessage } from '../../protocols/sip/grammar/serialize-message.ts';
import { isByteStream } from '../../protocols/sip/message/transport-name.ts';
import { answerFlow } from '../../protocols/sip/transactions/answer-flow.ts';
import { noteSource } from '../../protocols/sip/transactions/incoming-request.ts';
import type { Flow, SipTransport, SipTransportReceiver } from '../../protocols/sip/transactions/sip-transport.ts';
import { buildResponse } from '../../protocols/sip/user-agent/build-response.ts';
import { sourceOfAddress } from './source-of-address.ts';
import type { SourceRate } from './source-rate.ts';

export interface AdmissionGateOptions {
  /** The stack. */
  readonly receiver: SipTransportReceiver;
  readonly transport: SipTransport;
  readonly rate: SourceRate;
  /** Addresses that are not counted. */
  readonly trustedAddresses?: readonly string[];
  readonly counters?: Counters;
}

const retryAfterSeconds = 1;
const responseStart = Buffer.from('SIP/');

/** Stands before the SIP stack and keeps what one source sends within its rate (RFC 3261 21.5.4). */
export class AdmissionGate implements SipTransportReceiver {
  readonly #receiver: SipTransportReceiver;
  readonly #transport: SipTransport;
  readonly #rate: SourceRate;
  readonly #trustedSources: ReadonlySet<string>;
  readonly #counters: Counters;

  constructor(options: AdmissionGateOptions) {
    this.#receiver = options.receiver;
    this.#transport = options.transport;
    this.#rate = options.rate;
    this.#trustedSources = new Set((options.trustedAddresses ?? []).map(sourceOfAddress));
    this.#counters = options.counters ?? noCounters;
  }

  receiveMessage(bytes: Buffer, flow: Flow): void {
    const decision = this.#decide(bytes, flow);
    if (decision === 'pass') {
      this.#receiver.receiveMessage(bytes, flow);
      return;
    }
    const isAnswered = decision === 'refuse' && this.#refuse(bytes, flow);
    this.#counters.count('sip_rate_limited', { decision: isAnswered ? 'refuse' : 'drop' });
  }

  flowClosed(flow: Flow): void {
    this.#receiver.flowClosed(flow);
  }

  #decide(bytes: Buffer, flow: Flow) {
    if (bytes.subarray(0, responseStart.length).equals(responseStart)) return 'pass';
    const source = sourceOfAddress(flow.remoteAddress);
    return this.#trustedSources.has(source) ? 'pass' : this.#rate.decide(source);
  }

  /** Answers without a transaction; false for what is never answered. */
  #refuse(bytes: Buffer, flow: Flow): boolean {
    const parsed = parseMessage(bytes, { isStream: isByteStream(flow.transport) });
    if (!parsed.ok || parsed.value.kind === 'response' || parsed.value.method === 'ACK') return false;
    const { request, via } = noteSource(parsed.value, flow);
    if (!via.ok) return false;
    const headers = [{ name: 'Retry-After', value: String(retryAfterSeconds) }];
    const response = buildResponse(request, 503, { headers });
    return this.#transport.send(answerFlow(via.value, flow), serializeMessage(response));
  }
}
