/** What speaks SIP and MSRP, from the sockets up to what call control is handed. */
import { countedTransport } from '../edges/metrics/counted-transport.ts';
import { loggedMsrpTransport } from '../edges/msrp-transports/logged-msrp.ts';
import { loggedTransport } from '../edges/sip-transports/logged-transport.ts';
import { systemRandom } from '../edges/system/system-random.ts';
import { MsrpEndpoint } from '../protocols/msrp/msrp-endpoint.ts';
import { lateMsrpHandler } from '../protocols/msrp/msrp-handler.ts';
import type { SipTransport } from '../protocols/sip/transport/sip-transport.ts';
import { UserAgent } from '../protocols/sip/user-agent/user-agent.ts';
import { createPeerReach } from '../services/admission/peer-reach/create-peer-reach.ts';
import { provingHandler } from '../services/admission/peer-reach/proving-handler.ts';
import { limitMsrp } from '../services/admission/rates/msrp-rate.ts';
import { RequestRate } from '../services/admission/rates/request-rate.ts';
import type { CallControl } from '../services/call-control/call-control.ts';
import { OwnAddresses } from '../services/messaging/network/own-addresses.ts';
import { createGuard } from './admission.ts';
import { type Foundation, trustedAddresses } from './foundation.ts';
import { sipService } from './sip-service.ts';
import { createTransports, type Transports } from './transports.ts';
import { createTrunks, type Trunks } from './trunks.ts';

export interface SipStack extends Transports, Trunks {
  /** The SIP transports as the stack sees them: counted, and in the message log. */
  readonly transport: SipTransport;
  readonly own: OwnAddresses;
  readonly userAgent: UserAgent;
  readonly msrp: MsrpEndpoint;
}

/** Asked once something comes in: call control sends over this stack and so is built after it. */
interface Late {
  readonly callControl: () => CallControl;
}

export async function createSipStack(foundation: Foundation, late: Late): Promise<SipStack> {
  const { environment, messageLog, metrics, ports } = foundation;
  const { transports, msrpTransports } = await createTransports(foundation);
  const transport = countedTransport(loggedTransport(transports, messageLog), metrics);
  const own = new OwnAddresses({
    sipDomain: environment.sipDomain,
    addresses: [environment.host, environment.publicAddress],
    ports: () => Object.values(ports),
  });
  const userAgent: UserAgent = createUserAgent(foundation, { ...late, transport, own, trunks: () => trunks });
  const { trunks, sender }: Trunks = createTrunks(foundation, { ...late, transports, userAgent });
  const msrp = createMsrpEndpoint(foundation, { ...late, msrpTransports });
  return { transports, msrpTransports, transport, own, userAgent, trunks, sender, msrp };
}

function createUserAgent(
  foundation: Foundation,
  stack: Late & Pick<SipStack, 'transport' | 'own'> & { readonly trunks: () => Trunks['trunks'] },
): UserAgent {
  const { logger, clock, metrics } = foundation;
  const { callControl, transport, own, trunks } = stack;
  const late = {
    state: () => callControl().state,
    findTrunkPeer: (address: string) => trunks().findPeer(address),
  };
  const reach = createPeerReach({ clock, trustedAddresses: trustedAddresses(foundation), ...late });
  const handler = {
    receiveRequest: (received) => callControl().sipHandler.receiveRequest(received),
    flowClosed: (flow) => {
      callControl().sipHandler.flowClosed(flow);
      trunks().flowFailed(flow);
    },
  } satisfies Parameters<typeof provingHandler>[0];
  return new UserAgent({
    clock,
    transport,
    logger,
    ...sipService,
    counters: { increment: (counter) => metrics.count('sip_stack', { what: counter }) },
    random: systemRandom,
    isOwnHost: (host, port) => own.isOwnHost(host, port),
    guard: createGuard(foundation, { own, ...late }),
    reach,
    handler: provingHandler(handler, { reach, state: late.state }),
  });
}

function createMsrpEndpoint(
  { environment, clock, metrics, messageLog }: Foundation,
  { callControl, msrpTransports }: Late & Pick<SipStack, 'msrpTransports'>,
): MsrpEndpoint {
  const limits = {
    rate: new RequestRate({ clock, requestsPerSecond: environment.sipRatePerSource }),
    trustedAddresses: environment.sipTrustedAddresses,
    counters: metrics,
  };
  return new MsrpEndpoint({
    clock,
    random: systemRandom,
    transport: loggedMsrpTransport(msrpTransports, messageLog),
    handler: limitMsrp(
      lateMsrpHandler(() => callControl().msrpHandler),
      limits,
    ),
    counters: metrics,
  });
}
