import { type Counters, noCounters } from '../../base/counters.ts';
import { sourceOfAddress } from '../../base/source-of-address.ts';
import { parseMessage } from '../../protocols/sip/grammar/parse-message.ts';
import { serializeMessage } from '../../protocols/sip/grammar/serialize-message.ts';
import { isByteStream } from '../../protocols/sip/message/transport-name.ts';
import { noteSource, readRequest } from '../../protocols/sip/transactions/incoming-request.ts';
import { answerFlow } from '../../protocols/sip/transport/answer-flow.ts';
import type { Flow, SipTransport, SipTransportReceiver } from '../../protocols/sip/transport/sip-transport.ts';
import { buildResponse } from '../../protocols/sip/user-agent/build-response.ts';
import type { AdmissionDecision, RequestRate } from './rates/request-rate.ts';
import type { RequestOfSomebody } from './standing.ts';

export interface AdmissionGateOptions {
  /** The stack. */
  readonly receiver: SipTransportReceiver;
  readonly transport: SipTransport;
  /** Of one source address. */
  readonly rate: RequestRate;
  /** Of one source address, for those on it who are being served; nobody has it when it is left out. */
  readonly servedRate?: RequestRate;
  /** Of one tenant, whatever the sources. */
  readonly tenantRate?: RequestRate;
  readonly tenant?: string;
  readonly standing?: {
    isKnownFlow(flow: Flow): boolean;
    isServed(request: RequestOfSomebody): boolean;
  };
  /** Addresses that are not counted. */
  readonly trustedAddresses?: readonly string[];
  /** Further ones, which may come and go. */
  readonly isTrustedPeer?: (address: string) => boolean;
  readonly counters?: Counters;
}

type Limit = 'source' | 'tenant';

interface Verdict {
  readonly decision: AdmissionDecision;
  readonly limit: Limit;
}

const retryAfterSeconds = 1;
const responseStart = Buffer.from('SIP/');
const pass: Verdict = { decision: 'pass', limit: 'source' };

/** Stands before the SIP stack and keeps what one source, and all sources of a tenant, send within their rates (RFC 3261 21.5.4). */
export class AdmissionGate implements SipTransportReceiver {
  readonly #options: AdmissionGateOptions;
  readonly #trustedSources: ReadonlySet<string>;
  readonly #counters: Counters;

  constructor(options: AdmissionGateOptions) {
    this.#options = options;
    this.#trustedSources = new Set((options.trustedAddresses ?? []).map(sourceOfAddress));
    this.#counters = options.counters ?? noCounters;
  }

  receiveMessage(bytes: Buffer, flow: Flow): void {
    const { decision, limit } = this.#decide(bytes, flow);
    if (decision === 'pass') {
      this.#options.receiver.receiveMessage(bytes, flow);
      return;
    }
    const isAnswered = decision === 'refuse' && this.#refuse(bytes, flow);
    this.#counters.count('sip_rate_limited', { decision: isAnswered ? 'refuse' : 'drop', limit });
  }

  flowClosed(flow: Flow): void {
    this.#options.receiver.flowClosed(flow);
  }

  #decide(bytes: Buffer, flow: Flow): Verdict {
    const { rate, servedRate, tenantRate, tenant = '', isTrustedPeer } = this.#options;
    if (bytes.subarray(0, responseStart.length).equals(responseStart)) return pass;
    const source = sourceOfAddress(flow.remoteAddress);
    if (this.#trustedSources.has(source) || isTrustedPeer?.(flow.remoteAddress) === true) return pass;
    const bySource = rate.decide(source);
    if (bySource !== 'pass') {
      const hasRoom = this.#isServed(bytes, flow) && servedRate?.decide(source) === 'pass';
      return hasRoom ? pass : { decision: bySource, limit: 'source' };
    }
    const byTenant = tenantRate?.decide(tenant) ?? 'pass';
    if (byTenant === 'pass' || this.#isServed(bytes, flow)) return pass;
    return { decision: byTenant, limit: 'tenant' };
  }

  /** Asked only of what is too much; a flow on which nobody is served costs no reading. */
  #isServed(bytes: Buffer, flow: Flow): boolean {
    const { standing } = this.#options;
    if (standing === undefined || !standing.isKnownFlow(flow)) return false;
    const parsed = parseMessage(bytes, { isStream: isByteStream(flow.transport) });
    if (!parsed.ok || parsed.value.kind === 'response') return false;
    const incoming = readRequest(parsed.value, flow);
    return incoming.ok && standing.isServed(incoming.value);
  }

  /** Answers without a transaction; false for what is never answered. */
  #refuse(bytes: Buffer, flow: Flow): boolean {
    const parsed = parseMessage(bytes, { isStream: isByteStream(flow.transport) });
    if (!parsed.ok || parsed.value.kind === 'response' || parsed.value.method === 'ACK') return false;
    const { request, via } = noteSource(parsed.value, flow);
    if (!via.ok) return false;
    const headers = [{ name: 'Retry-After', value: String(retryAfterSeconds) }];
    const response = buildResponse(request, 503, { headers });
    return this.#options.transport.send(answerFlow(via.value, flow), serializeMessage(response));
  }
}
