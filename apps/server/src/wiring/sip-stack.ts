/** What speaks SIP and MSRP, from the sockets up to what call control is handed. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isAllowedOrigin } from '../edges/gateway/allowed-origin.ts';
import { countedTransport } from '../edges/metrics/counted-transport.ts';
import { loggedMsrpTransport } from '../edges/msrp-transports/logged-msrp.ts';
import { MsrpTransports } from '../edges/msrp-transports/msrp-transports.ts';
import { loggedTransport } from '../edges/sip-transports/logged-transport.ts';
import { SipTransports } from '../edges/sip-transports/sip-transports.ts';
import { createNextHop } from '../edges/system/create-next-hop.ts';
import { systemRandom } from '../edges/system/system-random.ts';
import { readTrusted } from '../edges/tls/open-certificates.ts';
import { MsrpEndpoint } from '../protocols/msrp/msrp-endpoint.ts';
import { lateMsrpHandler } from '../protocols/msrp/msrp-handler.ts';
import type { SipTransport } from '../protocols/sip/transport/sip-transport.ts';
import type { RequestSender } from '../protocols/sip/user-agent/request-handler.ts';
import { UserAgent } from '../protocols/sip/user-agent/user-agent.ts';
import { AdmissionGate } from '../services/admission/admission-gate.ts';
import { type ChatBounds, createChatBounds } from '../services/admission/chats/chat-bounds.ts';
import { NewChatGuard, newChatRate } from '../services/admission/chats/new-chat-guard.ts';
import { createPeerReach } from '../services/admission/peer-reach/create-peer-reach.ts';
import { provingHandler } from '../services/admission/peer-reach/proving-handler.ts';
import { limitMsrp } from '../services/admission/rates/msrp-rate.ts';
import { RequestRate } from '../services/admission/rates/request-rate.ts';
import { Standing } from '../services/admission/standing.ts';
import { DigestGuard } from '../services/auth/digest/digest-guard.ts';
import type { CallControl } from '../services/call-control/call-control.ts';
import { SipGuardDirectory } from '../services/call-control/doors/sip-guard-directory.ts';
import { OwnAddresses } from '../services/messaging/place/own-addresses.ts';
import type { SwitchState } from '../services/switch/switch-state.ts';
import { AgentProbe } from '../services/trunks/agent-probe.ts';
import { agentFound, externalAgentsOf } from '../services/trunks/external-agents.ts';
import { TrunkKeeper } from '../services/trunks/trunk-keeper.ts';
import { TrunkSender } from '../services/trunks/trunk-sender.ts';
import { type Foundation, trustedAddresses } from './foundation.ts';
import { sipService } from './sip-service.ts';

export interface SipStack {
  readonly transports: SipTransports;
  readonly msrpTransports: MsrpTransports;
  /** The SIP transports as the stack sees them: counted, and in the message log. */
  readonly transport: SipTransport;
  readonly own: OwnAddresses;
  readonly userAgent: UserAgent;
  readonly trunks: TrunkKeeper;
  /** The stack's door downward for the switch. */
  readonly sender: RequestSender;
  readonly msrp: MsrpEndpoint;
}

/** `late.callControl` is asked once something comes in; it sends over this stack and so is built after it. */
export async function createSipStack(
  foundation: Foundation,
  late: { readonly callControl: () => CallControl },
): Promise<SipStack> {
  const { environment, logger, clock, configuration, metrics, messageLog, certificates, proxies, ports } = foundation;
  const trusted = await readTrusted(environment.tlsTrusted);
  const connecting = {
    certificates,
    clientCertificates: { clientIdentity: (isKnown: boolean) => certificates.clientIdentity(isKnown), trusted },
    clock,
    logger,
    isAllowedOrigin: (origin: string | undefined, request: IncomingMessage) =>
      isAllowedOrigin(origin, proxies.hostOf(request)),
    clientOf: (request: IncomingMessage) => proxies.clientOf(request),
    admits: (address: string) => foundation.connectionRate.admits(address),
  };
  const transports = new SipTransports({ ...connecting, bootId: randomBytes(6).toString('hex') });
  const msrpTransports = new MsrpTransports({ ...connecting, bootId: randomBytes(6).toString('hex') });
  const transport = countedTransport(loggedTransport(transports, messageLog), metrics);
  const own = new OwnAddresses({
    sipDomain: environment.sipDomain,
    addresses: [environment.host, environment.publicAddress],
    ports: () => Object.values(ports),
  });
  const reach = createPeerReach({
    clock,
    trustedAddresses: trustedAddresses(environment, configuration),
    state: () => late.callControl().state,
    findTrunkPeer: (address) => trunks.findPeer(address),
  });
  const userAgent: UserAgent = new UserAgent({
    clock,
    transport,
    logger,
    ...sipService,
    counters: { increment: (counter) => metrics.count('sip_stack', { what: counter }) },
    random: systemRandom,
    isOwnHost: (host, port) => own.isOwnHost(host, port),
    guard: new NewChatGuard({
      guard: new DigestGuard({
        directory: new SipGuardDirectory({
          state: () => late.callControl().state,
          own,
          sipDomain: environment.sipDomain,
          clock,
          findTrunkPeer: (address) => trunks.findPeer(address),
        }),
        clock,
        random: systemRandom,
        counters: metrics,
      }),
      rate: newChatRate(clock, environment.sipRatePerTenant),
      tenant: configuration.tenant.name,
      standing: { isServed: (request) => new Standing(late.callControl().state).isServed(request) },
      isTrusted: chatBounds(foundation).isTrusted,
      counters: metrics,
    }),
    reach,
    handler: provingHandler(
      {
        receiveRequest: (received) => late.callControl().sipHandler.receiveRequest(received),
        flowClosed: (flow) => {
          late.callControl().sipHandler.flowClosed(flow);
          trunks.flowFailed(flow);
        },
      },
      { reach, state: () => late.callControl().state },
    ),
  });
  const trunks: TrunkKeeper = new TrunkKeeper({
    trunks: configuration.trunks(),
    ways: createNextHop(environment.host, transports, clock),
    sender: userAgent,
    clock,
    random: systemRandom,
    logger,
    sentBy: (flow) => transports.sentBy(flow),
    sipDomain: environment.sipDomain,
    checked: (trunk, flow, seconds) => agents.trunkChecked(trunk, flow, seconds),
    moved: (trunk, from, to) => late.callControl().trunkMoved(trunk, from, to),
  });
  const sender = new TrunkSender(userAgent, trunks);
  const agents = new AgentProbe({
    agentsOf: (trunk) => externalAgentsOf(late.callControl().state.configuration, trunk),
    sender,
    random: systemRandom,
    sentBy: (flow) => transports.sentBy(flow),
    sipDomain: environment.sipDomain,
    found: (finding) =>
      late.callControl().takeInput('agent behind a trunk', (decision) => agentFound(decision, finding)),
  });
  const msrp: MsrpEndpoint = new MsrpEndpoint({
    clock,
    random: systemRandom,
    transport: loggedMsrpTransport(msrpTransports, messageLog),
    handler: limitMsrp(
      lateMsrpHandler(() => late.callControl().msrpHandler),
      {
        rate: new RequestRate({ clock, requestsPerSecond: environment.sipRatePerSource }),
        trustedAddresses: environment.sipTrustedAddresses,
        counters: metrics,
      },
    ),
    counters: metrics,
  });
  return { transports, msrpTransports, transport, own, userAgent, trunks, sender, msrp };
}

/** How many chats may be open at once. */
export function chatBounds({ environment, configuration }: Foundation): ChatBounds {
  return createChatBounds({
    max: environment.chatsMax,
    requestsPerSecondOfSource: environment.sipRatePerSource,
    trustedAddresses: trustedAddresses(environment, configuration),
  });
}

/** What comes over SIP passes here before the stack reads it. */
export function createAdmission(
  foundation: Foundation,
  { userAgent, transport }: SipStack,
  state: SwitchState,
): AdmissionGate {
  const { environment, clock, configuration, metrics } = foundation;
  return new AdmissionGate({
    receiver: userAgent,
    transport,
    rate: new RequestRate({ clock, requestsPerSecond: environment.sipRatePerSource }),
    servedRate: new RequestRate({ clock, requestsPerSecond: environment.sipRatePerSource }),
    tenantRate: new RequestRate({ clock, requestsPerSecond: environment.sipRatePerTenant }),
    tenant: configuration.tenant.name,
    standing: new Standing(state),
    trustedAddresses: trustedAddresses(environment, configuration),
    counters: metrics,
  });
}
