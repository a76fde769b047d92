/** Who is let in over SIP: by the rate of his source, by the bounds of chats, by his password. */
import { systemRandom } from '../edges/system/system-random.ts';
import type { SipTransport, SipTransportReceiver } from '../protocols/sip/transport/sip-transport.ts';
import type { RequestGuard } from '../protocols/sip/user-agent/request-handler.ts';
import { AdmissionGate } from '../services/admission/admission-gate.ts';
import { type ChatBounds, createChatBounds } from '../services/admission/chats/chat-bounds.ts';
import { NewChatGuard, newChatRate } from '../services/admission/chats/new-chat-guard.ts';
import { RequestRate } from '../services/admission/rates/request-rate.ts';
import { Standing } from '../services/admission/standing.ts';
import { DigestGuard } from '../services/auth/digest/digest-guard.ts';
import { SipGuardDirectory } from '../services/call-control/doors/sip-guard-directory.ts';
import type { OwnAddresses } from '../services/messaging/network/own-addresses.ts';
import type { SwitchState } from '../services/switch/switch-state.ts';
import { type Foundation, trustedAddresses } from './foundation.ts';

interface GuardParts {
  readonly own: OwnAddresses;
  readonly state: () => SwitchState;
  readonly findTrunkPeer: (address: string) => string | undefined;
}

/** Asked about each request that the stack has read. */
export function createGuard(foundation: Foundation, { own, state, findTrunkPeer }: GuardParts): RequestGuard {
  const { environment, clock, configuration, metrics } = foundation;
  const { sipDomain } = environment;
  return new NewChatGuard({
    guard: new DigestGuard({
      directory: new SipGuardDirectory({ state, own, sipDomain, clock, findTrunkPeer }),
      clock,
      random: systemRandom,
      counters: metrics,
    }),
    rate: newChatRate(clock, environment.sipRatePerTenant),
    tenant: configuration.tenant.name,
    standing: { isServed: (request) => new Standing(state()).isServed(request) },
    isTrusted: chatBounds(foundation).isTrusted,
    counters: metrics,
  });
}

/** How many chats may be open at once. */
export function chatBounds(foundation: Foundation): ChatBounds {
  const { environment } = foundation;
  return createChatBounds({
    max: environment.chatsMax,
    requestsPerSecondOfSource: environment.sipRatePerSource,
    trustedAddresses: trustedAddresses(foundation),
  });
}

/** What comes over SIP passes here before the stack reads it. */
export function createAdmission(
  foundation: Foundation,
  stack: { readonly userAgent: SipTransportReceiver; readonly transport: SipTransport },
  state: SwitchState,
): AdmissionGate {
  const { environment, clock, configuration, metrics } = foundation;
  return new AdmissionGate({
    receiver: stack.userAgent,
    transport: stack.transport,
    rate: new RequestRate({ clock, requestsPerSecond: environment.sipRatePerSource }),
    servedRate: new RequestRate({ clock, requestsPerSecond: environment.sipRatePerSource }),
    tenantRate: new RequestRate({ clock, requestsPerSecond: environment.sipRatePerTenant }),
    tenant: configuration.tenant.name,
    standing: new Standing(state),
    trustedAddresses: trustedAddresses(foundation),
    counters: metrics,
  });
}
