import type { Clock } from '../../../base/clock.ts';
import { type Counters, noCounters } from '../../../base/counters.ts';
import type { IncomingRequest } from '../../../protocols/sip/transactions/incoming-request.ts';
import type { GuardDecision, RequestGuard } from '../../../protocols/sip/user-agent/request-handler.ts';
import { RequestRate } from '../rates/request-rate.ts';
import type { RequestOfSomebody } from '../standing.ts';

export interface NewChatGuardOptions {
  /** Asked first: who it is. */
  readonly guard: RequestGuard;
  /** Of requests that would begin a chat, whatever the sources. */
  readonly rate: RequestRate;
  readonly tenant: string;
  readonly standing: { isServed(request: RequestOfSomebody): boolean };
  /** Addresses that are not counted. */
  readonly isTrusted: (address: string) => boolean;
  readonly counters?: Counters;
}

/** What beginning a chat costs, in requests of the tenant's rate. */
const CHAT_COST = 4;
const refusal: GuardDecision = { name: 'refused', status: 503, headers: [{ name: 'Retry-After', value: '1' }] };

/** The rate of new chats that goes with a tenant's rate of requests: a second's worth at once. */
export function newChatRate(clock: Clock, requestsPerSecond: number): RequestRate {
  const perSecond = requestsPerSecond / CHAT_COST;
  return new RequestRate({ clock, requestsPerSecond: perSecond, burst: perSecond });
}

/**
 * To begin a chat costs several times what a text of an open one does, so that a flood of new ones within the tenant's rate would
 * take the time of those who are being served. What is beyond is refused before there is any state.
 */
export class NewChatGuard implements RequestGuard {
  readonly #options: NewChatGuardOptions;

  constructor(options: NewChatGuardOptions) {
    this.#options = options;
  }

  decide(incoming: IncomingRequest): GuardDecision {
    const { guard, rate, tenant, standing, isTrusted, counters = noCounters } = this.#options;
    const decision = guard.decide(incoming);
    if (decision.name === 'refused' || decision.identity.kind === 'peer' || !beginsChat(incoming)) return decision;
    if (isTrusted(incoming.flow.remoteAddress) || standing.isServed(incoming)) return decision;
    if (rate.decide(tenant) === 'pass') return decision;
    counters.count('sip_rate_limited', { decision: 'refuse', limit: 'new-chats' });
    return refusal;
  }
}

function beginsChat({ method, toTag }: IncomingRequest): boolean {
  return toTag === undefined && (method === 'INVITE' || method === 'MESSAGE');
}
